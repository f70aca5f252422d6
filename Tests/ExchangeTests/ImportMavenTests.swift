import Diagnostics
import Domain
import Engine
import Exchange
import Layout
import Storage
import Testing
import Values

/// The sample of Maven Analytics, as examples/maven takes it.
struct ImportMavenTests {
  private static func customization() throws -> Customization {
    let dollar = try #require(Currency.named("USD"))
    var rules = DomainRules(baseCurrency: dollar, zone: .shanghai)
    rules.checksDuplicates = false
    var customization = Customization(rules: rules)
    customization.stages = [("Prospecting", 10), ("Engaging", 50), ("Won", 100), ("Lost", 0)].map {
      Customization.Option(name: $0.0, probability: $0.1)
    }
    func field(_ name: String, _ type: String, _ options: [Customization.Option] = []) -> Customization.CustomField {
      Customization.CustomField(name: name, label: nil, type: type, options: options, isRequired: false, place: nil)
    }
    let sectors =
      [
        "employment", "entertainment", "finance", "marketing", "medical", "retail", "services", "software",
        "telecommunications",
      ].map { Customization.Option(name: $0) } + [Customization.Option(name: "technology", aliases: ["technolgy"])]
    let countries =
      [
        "Belgium", "Brazil", "China", "Germany", "Italy", "Japan", "Jordan", "Kenya", "Korea", "Norway", "Panama",
        "Poland", "Romania", "United States",
      ].map { Customization.Option(name: $0) } + [Customization.Option(name: "Philippines", aliases: ["Philipines"])]
    let products =
      ["GTX Basic", "GTX Plus Basic", "GTX Plus Pro", "GTK 500", "MG Special", "MG Advanced"].map {
        Customization.Option(name: $0)
      } + [Customization.Option(name: "GTX Pro", aliases: ["GTXPro"])]
    customization.sections["customer"] = Customization.Section()
    customization.sections["customer"]?.fields = [
      field("行业", "select", sectors), field("year_established", "number"), field("revenue", "number"),
      field("employees", "number"), field("country", "select", countries),
    ]
    customization.sections["opportunity"] = Customization.Section()
    customization.sections["opportunity"]?.fields = [field("product", "select", products)]
    return customization
  }

  @Test
  func `Maven's tables come in whole and agree with its figures`() throws {
    guard let folder = CSVTestBytes.sharedFolder("maven_crm") else { return }
    let work = try TestWorkspace(try Self.customization())
    let users = try work.load(
      "import users from \"\(folder)/sales_teams.csv\" map sales_agent to name, manager to team")
    #expect((users.created, users.ignoredColumns) == (35, ["regional_office"]))
    let customers = try work.load(
      """
      import customers from "\(folder)/accounts.csv"
        map account to name, sector to industry, office_location to country, subsidiary_of to parent
      """)
    #expect(customers.created == 85)
    #expect(
      customers.remarks.map { "\($0.count) \($0.text.english)" } == [
        "12 industry: technolgy read as technology", "1 country: Philipines read as Philippines",
      ])
    let deals = try work.load(
      """
      import opportunities from "\(folder)/sales_pipeline.csv"
        map opportunity_id to title, sales_agent to owner, account to customer, deal_stage to stage,
            engage_date to created_at, close_date to closed_at, close_value to actual_amount
        allow missing
      """)
    #expect(deals.created == 8800)
    #expect(
      deals.remarks.map { "\($0.count) \($0.text.english)" } == [
        "1480 product: GTXPro read as GTX Pro", "1425 customer left empty",
      ])
    let expected = [
      ("count customers where parent is not empty", "15"), ("count opportunities where status = won", "4238"),
      ("count opportunities where status = lost", "2473"), ("count opportunities where stage = Engaging", "1589"),
      ("sum actual_amount of opportunities where status = won", "10005534 USD"),
      ("count opportunities where product = GTXPro", "1480"), ("count opportunities where closed_at is empty", "2089"),
      ("sum actual_amount of opportunities where owner = \"Darcel Schlecht\" and status = won", "1153214 USD"),
    ]
    for (query, figure) in expected { #expect(try work.rows(query) == [figure], "\(query)") }
  }
}
