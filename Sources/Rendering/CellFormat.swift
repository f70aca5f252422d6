package import Diagnostics
internal import Domain
package import Query
package import Values

/// Turns a value of a result into text.
package struct CellFormat: Sendable {
  package enum Manner: Sendable, Hashable {
    /// To be read: choices, flags and durations in the person's language, amounts with symbol and commas.
    case person(UserLanguage)
    /// To be read back: the user's own spellings. `exact` gives an instant whole and not as its day.
    case exchange(exact: Bool)
  }

  package let manner: Manner
  package let zone: Zone
  /// Whose amounts need no currency in exchange.
  package let baseCurrency: Currency

  package init(_ manner: Manner, zone: Zone = .shanghai, baseCurrency: Currency = .cny) {
    self.manner = manner
    self.zone = zone
    self.baseCurrency = baseCurrency
  }

  /// An empty value is the empty text. The text is as it was stored: whoever draws it makes it visible.
  package func text(_ cell: Cell) -> String {
    switch manner {
    case .person(let language): return personal(cell, language)
    case .exchange:
      if case .text(let text) = cell { return text }
      var output = OutputBuffer()
      write(cell, to: &output)
      return output.text
    }
  }

  /// The marking of a reference to a record in the recycle bin.
  package static let deletedMark = Wording(" (deleted)", "（已删除）")

  private static func figure(_ number: Int64, _ currency: Currency?) -> String {
    currency.map { Money(minorUnits: number, currency: $0).displayed } ?? String(number)
  }

  private func personal(_ cell: Cell, _ language: UserLanguage) -> String {
    switch cell {
    case .empty: ""
    case .text(let text): text
    case .integer(let number): String(number)
    case .number(let number): number.description
    case .money(let money): money.displayed
    case .share(let percent, let part, let whole, let currency):
      "\(percent.rounded(toScale: 1))% (\(CellFormat.figure(part, currency))/\(CellFormat.figure(whole, currency)))"
    case .date(let date): date.description
    case .instant(let instant):
      zone.day(of: instant).description + " " + String(zone.time(of: instant).full.prefix(5))
    case .duration(let seconds): CellFormat.duration(seconds, language)
    case .flag(let flag): (flag ? Wording("yes", "是") : Wording("no", "否")).in(language)
    case .choice(let choice):
      // A configured option has one label only: it is shown whatever the language.
      switch language {
      case .english: choice.names.english.first ?? choice.name
      case .chinese: choice.names.chinese.first ?? choice.name
      }
    case .reference(let id, let title, let isDeleted):
      (title.flatMap { $0.isEmpty ? nil : $0 } ?? id) + (isDeleted ? CellFormat.deletedMark.in(language) : "")
    case .labels(let labels): language.joined(labels)
    case .scores(let score): String(score.total)
    }
  }
}

// MARK: - Exchange

extension CellFormat {
  var isExact: Bool {
    switch manner {
    case .person: false
    case .exchange(let exact): exact
    }
  }

  /// The exchange spelling as bytes, unquoted, without making a text on the way.
  func write(_ cell: Cell, to output: inout OutputBuffer) {
    switch cell {
    case .empty: break
    case .text(let text): output.append(text)
    case .integer(let number): output.append(number)
    case .number(let number):
      if let whole = number.int64Value { output.append(whole) } else { output.append(number.description) }
    case .money(let money): write(money, to: &output)
    case .share(let percent, _, _, _): write(.number(percent), to: &output)
    case .date(let date): write(date, to: &output)
    case .instant(let instant):
      if isExact { output.append(instant.description(in: zone)) } else { write(zone.day(of: instant), to: &output) }
    case .duration(let seconds): write(duration: seconds, to: &output)
    case .flag(let flag): if flag { output.append("true") } else { output.append("false") }
    case .choice(let choice): output.append(choice.name)
    case .reference(let id, _, _): output.append(id)
    case .labels(let labels):
      for (index, label) in labels.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ";")) }
        output.append(LabelList.spelled(label))
      }
    case .scores(let score): output.append(Int64(score.total))
    }
  }

  /// `95000`, `95000.50`; in another currency than the base `99.50 USD`.
  private func write(_ money: Money, to output: inout OutputBuffer) {
    let digits = money.currency.minorDigits
    let unit = (0..<digits).reduce(UInt64(1)) { unit, _ in unit &* 10 }
    let (whole, rest) = money.minorUnits.magnitude.quotientAndRemainder(dividingBy: unit)
    if money.minorUnits < 0 { output.append(UInt8(ascii: "-")) }
    output.append(digitsOf: whole, atLeast: 1)
    if rest != 0 {
      output.append(UInt8(ascii: "."))
      output.append(digitsOf: rest, atLeast: digits)
    }
    guard money.currency != baseCurrency else { return }
    output.append(UInt8(ascii: " "))
    output.append(money.currency.code)
  }

  private func write(_ date: CivilDate, to output: inout OutputBuffer) {
    // The open end of a range is no day that four digits could spell.
    guard date <= .last else { return output.append(date.description) }
    let (year, month, day) = date.components
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 10) { digits in
      func write(_ number: Int, _ range: Range<Int>) {
        var rest = number
        for place in range.reversed() {
          digits[place] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
          rest /= 10
        }
      }
      write(year, 0..<4)
      digits[4] = UInt8(ascii: "-")
      write(month, 5..<7)
      digits[7] = UInt8(ascii: "-")
      write(day, 8..<10)
      output.append(UnsafeBufferPointer(digits))
    }
  }
}
