import Diagnostics
import Engine
import Foundation
import Testing

/// One primary contact for a customer, whatever a file says.
struct PrimaryContactTests {
  private func work() throws -> TestWorkspace {
    let work = try TestWorkspace()
    try work.put("c.csv", "name,phone\n甲,13800138000\n乙,13800138009\n")
    try work.load("import customers from \"c.csv\"")
    return work
  }

  private func primaries(_ work: TestWorkspace) throws -> [String] {
    try work.rows("find contacts where is_primary = true sort by contact_id show name, customer")
  }

  @Test
  func `of several rows that say so the last one wins, and the report counts the others`() throws {
    let work = try work()
    try work.put(
      "p.csv", "name,customer,is_primary\n张,甲,true\n李,甲,true\n王,乙,true\n赵,甲,true\n钱,甲,\n")
    let report = try work.load("import contacts from \"p.csv\"")
    #expect(report.created == 5)
    #expect(try primaries(work) == ["王,cust_002", "赵,cust_001"])
    #expect(report.remarks.contains { $0.count == 2 && $0.text.english.contains("no longer the primary contact") })
  }

  @Test
  func `a row takes the place of the one who stands, from JSON too`() throws {
    let work = try work()
    try work.put("p.csv", "name,customer,is_primary\n张,甲,true\n李,甲,\n")
    try work.load("import contacts from \"p.csv\"")
    try work.put("p.json", "[{\"name\": \"孙\", \"customer\": \"甲\", \"is_primary\": true}]")
    try work.load("import contacts from \"p.json\"")
    #expect(try primaries(work) == ["孙,cust_001"])
    try work.put("q.csv", "contact_id,name,is_primary\ncontact_002,李,true\n")
    try work.load("import contacts from \"q.csv\" on duplicate update")
    #expect(try primaries(work) == ["李,cust_001"])
  }

  @Test
  func `who moves to a customer without a word of it leaves the place to whom it has`() throws {
    let work = try work()
    try work.put("p.csv", "name,customer,is_primary\n张,甲,true\n王,乙,true\n")
    try work.load("import contacts from \"p.csv\"")
    try work.put("q.csv", "contact_id,name,customer\ncontact_001,张,乙\n")
    try work.load("import contacts from \"q.csv\" on duplicate update")
    #expect(try primaries(work) == ["王,cust_002"])
  }
}
