package import Domain
internal import Values

extension Value {
  /// The value in a sentence, whatever the reader's language: an amount with its sign, a time to the minute.
  package func sentenceText(_ dictionary: DataDictionary) -> String {
    switch self {
    case .money(let money): return money.displayed
    case .instant: return String(plainText(dictionary).prefix(16))
    case .empty, .text, .integer, .number, .percent, .date, .days, .duration, .flag, .choice, .record, .records, .list:
      return plainText(dictionary)
    }
  }

  /// The value as a program would type it.
  package func plainText(_ dictionary: DataDictionary) -> String {
    switch self {
    case .empty: ""
    case .text(let text), .choice(let text): text
    case .integer(let number): String(number)
    case .number(let number): number.description
    case .percent(let number): "\(number)%"
    case .money(let money):
      money.currency == dictionary.rules.baseCurrency
        ? money.description : "\(money.description) \(money.currency.code)"
    case .date(let day): day.description
    case .days(let range): range.lowerBound.description
    case .instant(let instant):
      dictionary.rules.zone.day(of: instant).description + " " + dictionary.rules.zone.time(of: instant).description
    case .duration(_, let said?): said.description
    case .duration(let seconds, nil): seconds % 86400 == 0 ? "\(seconds / 86400)d" : "\(seconds)s"
    case .flag(let flag): flag ? "true" : "false"
    case .record(let key, let id): dictionary.entity(key)?.reference(id) ?? String(id)
    case .records(let key, let ids):
      ids.map { dictionary.entity(key)?.reference($0) ?? String($0) }.joined(separator: ", ")
    case .list(let values): values.map { $0.plainText(dictionary) }.joined(separator: ", ")
    }
  }
}
