import Diagnostics
import Domain
import Engine
import Query
import Storage
import Testing
import Values

/// Leads: scored by what is known of them and by what was had to do with them, and converted.
@Suite struct LeadTests {
  private static func rules(_ change: (inout DomainRules) -> Void = { _ in }) -> Customization {
    var rules = DomainRules(baseCurrency: .cny, zone: .shanghai)
    rules.scoresLeads = true
    change(&rules)
    return Customization(rules: rules)
  }

  private static let lisi =
    "add lead name = 李四, company = 新公司, phone = 13900139000, email = lisi@newcompany.com, source = 网站, "
    + "interest = CRM系统"

  // MARK: Scores

  @Test func `the guard counts the leads, and not what goes along with them`() throws {
    let leads = (1...4).map {
      "add lead name = 甲\($0), company = 公司\($0), phone = 1380013800\($0)\nlog phone with lead_00\($0) x"
    }
    let bench = try Workbench(saying: leads.joined(separator: "\n"))
    bench.allowance = .atMost(3)
    let told = bench.say("convert leads all")
    #expect(told.contains("4") && !told.contains("8"), "\(told)")
    #expect(bench.codes == ["bulk-guard"] || bench.codes.count == 1)
    bench.allowance = .atMost(4)
    #expect(bench.say("convert leads all").contains("4 leads updated"))
  }

