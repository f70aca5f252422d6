import Testing

/// How SQLite runs the named queries: which index, and no sorting where an index gives the order. The planner knows a
/// typical workspace from the first day.
@Suite struct PlanTests {
  private func steps(_ statement: String, _ bench: Workbench) -> [String] {
    bench.say("explain \(statement)").split(separator: "\n").map(String.init).filter { line in
      ["SEARCH", "SCAN", "USE TEMP", "LIST", "CORRELATED", "SCALAR", "MULTI-INDEX"].contains { line.hasPrefix($0) }
    }
  }

  private static let named = [
    // targets.md, rows 1 and 2
    (
      "find customers where industry = 软件 and tag = VIP show name sort by updated_at desc limit 50",
      "customers_tags USING PRIMARY KEY (label=?)"
    ),
    (
      "find customers where industry = 软件 show name sort by updated_at desc limit 50",
      "customers_industry_updated_at (industry=?)"
    ),
    ("count customers where industry = 软件", "customers_industry_updated_at (industry=?)"),
    ("count customers where industry = 软件 and tag = VIP", "customers_tags USING PRIMARY KEY (label=?)"),
    ("count customers by industry", "customers_industry_updated_at"),
    ("find cust_001 show name", "INTEGER PRIMARY KEY (rowid=?)"),
    // row 3
    ("find customers \"科技\" show name limit 20", "customers_search VIRTUAL TABLE INDEX"),
    ("count customers \"麒麟\"", "customers_search VIRTUAL TABLE INDEX"),
    ("find customers where name contains 科技 show name", "customers_search VIRTUAL TABLE INDEX"),
    // equality, prefixes, references, dates
    ("find customers where name = 科技有限公司 show id", "customers_name_key (name_key=?)"),
    ("find customers where name starts with 科 show id", "customers_name_key (name_key>? AND name_key<?)"),
    ("find customers where phone = 13800138000 show id", "customers_phone_key (phone_key=?)"),
    ("find contacts where email = a@b.com show id", "contacts_email_key (email_key=?)"),
    ("find customers where owner = sales_000 show id", "customers_owner (owner=?)"),
    ("find opportunities where stage = 方案提交 show id", "opportunities_stage (stage=?)"),
    (
      "find opportunities where expected_close_date = today show id",
      "opportunities_expected_close_date (expected_close_date>? AND expected_close_date<?)"
    ),
    ("find customers sort by updated_at desc limit 20 show id", "customers_updated_at"),
    ("find contacts where customer in (find customers where name = x) show id", "contacts_customer (customer=?)"),
    // aggregates down a relation
    ("find customers where count(contacts) = 0 show id", "contacts_customer (customer=?)"),
    ("find customers where latest(interactions.date) < 30d ago show id", "interactions_customer (customer=?)"),
    (
      "find customers show id, sum(opportunities.amount (status = open)) limit 10",
      "opportunities_customer (customer=?)"
    ),
    ("find customers with tasks (status = pending) show id", "tasks_customer (customer=?)"),
  ]

  @Test func `the named queries use their indexes`() throws {
    let bench = try Workbench(saying: "add customer name = x")
    for (query, index) in Self.named {
      let steps = steps(query, bench)
      #expect(steps.contains { $0.contains(index) }, "\(query): \(steps)")
    }
  }

  @Test(arguments: [
    "find customers where industry = 软件 show name sort by updated_at desc limit 50",
    "find customers sort by updated_at desc limit 20 show id",
    "find customers show id limit 20", "find customers \"科技\" show name limit 20",
  ])
  func `an order that an index has is not sorted again`(query: String) throws {
    let bench = try Workbench()
    let steps = steps(query, bench)
    #expect(!steps.contains { $0.contains("TEMP B-TREE") }, "\(steps)")
  }

  @Test func `what belongs to a record is found from it, not by reading everything`() throws {
    let bench = try Workbench.company()
    for relation in ["contacts", "interactions", "opportunities", "tasks", "orders"] {
      let steps = steps("find \(relation) where customer = cust_001 show id", bench)
      #expect(steps == ["SEARCH t0 USING INDEX \(relation)_customer (customer=?)"], "\(steps)")
    }
  }
}
