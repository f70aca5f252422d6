/// A company's name with what many companies share set apart: the province and city in front, the legal form behind.
///
/// `深圳市星河软件有限公司` and `星河软件集团` have one core. Two names may mean one company where their cores are equal and
/// their places do not contradict each other.
package struct CompanyName: Sendable, Hashable {
  /// Folded, and never empty where the name is not.
  package let core: String
  /// The place that was set apart: a city, or else a province.
  package let place: ChinesePlaces.Place?

  /// - Parameter folded: the name as `TextFolding` gives it.
  package init(folded: String) {
    var folded = folded
    let (range, place) = folded.withUTF8 { CompanyName.core(of: $0) }
    if range.count == folded.utf8.count {
      core = folded
    } else {
      let start = folded.utf8.index(folded.startIndex, offsetBy: range.lowerBound)
      core = String(folded[start..<folded.utf8.index(start, offsetBy: range.count)])
    }
    self.place = place
  }

  /// What is stored beside a name so that others can be found by it: the core, and behind a separator the place. Nil
  /// where nothing is set apart, and the folded name itself says it.
  package static func storedCore(folded: String) -> String? {
    // Only Chinese names have these parts; the last byte of one is beyond ASCII or a bracket's.
    guard folded.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
    let name = CompanyName(folded: folded)
    if name.core.utf8.count == folded.utf8.count { return nil }
    return name.place.map { "\(name.core)\(separator)\($0.name)" } ?? name.core
  }

  /// Sorts before every character of a folded name, so that the cores with their places stand together in an index.
  package static let separator: Character = "\u{1F}"
  /// The first text behind all places of a core.
  package static let endOfPlaces = "\u{20}"

  /// Whether a stored core, whose core part is this one's, may mean the same company.
  package func mayBe(stored: some StringProtocol) -> Bool {
    guard let place, let cut = stored.firstIndex(of: Self.separator),
      let other = ChinesePlaces.place(named: String(stored[stored.index(after: cut)...]))
    else { return true }
    return place.agrees(with: other)
  }

  // MARK: Parts

  /// The legal forms that are set apart, longest first where one ends with another.
  private static let forms: [StaticString] = ["有限责任公司", "有限公司", "股份", "集团"]

  private static func core(
    of bytes: UnsafeBufferPointer<UInt8>
  ) -> (range: Range<Int>, place: ChinesePlaces.Place?) {
    var end = bytes.count
    var start = 0
    var place: ChinesePlaces.Place?
    while let shorter = withoutForm(bytes, end) { end = shorter }
    // `星河软件(深圳)有限公司`
    if let (shorter, found) = withoutBrackets(bytes, end) {
      end = shorter
      place = found
      while let shorter = withoutForm(bytes, end) { end = shorter }
    }
    // A province, one of its cities, or both.
    var province: String?
    for _ in 0..<2 {
      guard let (longer, found) = ChinesePlaces.prefix(of: bytes, from: start, to: end), end &- longer >= shortest,
        province == nil || found.province == province
      else { break }
      start = longer
      if place == nil || place?.isProvince == true { place = found }
      guard found.isProvince else { break }
      province = found.province
    }
    return (start..<end, place)
  }

  /// Two Chinese characters: what is shorter is no name.
  private static let shortest = 6
  /// Of a Latin name two letters are one.
  private static let leastBeforeForm = 2

  private static func withoutForm(_ bytes: UnsafeBufferPointer<UInt8>, _ end: Int) -> Int? {
    for form in forms where end &- form.utf8CodeUnitCount >= leastBeforeForm && ends(bytes, end, with: form) {
      return end &- form.utf8CodeUnitCount
    }
    return nil
  }

  private static func ends(_ bytes: UnsafeBufferPointer<UInt8>, _ end: Int, with form: StaticString) -> Bool {
    let start = end &- form.utf8CodeUnitCount
    return form.withUTF8Buffer { form in
      for place in 0..<form.count where bytes[start &+ place] != form[place] { return false }
      return true
    }
  }

  /// A place in brackets at the end; 中国 is none and is left out as well.
  private static func withoutBrackets(
    _ bytes: UnsafeBufferPointer<UInt8>, _ end: Int
  ) -> (end: Int, place: ChinesePlaces.Place?)? {
    guard end > 2, bytes[end &- 1] == UInt8(ascii: ")") else { return nil }
    var open = end &- 2
    while open > 0, bytes[open] != UInt8(ascii: "(") { open &-= 1 }
    guard open > 1 else { return nil }
    let inside = String(decoding: bytes[(open &+ 1)..<(end &- 1)], as: UTF8.self)
    if inside == "中国" { return (open, nil) }
    return inside.utf8.withContiguousStorageIfAvailable { text -> (Int, ChinesePlaces.Place?)? in
      guard let (length, found) = ChinesePlaces.prefix(of: text, from: 0, to: text.count), length == text.count else {
        return nil
      }
      return (open, found)
    } ?? nil
  }
}
