internal import Diagnostics
internal import Domain
internal import Language
internal import Layout
internal import Query
internal import Storage
internal import Values

/// What a lead is to become.
struct ConversionWish {
  /// Nil: the lead's own, its company or else its name.
  var customerName: FieldValue?
  var customer: Int64?
  /// Somebody has seen that there is one like it.
  var isNewAnyway = false
  var opportunityTitle: FieldValue?
  /// What the same statement sets on the lead.
  var beside = Planning.Assigned()
}

/// A conversion that may be carried out, or why not.
enum PlannedConversion {
  case plan(ChangePlan)
  case refused(ConversionRefusal)
}

extension Planning {
  /// The records that a lead becomes, and the lead as it is kept. Numbers are taken ahead so that the records can name
  /// one another: a plan is made again where the data moved before its turn.
  func conversion(of lead: Int64, _ wish: ConversionWish, _ span: SourceSpan) throws(BindingError) -> PlannedConversion
  {
    var numbers = NumberTake()
    return try conversion(of: lead, wish, &numbers, span)
  }

  private func conversion(
    of lead: Int64, _ wish: ConversionWish, _ numbers: inout NumberTake, _ span: SourceSpan
  ) throws(BindingError) -> PlannedConversion {
    let found: LeadCandidate?
    do throws(BindingError) { found = try LeadCandidate(lead, self, beside: wish.beside) } catch {
      guard case .value(_, let field?, _, _) = error else { throw error }
      return .refused(.unreadable(lead: entity(.lead).reference(lead), field))
    }
    guard let candidate = found else { return .plan(ChangePlan()) }
    if candidate.status == LeadStatus.converted {
      return .refused(
        .converted(lead: candidate.reference, customer: candidate.customer.map { entity(.customer).reference($0) }))
    }
    if candidate.status == LeadStatus.disqualified { return .refused(.disqualified(lead: candidate.reference)) }
    let name = wish.customerName ?? candidate.customerName
    if wish.customer == nil, !wish.isNewAnyway, rules.checksDuplicates {
      let existing = try likely(candidate, name)
      if case .text(let title) = name, !existing.isEmpty {
        return .refused(.exists(lead: candidate.reference, name: title, existing))
      }
    }
    do throws(BindingError) { return .plan(try steps(candidate, name, wish, &numbers, span)) } catch {
      guard case .missingFields(let fields, let entity, _) = error else { throw error }
      return .refused(.missing(lead: candidate.reference, fields, entity))
    }
  }

  /// The conversion of what a statement names. One lead is refused with an error; of many, those that cannot go are
  /// left, and it is said which and why.
  func conversions(of leads: [Int64], _ wish: ConversionWish, _ span: SourceSpan) throws(BindingError) -> ChangePlan {
    var plan = ChangePlan()
    var numbers = NumberTake()
    var twins = TwinSearch()
    var left: [Wording] = []
    var wish = wish
    for lead in leads {
      // Numbers of records that are not made after all are not used up.
      var taken = numbers
      switch try conversion(of: lead, wish, &taken, span) {
      case .refused(let refusal):
        if leads.count == 1 {
          guard let choice = refusal.choice(at: span) else { throw .failed(refusal.diagnostic(at: span)) }
          // What was chosen holds for what was offered.
          guard let answer, answer.offered == choice.offered else {
            plan.choice = choice
            return plan
          }
          if let customer = dictionary.identify(answer.key), customer.0.key == .customer {
            wish.customer = customer.1
          } else {
            wish.isNewAnyway = true
          }
          return try conversions(of: leads, wish, span)
        }
        left.append(refusal.reason)
      case .plan(let one):
        if rules.checksDuplicates, let refusal = twins.refusal(of: one, entity(.lead).reference(lead)) {
          left.append(refusal.reason)
          continue
        }
        numbers = taken
        plan.steps += one.steps
        plan.remarks += one.remarks
      }
    }
    plan.remarks = Self.shortened(plan.remarks) + Self.shortened(left)
    plan.allowsDuplicates = true
    return plan
  }

