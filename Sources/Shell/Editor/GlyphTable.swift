internal import Values

/// One unit of libedit's line: what a reader sees as one character.
///
/// libedit edits arrays of `wchar_t` and takes each for a character. So that every command of it, vi's included, steps
/// over and deletes whole characters, a character of several scalars (a letter with combining marks, a joined emoji)
/// is one unit too: a number beyond Unicode that stands for an entry of the `GlyphTable`.
package typealias GlyphUnit = Int32

/// The characters of several scalars met so far, and the way between text and units.
package struct GlyphTable {
  package static let newline: GlyphUnit = 0x0A
  package static let tab: GlyphUnit = 0x09
  private static let firstCluster: GlyphUnit = 0x11_0000
  /// Beyond this many different clusters, new ones are edited scalar by scalar.
  private static let limit = 50_000

  private struct Cluster {
    var text: String
    var cells: Int
  }

  private var clusters: [Cluster] = []
  /// By spelling and not by `Character`, whose equality would give one mark order for another.
  private var unitOfSpelling: [[UInt8]: GlyphUnit] = [:]

  package init() {}

  /// The units of a text. Line endings of every kind become one newline; NUL, which libedit cannot hold, goes.
  package mutating func units(of text: String) -> [GlyphUnit] {
    var units: [GlyphUnit] = []
    units.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      guard Self.standsAlone(scalar.value) else { return unitsOfClusters(text) }
      units.append(GlyphUnit(scalar.value))
    }
    return units
  }

  private mutating func unitsOfClusters(_ text: String) -> [GlyphUnit] {
    var units: [GlyphUnit] = []
    units.reserveCapacity(text.utf8.count)
    for character in text {
      let scalars = character.unicodeScalars
      guard let first = scalars.first else { continue }
      if first == "\r" {
        units.append(Self.newline)
      } else if scalars.count == 1 {
        if first.value != 0 { units.append(GlyphUnit(first.value)) }
      } else if let unit = unit(of: character) {
        units.append(unit)
      } else {
        units += scalars.map { GlyphUnit($0.value) }
      }
    }
    return units
  }

  private mutating func unit(of cluster: Character) -> GlyphUnit? {
    let spelling = Array(cluster.utf8)
    if let known = unitOfSpelling[spelling] { return known }
    guard clusters.count < Self.limit else { return nil }
    let visible = VisibleText.escaped(String(cluster))
    let unit = Self.firstCluster + GlyphUnit(clusters.count)
    clusters.append(Cluster(text: String(cluster), cells: max(1, TerminalCells.width(of: visible))))
    unitOfSpelling[spelling] = unit
    return unit
  }

  package func text(of units: some Collection<GlyphUnit>) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(units.count * 3)
    for unit in units {
      if unit > 0, unit < 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: unit))
      } else if let cluster = cluster(unit) {
        bytes += cluster.text.utf8
      } else if let scalar = Self.scalar(unit) {
        bytes += UTF8.encode(scalar) ?? UTF8.EncodedScalar()
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// How many bytes of UTF-8 the unit stands for.
  package func utf8Count(_ unit: GlyphUnit) -> Int {
    if unit < 0x80 { return 1 }
    if let cluster = cluster(unit) { return cluster.text.utf8.count }
    return unit < 0x800 ? 2 : unit < 0x1_0000 ? 3 : 4
  }

  /// How many cells the unit takes where it is drawn, at least one. (A tab's width is the `Frame`'s affair.)
  package func cells(_ unit: GlyphUnit) -> Int {
    if unit >= 0x20, unit < 0x7F { return 1 }
    if unit >= 0x4E00, unit <= 0x9FFF { return 2 }
    if let cluster = cluster(unit) { return cluster.cells }
    return max(1, TerminalCells.width(of: display(unit)))
  }

  /// What is drawn: the text itself, or a spelled-out form of what cannot be seen or would move the cursor.
  package func display(_ unit: GlyphUnit) -> String {
    if let cluster = cluster(unit) { return VisibleText.escaped(cluster.text) }
    guard let scalar = Self.scalar(unit) else { return "?" }
    if unit < 0x20 || unit == 0x7F { return "^" + String(Unicode.Scalar(UInt8(unit) ^ 0x40)) }
    let text = String(scalar)
    return unit < 0x7F ? text : VisibleText.escaped(text)
  }

  private func cluster(_ unit: GlyphUnit) -> Cluster? {
    let index = Int(unit) - Int(Self.firstCluster)
    return clusters.indices.contains(index) ? clusters[index] : nil
  }

  static func scalar(_ unit: GlyphUnit) -> Unicode.Scalar? {
    UInt32(exactly: unit).flatMap(Unicode.Scalar.init)
  }
}

// MARK: - Joining what belongs together

extension GlyphTable {
  /// The line as it should be after a key changed it: neighbours that have become one character (a base and the mark
  /// that was typed after it) are one unit. Nil if nothing has to change, which is seen without looking at the text
  /// twice.
  package mutating func regrouped(_ line: EditedLine) -> EditedLine? {
    guard line.units.contains(where: { !Self.standsAlone(UInt32(bitPattern: $0)) }) else { return nil }
    let units = units(of: text(of: line.units))
    guard units != line.units else { return nil }
    let offset = line.units.prefix(line.cursor).reduce(0) { $0 + utf8Count($1) }
    return EditedLine(units: units, cursor: index(ofOffset: offset, in: units))
  }

  /// The place in `units` of a UTF-8 byte offset; inside a character, the place after it.
  package func index(ofOffset offset: Int, in units: [GlyphUnit]) -> Int {
    var reached = 0
    for (index, unit) in units.enumerated() {
      if reached >= offset { return index }
      reached += utf8Count(unit)
    }
    return units.count
  }

  /// The UTF-8 byte offset of a place in `units`.
  package func offset(ofIndex index: Int, in units: [GlyphUnit]) -> Int {
    units.prefix(max(0, index)).reduce(0) { $0 + utf8Count($1) }
  }

  /// Scalars that never join a neighbour of this same set: what almost every statement is made of.
  private static func standsAlone(_ value: UInt32) -> Bool {
    switch value {
    case 0x00, 0x0D: false
    case 0x01..<0x300: true
    case 0x2010...0x2027, 0x2030...0x205E: true
    case 0x3000...0x3029, 0x3041...0x3096, 0x309B...0x30FF, 0x3105...0x312F: true
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF: true
    case 0xAC00...0xD7A3: true
    case 0xFF01...0xFF9D, 0xFFE0...0xFFE6: true
    case 0x2_0000...0x3_FFFF: true
    default: false
    }
  }
}