  @Test func `what was said with a lead and is to be done for it goes with it to the customer`() throws {
    let bench = try Workbench(
      saying: """
        add lead name = 周八, company = 八方公司, phone = 13900139188
        log phone with lead_001 "一"
        log phone with lead_001 "二"
        log email with lead_001 "三"
        log note with lead_001 "四"
        add task title = 回电, lead = lead_001, due_date = 2026-12-01
        """)
    let before = bench.rows("find interactions show customer, contact, lead")
    bench.allowance = .atMost(3)
    #expect(bench.say("convert lead_001").contains("4 interactions updated"))
    #expect(bench.codes == [])
    #expect(
      Set(bench.rows("find interactions show customer, contact, lead")) == ["cust_001,contact_001,lead_001"])
    #expect(bench.rows("find tasks show customer, contact") == ["cust_001,contact_001"])
    #expect(bench.rows("count customers where last_contact is not empty") == ["1"])
    bench.say("undo")
    #expect(bench.rows("find interactions show customer, contact, lead") == before)
  }

  @Test func `a new lead is scored by what is known of it`() throws {
    let bench = try Workbench(customization: Self.rules())
    #expect(bench.say(Self.lisi) == "+lead_001")
    #expect(bench.rows("find lead_001 show score, quality") == ["60,medium"])
  }

  @Test func `the user's own lead with its position scores 75`() throws {
    let bench = try Workbench(customization: Self.rules())
    bench.say(Self.lisi + ", position = 采购经理")
    #expect(bench.rows("find leads show score") == ["75"])
  }

  @Test func `a score that is given stands`() throws {
    let bench = try Workbench(customization: Self.rules())
    bench.say(Self.lisi + ", score = 12")
    #expect(bench.rows("find leads show score") == ["12"])
    bench.say("update lead_001 set phone = 13900139001, score = 33")
    #expect(bench.rows("find leads show score") == ["33"])
  }

  @Test func `score says of what a score is made, and writes it`() throws {
    let bench = try Workbench(saying: Self.lisi)
    #expect(bench.rows("find leads where score is empty show name") == ["李四"])
    let told = bench.say("score lead_001")
    for word in ["completeness", "5 of 6 details", "网站", "CRM系统", "score", "1 lead updated"] {
      #expect(told.contains(word), "\(told)")
    }
    #expect(bench.rows("find leads show score") == ["60"])
  }

  @Test func `the account is told in Chinese too`() throws {
    let bench = try Workbench(.chinese, saying: Self.lisi)
    let told = bench.say("评分 lead_001")
    for word in ["因素", "资料完整度", "6 项资料填了 5 项", "评分"] { #expect(told.contains(word), "\(told)") }
  }

  @Test func `scoring again changes nothing`() throws {
    let bench = try Workbench(saying: Self.lisi)
    bench.say("score leads all")
    #expect(bench.say("score leads all").hasSuffix("nothing changed"))
  }

  @Test func `changing a lead scores it in the same change set`() throws {
    let bench = try Workbench(customization: Self.rules())
    bench.say(Self.lisi)
    #expect(bench.say("update lead_001 set position = CTO") == "1 lead updated\nlead_001 score 60 → 75")
    bench.say("undo")
    #expect(bench.rows("find leads show score, position") == ["60,"])
  }

  @Test func `what has no part in a score leaves it alone`() throws {
    let bench = try Workbench(customization: Self.rules())
    bench.say(Self.lisi + ", score = 12")
    bench.say("update lead_001 set status = contacted")
    #expect(bench.rows("find leads show score") == ["12"])
  }

  @Test func `an interaction with a lead scores it, a note does not`() throws {
    let bench = try Workbench(customization: Self.rules())
    bench.say(Self.lisi)
    #expect(bench.say("log phone with lead_001 \"x\"") == "+act_001\nlead_001 score 60 → 67")
    #expect(bench.say("log note with lead_001 \"x\"") == "+act_002")
    bench.say("update act_001 set direction = in")
    #expect(bench.rows("find leads show score") == ["72"])
    bench.say("delete act_001")
    #expect(bench.rows("find leads show score") == ["60"])
  }

  @Test func `a score fades with the last contact`() throws {
    let bench = try Workbench(customization: Self.rules())
    bench.say(Self.lisi)
    bench.say("log phone with lead_001 \"x\" at 20d ago")
    #expect(bench.rows("find leads show score") == ["64"])
    bench.clock.pass(seconds: 86_400 * 100)
    bench.say("score leads all")
    #expect(bench.rows("find leads show score") == ["62"])
  }

  @Test func `weights and caps are the configuration's, and a score ends at 100`() throws {
    let bench = try Workbench(
      customization: Self.rules {
        $0.leadScoring[.source] = LeadScoring.Weight(weight: 100, cap: 100)
        $0.leadScoring[.completeness] = LeadScoring.Weight(weight: 5, cap: 7)
      })
    bench.say("add lead name = x, phone = 13900139000, email = a@b.com")
    bench.say("add lead name = y, source = 展会, company = c")
    #expect(bench.rows("find leads show score sort by id") == ["7", "100"])
  }

  @Test func `leads that ended keep their scores among many`() throws {
    let bench = try Workbench(customization: Self.rules())
    bench.say(Self.lisi + ", score = 12")
    bench.say("disqualify lead_001")
    bench.say("add lead name = x")
    bench.say("score leads all")
    #expect(bench.rows("find leads show score sort by id") == ["12", "0"])
  }

  // MARK: Conversion

  @Test func `a lead becomes a customer and a contact, and stays with the ways to them`() throws {
    let bench = try Workbench(saying: "add user name = 王芳\n" + Self.lisi + ", position = 采购经理, owner = 王芳")
    let told = bench.say("convert lead_001")
    #expect(told.contains("lead_001 became cust_001, contact_001"))
    #expect(
      bench.rows("find customers show name, phone, email, source, owner.name")
        == ["新公司,13900139000,lisi@newcompany.com,网站,王芳"])
    #expect(bench.rows("find contacts show name, customer, position, phone") == ["李四,cust_001,采购经理,13900139000"])
    #expect(
      bench.rows(
        "find lead_001 show status, converted_customer, converted_contact, converted_opportunity, converted_at")
        == ["converted,cust_001,contact_001,,2026-11-20"])
  }

  @Test func `the opportunity that is asked for is made with it`() throws {
    let bench = try Workbench(saying: Self.lisi)
    bench.say("convert lead_001 to customer 别的名字 with opportunity \"CRM系统采购\"")
    #expect(bench.rows("find opportunities show title, customer.name, status") == ["CRM系统采购,别的名字,open"])
    #expect(bench.rows("find leads show converted_opportunity") == ["opp_001"])
  }

  @Test func `a conversion is undone whole`() throws {
    let bench = try Workbench(saying: Self.lisi)
    let before = bench.rows("find leads show name, status, converted_customer, converted_at, updated_at")
    bench.say("convert lead_001 with opportunity x")
    bench.say("undo")
    #expect(bench.rows("find leads show name, status, converted_customer, converted_at, updated_at") == before)
    for table in ["customers", "contacts", "opportunities"] { #expect(try bench.count(table) == 0) }
    bench.say("redo")
    #expect(bench.rows("find leads show converted_customer") == ["cust_001"])
  }

  @Test(arguments: [
    "name = 新公司, phone = 13700000000", "name = 甲, phone = 139-0013-9000", "name = 乙, email = LISI@newcompany.com",
  ])
  func `a customer that is there already is shown and not doubled`(values: String) throws {
    let bench = try Workbench(saying: "add customer \(values)\n" + Self.lisi)
    let told = bench.say("convert lead_001")
    #expect(bench.codes == ["customer-exists"])
    #expect(told.contains("convert lead_001 to cust_001"), "\(told)")
    #expect(told.contains("convert lead_001 to customer \"新公司\" anyway"), "\(told)")
    #expect(try bench.count("customers") == 1)
  }

  @Test func `a contact with the lead's phone leads to its customer`() throws {
    let bench = try Workbench(
      saying: "add customer name = 甲\nadd contact name = 李四, customer = 甲, phone = 13900139000\n" + Self.lisi)
    #expect(bench.say("convert lead_001").contains("convert lead_001 to cust_001"))
    bench.say("convert lead_001 to cust_001")
    #expect(bench.rows("find leads show converted_customer, converted_contact") == ["cust_001,contact_001"])
    #expect(try bench.count("contacts") == 1)
  }

  @Test(arguments: [
    "convert lead_001 to customer 新的 anyway", "convert lead_001 to customer anyway", "convert lead_001",
    "convert lead_001 to cust_001", "update lead_001 set status = converted", "convert leads all expecting at most 9",
  ])
  func `who is converted makes no second customer, whatever is said`(_ again: String) throws {
    let bench = try Workbench()
    bench.say("add lead name = 张三, company = 老客户, phone = 13800000001\nconvert lead_001")
    let customers = bench.say("count customers")
    bench.say(again)
    #expect(bench.say("count customers") == customers && bench.say("count contacts") == "1")
  }

  @Test func `a lead converts to a customer that is there, or to a new one anyway`() throws {
    let bench = try Workbench(saying: "add customer name = 新公司\n" + Self.lisi + "\nadd lead name = 赵六, company = 新公司")
    bench.say("convert lead_001 to cust_001")
    #expect(bench.rows("find contacts show name, customer") == ["李四,cust_001"])
    bench.say("convert lead_002 to customer \"新公司\" anyway")
    #expect(bench.rows("find customers show name") == ["新公司", "新公司"])
    bench.say("add lead name = 孙七, company = 新公司")
    bench.say("convert lead_003 to customer anyway")
    #expect(bench.rows("find customers show name") == ["新公司", "新公司", "新公司"])
  }

  @Test func `the suggested statement is one that works`() throws {
    let bench = try Workbench(saying: "add customer name = 'a\"b“{c}'\nadd lead name = x, company = 'a\"b“{c}'")
    let told = bench.say("convert lead_001")
    let line = try #require(
      told.split(separator: "\n").last { $0.contains("anyway") }?.split(separator: ": ", maxSplits: 1).last)
    let start = try #require(line.firstIndex(of: "c"))
    bench.say(String(line[start...]))
    #expect(bench.codes.isEmpty, "\(line)")
    #expect(bench.rows("count customers") == ["2"])
  }

  @Test func `a lead is converted once, a disqualified one not`() throws {
    let bench = try Workbench(saying: Self.lisi + "\nadd lead name = x")
    bench.say("convert lead_001")
    #expect(bench.say("convert lead_001").contains("lead_001 is converted already, to cust_001"))
    bench.say("disqualify lead_002 because 没有预算")
    #expect(bench.rows("find interactions show lead, type, content") == ["lead_002,note,没有预算"])
    #expect(bench.say("convert lead_002").contains("lead_002 is disqualified"))
    bench.say("disqualify lead_001")
    #expect(bench.codes == ["already-converted"])
  }

  @Test func `what the configuration requires and the lead lacks is named`() throws {
    var customization = Self.rules()
    var section = Customization.Section()
    section.required = ["name", "phone"]
    customization.sections["customer"] = section
    let bench = try Workbench(customization: customization)
    bench.say("add lead name = x, company = y")
    let told = bench.say("convert lead_001")
    #expect(bench.codes == ["missing-field"])
    #expect(told.contains("phone") && told.contains("update lead_001 set phone = …"), "\(told)")
    #expect(try bench.count("customers") == 0)
  }

  @Test func `several are converted at once, two of one company are not doubled`() throws {
    let bench = try Workbench(saying: "add lead name = a, company = x\nadd lead name = b, company = y")
    bench.say("convert leads all")
    #expect(bench.rows("find contacts show name, customer.name") == ["a,x", "b,y"])
    bench.say("add lead name = c, company = z\nadd lead name = d, company = z")
    let told = bench.say("convert leads all")
    #expect(told.contains("not converted: lead_004 would become a customer of the same name as lead_003"), "\(told)")
    #expect(told.contains("not converted: lead_001 is converted already"), "\(told)")
    #expect(bench.rows("find customers where name = z show id") == ["cust_003"])
    bench.say("add lead name = e")
    bench.say("convert leads where status = new with opportunity x")
    #expect(bench.codes == ["one-at-a-time"])
  }

  @Test func `setting the status to converted converts`() throws {
    let bench = try Workbench(saying: "add lead name = a")
    bench.say("update lead_001 set status = converted, company = 新")
    #expect(bench.rows("find leads show status, company, converted_customer.name") == ["converted,新,新"])
  }

  // MARK: By itself

  @Test func `a lead that reaches the threshold is converted in the same change set`() throws {
    let bench = try Workbench(customization: Self.rules { $0.convertThreshold = 80 })
    bench.say(Self.lisi + ", position = 采购经理")
    let told = bench.say("log phone with lead_001 \"x\"")
    #expect(told.contains("lead_001 score 75 → 82\nlead_001 became cust_001, contact_001"), "\(told)")
    bench.say("undo")
    #expect(bench.rows("find leads show score, status") == ["75,new"])
    #expect(try bench.count("customers") == 0)
  }

  @Test func `a lead in the recycle bin is neither scored nor converted`() throws {
    let bench = try Workbench(customization: Self.rules { $0.convertThreshold = 80 })
    bench.say(Self.lisi + ", position = 采购经理")
    bench.say("log phone with lead_001 \"x\" at 100d ago")
    bench.say("delete lead_001")
    #expect(bench.say("update act_001 set date = today, direction = in") == "1 interaction updated")
    #expect(try bench.count("customers") == 0)
  }

  @Test func `without a threshold none is converted`() throws {
    let bench = try Workbench(customization: Self.rules())
    bench.say("add lead name = x, score = 100")
    #expect(bench.rows("find leads show status") == ["new"])
  }

  @Test func `a lead that reaches the threshold and may be a customer stays, and it is said`() throws {
    let bench = try Workbench(customization: Self.rules { $0.convertThreshold = 80 })
    bench.say("add customer name = 新公司")
    let told = bench.say("add lead name = x, company = 新公司, score = 90")
    #expect(told.hasPrefix("+lead_001\nreached 80 and was not converted"), "\(told)")
    #expect(bench.rows("find leads show status") == ["new"])
  }

  @Test func `a preview shows the score and the conversion that would follow`() throws {
    let bench = try Workbench(customization: Self.rules { $0.convertThreshold = 80 })
    bench.say(Self.lisi + ", position = 采购经理")
    let told = bench.say("preview log phone with lead_001 \"x\"")
    #expect(told.contains("score") && told.contains("82") && told.contains("cust_001"), "\(told)")
    #expect(try bench.count("customers") == 0)
  }

  @Test func `the record that was made is the last result, not what followed from it`() throws {
    let bench = try Workbench(customization: Self.rules { $0.convertThreshold = 80 })
    bench.say("add lead name = x, score = 90")
    #expect(bench.rows("find $_ show name, status") == ["x,converted"])
  }

  @Test func `a lead is converted by converting it, and stays so`() throws {
    let bench = try Workbench()
    bench.say("add lead name = 甲, phone = 13800138000, source = 网站, status = converted")
    #expect(bench.codes == ["guided-field"])
    bench.say("add lead name = 甲, phone = 13800138000, source = 网站; convert lead_001")
    bench.say("update lead_001 set status = contacted")
    #expect(bench.codes == ["already-converted"])
  }
}
