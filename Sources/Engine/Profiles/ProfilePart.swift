internal import Domain

/// A list in a profile: a query, and how many of its rows fit on the screen.
struct ProfilePart {
  let heading: Names
  /// As a query names it.
  let entity: String
  let condition: String
  let columns: String
  let limit: Int

  static func customer(_ reference: String) -> [ProfilePart] {
    [
      ProfilePart(
        heading: Names("contacts", zh: "联系人"), entity: "contacts", condition: "customer = \(reference)",
        columns: "show contact_id, name, role, position, phone, is_primary sort by is_primary desc, role, name",
        limit: 5),
      ProfilePart(
        heading: Names("former contacts", zh: "曾在此任职"), entity: "contacts",
        condition: "customer != \(reference) and (customer was \(reference))",
        columns: "show contact_id, name, customer", limit: 3),
      ProfilePart(
        heading: Names("open opportunities", zh: "进行中的商机"), entity: "opportunities",
        condition: "customer = \(reference) and status = open",
        columns: "show opportunity_id, title, stage, amount, expected_close_date sort by expected_close_date", limit: 4),
      openTasks("customer = \(reference)"),
    ]
  }

  static func contact(_ reference: String) -> [ProfilePart] {
    [
      openTasks("contact = \(reference)"),
      ProfilePart(
        heading: Names("interactions", zh: "沟通记录"), entity: "interactions", condition: "contact = \(reference)",
        columns: "show date, type, customer, content sort by date desc", limit: 8),
    ]
  }

  /// What goes on around a lead or an opportunity.
  static func related(_ link: String, _ reference: String) -> [ProfilePart] {
    [
      openTasks("\(link) = \(reference)"),
      ProfilePart(
        heading: Names("interactions", zh: "沟通记录"), entity: "interactions", condition: "\(link) = \(reference)",
        columns: "show date, type, contact, content sort by date desc", limit: 8),
    ]
  }

  static func user(_ reference: String) -> [ProfilePart] {
    [
      openTasks("assignee = \(reference)"),
      ProfilePart(
        heading: Names("open opportunities", zh: "进行中的商机"), entity: "opportunities",
        condition: "assigned_to = \(reference) and status = open",
        columns: "show opportunity_id, title, customer, stage, amount, expected_close_date sort by expected_close_date",
        limit: 6),
      ProfilePart(
        heading: Names("customers", zh: "客户"), entity: "customers", condition: "owner = \(reference)",
        columns: "show customer_id, name, status, last_contact sort by updated_at desc", limit: 6),
      ProfilePart(
        heading: Names("targets", zh: "业绩目标"), entity: "targets", condition: "user = \(reference)",
        columns: "show target_id, period, amount, attained, attainment sort by period desc", limit: 4),
    ]
  }

  private static func openTasks(_ condition: String) -> ProfilePart {
    ProfilePart(
      heading: Names("open tasks", zh: "待办任务"), entity: "tasks",
      condition: "\(condition) and status in (pending, in_progress)",
      columns: "show task_id, title, due_date, priority, assignee sort by due_date", limit: 4)
  }
}
