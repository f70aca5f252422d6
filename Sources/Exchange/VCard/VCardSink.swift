internal import Domain
internal import Query
internal import Rendering
internal import Values

/// Writes contacts as vCards of version 3.0 (RFC 2426), which every address book reads. Fields that it has no property
/// for stand in a property of our own, so that nothing is lost on the way back.
struct VCardSink: WritingSink {
  var output: OutputBuffer
  private let baseCurrency: Currency
  private var names: [String] = []
  private var format: CellFormat

  private static let properties = [
    "customer": "ORG", "position": "TITLE", "phone": "TEL;TYPE=pref", "email": "EMAIL;TYPE=INTERNET,pref",
    "wechat": "X-WECHAT", "birthday": "BDAY", "notes": "NOTE",
  ]

  private static let own = "X-GUANXI-FIELD;NAME="

  init(output: OutputBuffer, baseCurrency: Currency) {
    self.output = output
    self.baseCurrency = baseCurrency
    format = CellFormat(.exchange(exact: true), baseCurrency: baseCurrency)
  }

  mutating func begin(_ shape: ResultShape) {
    names = shape.columns.map(\.name)
    format = CellFormat(.exchange(exact: true), zone: shape.zone, baseCurrency: baseCurrency)
  }

  mutating func row(_ row: any ResultRow) -> Bool {
    line("BEGIN:VCARD")
    line("VERSION:3.0")
    for (index, name) in names.enumerated() {
      let text = format.text(row.cell(index))
      guard !text.isEmpty else { continue }
      // An import passes over a property of blanks, as many programs write them.
      if text.unicodeScalars.allSatisfy({ $0.properties.isWhitespace }) {
        line("\(VCardSink.own)\"\(name)\":\(VCardText.escaped(text))")
        continue
      }
      let value = VCardText.escaped(text)
      switch name {
      case "name":
        line("FN:\(value)")
        line("N:;\(value);;;")
      default: line("\(VCardSink.properties[name] ?? "\(VCardSink.own)\"\(name)\""):\(value)")
      }
    }
    line("END:VCARD")
    return output.drainIfFull()
  }

  mutating func end() { output.flush() }

  /// Folded: 75 bytes a line, the rest behind a space, no character cut.
  private mutating func line(_ text: String) {
    var used = 0
    for scalar in text.unicodeScalars {
      let length = UTF8.width(scalar)
      if used + length > 74 {
        output.append("\r\n ")
        used = 1
      }
      output.append(String(scalar))
      used += length
    }
    output.append("\r\n")
  }
}
