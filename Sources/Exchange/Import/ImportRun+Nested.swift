internal import Diagnostics
internal import Domain
internal import Engine
internal import Query
internal import Storage
internal import Values

/// A record that stands inside a row of a JSON file: a contact of the customer whose row it is.
struct NestedRecord {
  var record: NewRecord
  var labels: [LabelEdit] = []
  /// Records of other entities that it names, by field.
  var references: [(field: Field, id: Int64)] = []
}

struct NestedRefusal: Error {
  let refusal: RowRefusal
}

/// Records inside records. They are made with the row's own; where that is there already, they are left alone.
extension ImportRun {
  /// So many in one record.
  private static let nestedLimit = 1_000

  func readNested(
    _ reader: borrowing ImportReader
  ) throws -> Result<[(NestedColumn, [NestedRecord])], NestedRefusal> {
    var found: [(NestedColumn, [NestedRecord])] = []
    for column in plan.layout.nested {
      let text = reader.bytes(column.index)
      guard !text.isEmpty else { continue }
      var records = JSONRecords(text: Array(text))
      var made: [NestedRecord] = []
      let rules = try nestedRules(of: column)
      rules.beginRow()
      while true {
        do { guard try records.next() else { break } } catch let fault as JSONFault {
          return .failure(NestedRefusal(refusal: told(fault.reasonTold, column, made.count, .value)))
        }
        var nested = NestedRecord(record: NewRecord(column.child))
        for item in records.items where !item.isNested {
          if let refusal = try take(item, records.text, column, made.count, into: &nested) {
            return .failure(NestedRefusal(refusal: refusal))
          }
        }
        nested.record.beginSeries(plan.dictionary.rules, now: plan.now)
        nested.record.complete(rules: rules.defaults, author: plan.author, now: plan.now)
        let missing = nested.record.missing.filter { $0.key != column.link.key }
        guard missing.isEmpty || request.allowsMissing else {
          let wording = RowRefusal.missing(missing).reason
          return .failure(NestedRefusal(refusal: told(wording, column, made.count, .missingField)))
        }
        if let refusal = try rules.refusal(of: nested.record) {
          return .failure(NestedRefusal(refusal: told(refusal.reason, column, made.count, .value)))
        }
        if !request.allowsDuplicates, let double = try rules.double(of: nested.record) {
          guard request.duplicate == .skip else {
            return .failure(NestedRefusal(refusal: told(double, column, made.count, .duplicate)))
          }
          remarks.nestedLeft[column.child, default: 0] += 1
          continue
        }
        made.append(nested)
        guard made.count <= Self.nestedLimit else {
          let wording = Wording("more than \(Self.nestedLimit) records", "超过 \(Self.nestedLimit) 条记录")
          return .failure(NestedRefusal(refusal: told(wording, column, made.count, .other)))
        }
      }
      found.append((column, made))
    }
    return .success(found)
  }

  private func nestedRules(of column: NestedColumn) throws -> NestedRules {
    if let known = nestedRules[column.index] { return known }
    let made = try NestedRules(column, plan.dictionary, rows, now: plan.now)
    nestedRules[column.index] = made
    return made
  }

  /// `contacts/0: phone: …`
  private func told(_ reason: Wording, _ column: NestedColumn, _ place: Int, _ kind: RowRefusal.Kind) -> RowRefusal {
    RowRefusal(
      kind,
      Wording("\(column.heading)/\(place): \(reason.english)", "\(column.heading)/\(place)：\(reason.chinese)"))
  }

  private func take(
    _ item: JSONRecords.Item, _ text: [UInt8], _ column: NestedColumn, _ place: Int, into nested: inout NestedRecord
  ) throws -> RowRefusal? {
    guard let field = plan.dictionary.field(named: item.name, of: column.child), !field.isDerived,
      field.key != column.link.key, field.type != .identity, field.name != "deleted_at"
    else { return nil }
    let cell = Array(text[item.range])
    guard !cell.isEmpty else { return nil }
    let value = String(decoding: cell, as: UTF8.self)
    do throws(FieldValueError) {
      if field.type == .labels {
        var texts: [String] = []
        var start = item.range.lowerBound
        for end in item.ends ?? [item.range.upperBound] {
          texts.append(try field.element(String(decoding: text[start..<end], as: UTF8.self)))
          start = end
        }
        nested.labels.append(LabelEdit(field: field, added: texts.filter { !$0.isEmpty }))
        return nil
      }
      if field.type.referenced == nil {
        let reader = FieldReader(dictionary: plan.dictionary, now: plan.now)
        nested.record[field.name] = try reader.read(value, as: field, isQuoted: field.type == .text)
        return nil
      }
    } catch {
      let reason = FieldValueWording(field: field, entity: column.child).diagnostic(error, at: .zero).message
      return told(Wording("\(item.name): \(reason.english)", "\(item.name)：\(reason.chinese)"), column, place, .value)
    }
    guard let target = field.type.referenced.flatMap({ plan.dictionary.entity($0) }) else { return nil }
    guard case .found(let id) = try ReferenceReader.look(for: value, target, rows, plan.dictionary) else {
      let name = target.names
      let reason = Wording(
        "\(item.name): there is no \(name.englishName) “\(value)”", "\(item.name)：没有\(name.chineseName)“\(value)”")
      return told(reason, column, place, .missingReference)
    }
    nested.record[field.name] = .reference(id)
    return nil
  }

  func write(_ records: [NestedRecord], of column: NestedColumn, under id: Int64) throws {
    let rules = try nestedRules(of: column)
    // What belongs to a contact or an opportunity belongs to its customer.
    var home: Int64?
    if ["contact", "opportunity"].contains(column.link.name), column.child.field(named: "customer") != nil,
      let field = entity.field(named: "customer")
    {
      home = try rows.reference(field, of: id, entity)
    }
    let saysPrimary = records.contains { $0.record["is_primary"] == .flag(true) }
    for (place, nested) in records.enumerated() {
      var record = nested.record
      record[column.link.name] = .reference(id)
      if let home, record["customer"].isEmpty { record["customer"] = .reference(home) }
      // The first contact of a new customer is the primary one, as with `add`, unless the file says that he is not.
      if column.child.key == .contact, place == 0, !saysPrimary, record["is_primary"].isEmpty {
        record["is_primary"] = .flag(true)
      }
      let made = try rows.insert(Insertion(entity: column.child, values: record.assignments, labels: nested.labels))
      try rules.note(record, made, under: id)
      remarks.nested[column.child, default: 0] += 1
    }
  }

  /// Records inside a row whose own record is there already.
  func passOverNested(_ reader: borrowing ImportReader) {
    for column in plan.layout.nested where !reader.bytes(column.index).isEmpty {
      remarks.nestedLeft[column.child, default: 0] += 1
    }
  }
}
