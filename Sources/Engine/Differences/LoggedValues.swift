internal import Diagnostics
package import Domain
package import Layout
package import Query
internal import Storage
internal import Values

/// Values as the change log writes them, as a person reads them. Titles of records that many values refer to are looked
/// up once.
package final class LoggedValues {
  private let session: Session
  private let store: Store?
  private var references: [RecordKey: Cell] = [:]

  package init(_ session: Session) {
    self.session = session
    store = nil
  }

  /// - Parameter store: where titles are looked up, if not where the session works.
  init(_ session: Session, in store: Store) {
    self.session = session
    self.store = store
  }

  package func cell(_ value: SQLValue, of field: Field) -> Cell {
    switch value {
    case .null: return .empty
    case .text(let text):
      guard field.type == .money else { return .text(text) }
      return LoggedMoney(value, baseCurrency: baseCurrency).map { .money($0.money) } ?? .text(text)
    case .real(let number): return .text(String(number))
    case .integer(let number): return cell(number, of: field)
    }
  }

  private var baseCurrency: Currency { session.dictionary.rules.baseCurrency }

  private func cell(_ number: Int64, of field: Field) -> Cell {
    switch field.type {
    case .text, .phone, .email, .webAddress, .integer, .labels: .integer(number)
    case .number: .number(FieldValue.number(storedUnits: number))
    case .money: .money(Money(minorUnits: number, currency: baseCurrency))
    case .date: CivilDate(daysSinceEpoch: number).map { .date($0) } ?? .integer(number)
    case .instant: .instant(Instant(milliseconds: number))
    case .duration: .duration(number)
    case .flag: .flag(number != 0)
    case .choice(let list):
      Int(exactly: number).flatMap { list.choice(key: $0) }.map { .choice($0) } ?? .integer(number)
    case .reference(let key): reference(RecordKey(key, number))
    case .identity: .integer(number)
    }
  }

  /// A record with its title as it is now.
  package func reference(_ key: RecordKey) -> Cell {
    if let known = references[key] { return known }
    guard let entity = session.dictionary.entity(key.entity) else { return .integer(key.id) }
    let fields = [entity.titleField, entity.field(named: "deleted_at")].compactMap { $0 }
    let values = (try? (store ?? session.store).values(of: fields, record: key.id, entity: entity)) ?? nil
    var title: String?
    if case .text(let text)? = values?.first { title = text }
    let isDeleted = values?.last.map { $0 != .null } ?? false
    let cell = Cell.reference(entity.reference(key.id), title: title, isDeleted: isDeleted)
    references[key] = cell
    return cell
  }

  // MARK: In a sentence

  /// A value as a sentence has it.
  func text(_ value: SQLValue, _ field: Field) -> String {
    let cell = cell(value, of: field)
    if case .reference(let reference, let title, _) = cell { return title ?? reference }
    let isChinese = session.settings.language == .chinese
    if case .choice(let choice) = cell { return isChinese ? choice.names.chineseName : choice.name }
    if case .flag(let flag) = cell, isChinese { return flag ? "是" : "否" }
    if case .instant(let instant) = cell { return text(instant) }
    if case .money(let money) = cell { return money.displayed }
    return cell.isEmpty ? "—" : cell.plain
  }

  /// `2026-11-23 13:07`
  func text(_ instant: Instant) -> String {
    let zone = session.dictionary.rules.zone
    return "\(zone.day(of: instant)) \(zone.time(of: instant))"
  }

  /// Somebody by name.
  func person(_ id: Int64) -> String {
    if case .reference(let reference, let title, _) = reference(RecordKey(.user, id)) { return title ?? reference }
    return String(id)
  }
}
