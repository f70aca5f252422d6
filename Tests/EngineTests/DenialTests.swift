import Testing

/// `not` behind its subject, views that are shown, and what an index serves.
@Suite struct DenialTests {
  static let pairs: [(String, String)] = [
    ("name not contains 在", "not name contains 在"),
    ("name not starts with 招商", "not name starts with 招商"),
    ("name not ends with 小店", "not name ends with 小店"),
    ("city not matches 深", "not city matches 深"),
    ("count(contacts) not between 1 and 1", "not count(contacts) between 1 and 1"),
    ("tag not has any (VIP, 高价值)", "tag has none (VIP, 高价值)"),
    ("名称 不包含 在", "not name contains 在"),
    ("名称 开头不是 招商", "not name starts with 招商"),
    ("名称 结尾不是 小店", "not name ends with 小店"),
    ("城市 不匹配 深", "not city matches 深"),
  ]

  @Test(arguments: pairs) func `a predicate is denied behind its subject`(short: String, long: String) throws {
    let bench = try Workbench.company()
    let rows = bench.rows("find customers where \(short) show name")
    #expect(rows == bench.rows("find customers where \(long) show name"))
    #expect(!rows.isEmpty && rows.count < 4)
  }

  @Test func `a view is shown as a list`() throws {
    let bench = try Workbench.company()
    bench.say("view 深圳客户 = find customers where city = 深圳 sort by name")
    #expect(bench.say("show @深圳客户") == bench.say("find @深圳客户"))
    #expect(bench.rows("show @深圳客户 limit 1 show name").count == 1)
  }

  @Test func `some labels in an index's order are found from the labels where they are rare`() throws {
    let bench = try Workbench.company()
    let said = bench.say("explain find customers where tag has any (VIP, 高价值)")
    #expect(said.contains("customers_tags USING PRIMARY KEY (label=?)"), "\(said)")
    #expect(bench.rows("find customers where tag has any (VIP, 高价值, 没有的) show name") == ["科技有限公司", "百度在线"])
    #expect(bench.rows("find customers where tag has none (VIP, 高价值) show name") == ["招商银行", "无名小店"])
  }

  @Test(arguments: ["customers", "contacts", "opportunities", "leads"])
  func `the first titles in order need no sorting of all`(entity: String) throws {
    let bench = try Workbench.company()
    let title = entity == "opportunities" ? "title" : "name"
    for order in [title, "\(title) desc"] {
      let said = bench.say("explain find \(entity) sort by \(order) limit 50")
      #expect(said.contains("USING INDEX \(entity)_\(title)_sort") && !said.contains("TEMP B-TREE"), "\(said)")
    }
  }
}