  /// The first of many remarks, and how many more there are.
  static func shortened(_ remarks: [Wording]) -> [Wording] {
    let limit = 10
    guard remarks.count > limit else { return remarks }
    let rest = remarks.count - limit
    return remarks.prefix(limit) + [Wording("and \(rest) more", "另有 \(rest) 条")]
  }

  // MARK: Who is there

  /// Customers with the same name, phone or address, their own or a contact's.
  private func likely(_ lead: LeadCandidate, _ name: FieldValue) throws(BindingError) -> [ConversionRefusal.Existing] {
    guard let store else { return [] }
    let (customer, contact) = (entity(.customer), entity(.contact))
    func known(_ values: [String: FieldValue]) -> (Field) -> FieldValue { { values[$0.name] ?? .empty } }
    let reachable = ["phone": lead.phone, "email": lead.email]
    var found: [ConversionRefusal.Existing] = []
    do throws(StorageError) {
      for match in try store.matches(in: customer, .all, known(reachable.merging(["name": name]) { $1 })) {
        found.append(Self.existing(customer.reference(match.id), match, customer))
      }
      for match in try store.matches(in: contact, .all, known(reachable)) {
        guard let field = contact.field(named: "customer") else { continue }
        let values = try store.values(of: [field], record: match.id, entity: contact)
        guard let value = values?.first, case .integer(let id) = value else { continue }
        let reference = customer.reference(id)
        guard !found.contains(where: { $0.reference == reference }),
          !(try store.existing([id], of: customer, deleted: false)).isEmpty
        else { continue }
        found.append(Self.existing(reference, match, contact))
      }
    } catch {
      throw .failed(error.diagnostic)
    }
    return found
  }

  private static func existing(
    _ reference: String, _ match: Store.Match, _ entity: Entity
  ) -> ConversionRefusal.Existing {
    let field = match.fields.first
    let whose = entity.key == .contact
    return ConversionRefusal.Existing(
      reference: reference, title: match.title,
      agreement: Wording(
        (whose ? "a contact with the same " : "same ") + (field?.name ?? ""),
        (whose ? "联系人" : "") + (field?.names.chineseName ?? "") + "相同"))
  }

  /// The contact of a customer that the lead is already.
  private func contact(of customer: Int64, like lead: LeadCandidate) throws(BindingError) -> Int64? {
    guard let store else { return nil }
    let known: [String: FieldValue] = [
      "phone": lead.phone, "email": lead.email, "name": lead.name, "customer": .reference(customer),
    ]
    do throws(StorageError) {
      return try store.matches(in: entity(.contact), .customer(customer)) { known[$0.name] ?? .empty }.first?.id
    } catch {
      throw .failed(error.diagnostic)
    }
  }

  // MARK: What is made

  private func steps(
    _ lead: LeadCandidate, _ name: FieldValue, _ wish: ConversionWish, _ numbers: inout NumberTake, _ span: SourceSpan
  ) throws(BindingError) -> ChangePlan {
    var steps: [ChangeStep] = []
    var became: [String] = []
    func make(_ key: EntityKey, _ values: [(String, FieldValue)]) throws(BindingError) -> Int64 {
      let made = entity(key)
      var assigned = Assigned()
      for (name, value) in values where !value.isEmpty { assigned.set(made.field(named: name), value) }
      var insertion = try insertion(made, assigned, span)
      let id = try numbers.next(made, self)
      insertion.id = id
      steps.append(.insert(insertion))
      became.append(made.reference(id))
      return id
    }
    var customer = wish.customer
    if let customer { became.append(entity(.customer).reference(customer)) }
    let isNew = customer == nil
    if customer == nil {
      customer = try make(
        .customer,
        [
          ("name", name), ("phone", lead.phone), ("email", lead.email), ("source", lead.source), ("owner", lead.owner),
        ])
    }
    guard let customer else { return ChangePlan() }
    var contact = isNew ? nil : try self.contact(of: customer, like: lead)
    if let contact { became.append(entity(.contact).reference(contact)) }
    if contact == nil {
      contact = try make(
        .contact,
        [
          ("customer", .reference(customer)), ("name", lead.name), ("phone", lead.phone), ("email", lead.email),
          ("position", lead.position), ("is_primary", isNew ? .flag(true) : .empty),
        ])
    }
    var opportunity: Int64?
    if let title = wish.opportunityTitle {
      opportunity = try make(
        .opportunity, [("customer", .reference(customer)), ("title", title), ("assigned_to", lead.owner)])
    }
    steps.append(.update(kept(lead.id, customer, contact, opportunity)))
    for key in [EntityKey.interaction, .task] {
      if let along = try goingAlong(key, with: lead.id, customer, contact) { steps.append(.update(along)) }
    }
    var plan = ChangePlan(steps)
    plan.remarks = [
      Wording(
        "\(lead.reference) became \(UserLanguage.english.joined(became))",
        "\(lead.reference) 已转为 \(UserLanguage.chinese.joined(became))")
    ]
    return plan
  }

