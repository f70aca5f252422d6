internal import Diagnostics
internal import Domain
internal import Language
internal import Query
internal import Values

/// The types that a parameter may have beside the entities.
enum ParameterType: CaseIterable {
  case text, number, money, date, duration, flag

  var word: Word {
    switch self {
    case .text: Word("text", zh: "文本")
    case .number: Word("number", "integer", zh: "数字")
    case .money: Word("money", zh: "金额")
    case .date: Word("date", zh: "日期")
    case .duration: Word("duration", zh: "时长")
    case .flag: Word("flag", "boolean", zh: "是否")
    }
  }

  /// Nil for the name of an entity.
  init?(_ name: Name) {
    let folded = TextFolding.folded(name.text)
    guard let found = Self.allCases.first(where: { $0.word.spellings.contains(folded) }) else { return nil }
    self = found
  }

  /// What an expression of a variable of it yields.
  var valueType: ValueType {
    switch self {
    case .text: .text
    case .number: .number
    case .money: .money
    case .date: .date
    case .duration: .duration
    case .flag: .flag
    }
  }

  /// Whether a value is of it as it stands.
  func holds(_ value: Value) -> Bool {
    switch (self, value) {
    case (.text, .text), (.text, .choice), (.number, .integer), (.number, .number), (.number, .percent),
      (.money, .money),
      (.date, .date), (.date, .days), (.date, .instant), (.duration, .duration), (.flag, .flag):
      true
    default: false
    }
  }
}

/// What is given to a parameter: from outside, by a call, by itself.
extension Planning {
  /// A text by a parameter's declared type; without one, whatever it reads as.
  func parameter(_ text: String, as type: Name?, _ span: SourceSpan) throws(BindingError) -> Value {
    guard let type else { return try value(Expression(.atom(Atom(text)), span: span)) }
    guard let plain = ParameterType(type) else { return try record(text, of: try binder.entity(type), span) }
    let reader = binder.context.reader
    do throws(FieldValueError) {
      switch plain {
      case .text: return .text(text)
      case .number:
        switch try? PercentOrNumber(reading: text) {
        case .number(let number)?: return number.int64Value.map { .integer($0) } ?? .number(number)
        case .percent(let percent)?: return .percent(percent)
        case nil: throw .notANumber(text, .notANumber(text))
        }
      case .money:
        guard case .money(let money, _) = try reader.readMoney(text) else { return .empty }
        return .money(money)
      case .date:
        switch try reader.readTemporal(text) {
        case .day(let day): return .date(day)
        case .days(let range): return .days(range)
        case .instant(let instant): return .instant(instant)
        case .instants(let range): return .instant(range.lowerBound)
        case .time: throw .notADate(text, .notADate(text))
        }
      case .duration: return .duration(try reader.readDuration(text), try? CalendarDuration(reading: text))
      case .flag: return .flag(try reader.readFlag(text))
      }
    } catch {
      throw .value(error, field: nil, entity: nil, span)
    }
  }

  /// The one record that a text names, which is there.
  private func record(_ text: String, of entity: Entity, _ span: SourceSpan) throws(BindingError) -> Value {
    if entity.key == .user, ["me", "我"].contains(TextFolding.folded(text)) { return .record(.user, author) }
    guard let (found, id) = try identify(Atom(text, span: span), [entity.key]) else { return .empty }
    guard found.key == entity.key else {
      throw .value(.wrongEntity(text, expected: entity.key, found: found.key), field: nil, entity: nil, span)
    }
    return isCheck ? .record(found.key, 0) : .record(found.key, try confirmed([id], found, false, span).first ?? id)
  }

  /// A value by a parameter's declared type: as it stands where it is of it, else read from its text.
  func parameter(_ value: Value, as type: Name?, _ span: SourceSpan) throws(BindingError) -> Value {
    guard let type, value != .empty else { return value }
    if let plain = ParameterType(type) {
      if plain.holds(value) { return value }
      switch value {
      case .records, .list: return value
      default: return try parameter(value.plainText(dictionary), as: type, span)
      }
    }
    let entity = try binder.entity(type)
    switch value {
    case .records(let key, _) where key == entity.key, .record(let key, _) where key == entity.key: return value
    case .list: return value
    case .records(let key, _):
      throw .value(
        .wrongEntity(value.plainText(dictionary), expected: entity.key, found: key), field: nil, entity: nil, span)
    default: return try record(value.plainText(dictionary), of: entity, span)
    }
  }
}

extension Expression {
  /// A raw word where any value may stand, which the slot's type reads.
  var word: Atom? {
    switch kind {
    case .atom(let atom), .number(let atom): atom
    case .path(let path, isSubject: false) where path.names.count == 1:
      Atom(path.names[0].text, span: path.names[0].span)
    default: nil
    }
  }
}