  /// What was said with the lead and is to be done for it belongs to the customer too, where it belongs to none.
  private func goingAlong(
    _ key: EntityKey, with lead: Int64, _ customer: Int64, _ contact: Int64?
  ) throws(BindingError) -> Update? {
    let entity = entity(key)
    func own(_ name: String) -> BoundExpression? {
      entity.field(named: name).map { BoundExpression(.field($0, via: []), ValueType($0, of: entity)) }
    }
    guard let asked = own("lead"), let buyer = own("customer"), let person = own("contact") else { return nil }
    let terms: [BoundExpression.Kind] = [
      .comparison(asked, .equal, .literal(.integer(lead), asked.type)), .isEmpty(buyer), .isEmpty(person),
    ]
    let ids = try select(
      BoundQuery(entity: entity, condition: BoundExpression(.all(terms.map { BoundExpression($0, .truth) }), .truth)))
    guard !ids.isEmpty else { return nil }
    var assigned = Assigned()
    assigned.set(entity.field(named: "customer"), .reference(customer))
    if let contact { assigned.set(entity.field(named: "contact"), .reference(contact)) }
    var update = Update(entity: entity, ids: ids, assignments: assigned.fields)
    update.follows = true
    return update
  }

  /// The lead stays, with the ways to what it became.
  private func kept(_ id: Int64, _ customer: Int64, _ contact: Int64?, _ opportunity: Int64?) -> Update {
    let lead = entity(.lead)
    var assigned = Assigned()
    assigned.set(lead.field(named: "status"), .choice(LeadStatus.converted))
    assigned.set(lead.field(named: "converted_customer"), .reference(customer))
    if let contact { assigned.set(lead.field(named: "converted_contact"), .reference(contact)) }
    if let opportunity { assigned.set(lead.field(named: "converted_opportunity"), .reference(opportunity)) }
    assigned.set(lead.field(named: "converted_at"), .instant(now))
    return Update(entity: lead, ids: [id], assignments: assigned.fields)
  }
}

/// Numbers for records that a plan is about to make.
private struct NumberTake {
  private var last: [EntityKey: Int64] = [:]

  mutating func next(_ entity: Entity, _ planning: Planning) throws(BindingError) -> Int64 {
    var number: Int64
    if let known = last[entity.key] {
      number = known &+ 1
    } else {
      guard let store = planning.store else { return 0 }
      do throws(StorageError) { number = try store.nextNumber(of: entity) } catch { throw .failed(error.diagnostic) }
    }
    last[entity.key] = number
    return number
  }
}

/// Finds leads of one statement that would become customers of one name, phone or address.
private struct TwinSearch {
  /// The leads by what their customers are known by.
  private var made: [String: String] = [:]

  /// - Parameter lead: its reference.
  mutating func refusal(of plan: ChangePlan, _ lead: String) -> ConversionRefusal? {
    var keys: [String] = []
    for step in plan.steps {
      guard case .insert(let insertion) = step, insertion.entity.key == .customer else { continue }
      for assignment in insertion.values {
        guard ["name", "phone", "email"].contains(assignment.field.name), case .constant(let value) = assignment.value,
          let key = MatchKey(value, of: assignment.field)?.text
        else { continue }
        if let other = made["\(assignment.field.name) \(key)"] { return .twin(lead: lead, of: other, assignment.field) }
        keys.append("\(assignment.field.name) \(key)")
      }
    }
    for key in keys { made[key] = lead }
    return nil
  }
}
