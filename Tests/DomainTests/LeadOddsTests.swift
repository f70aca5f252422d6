import Domain
import Testing

/// What is learned from leads that ended, against figures worked out by hand.
@Suite struct LeadOddsTests {
  private static func lead(_ id: Int64, _ traits: [LeadTrait], _ isConverted: Bool?) -> LeadPast {
    LeadPast(id: id, traits: traits, isConverted: isConverted)
  }

  private static let web = LeadTrait.text(.source, "网站")
  private static let fair = LeadTrait.text(.source, "展会")
  private static let crm = LeadTrait(.interest, .text("CRM"))

  /// Three converted, one not.
  private static let few = [
    lead(1, [web, crm], true), lead(2, [web, crm], true), lead(3, [fair, crm], true),
    lead(4, [fair, LeadTrait(.interest, .missing)], false),
  ]

  private static func isNear(_ one: Double, _ other: Double) -> Bool { abs(one - other) < 0.001 }

  @Test func `all leads start with the odds of those that ended`() {
    // 3.1 to 1.1
    #expect(Self.isNear(LeadOdds(Self.few).start, 4.4997))
  }

  @Test func `a value is worth how much oftener the converted have it`() {
    let odds = LeadOdds(Self.few)
    // (2.1 / 3.2) / (0.1 / 1.2) = 7.875
    #expect(Self.isNear(odds.points(of: Self.web), 8.9625))
    // (1.1 / 3.2) / (1.1 / 1.2) = 0.375
    #expect(Self.isNear(odds.points(of: Self.fair), -4.2597))
    // A word is there or not: (3.1 / 3.2) / (0.1 / 1.2) = 11.625
    #expect(Self.isNear(odds.points(of: Self.crm), 10.6539))
  }

  @Test func `points stand for a chance in a hundred`() {
    // 10^1.34622 = 22.193; 22.193 / 23.193
    #expect(LeadOdds.score(points: 13.4622) == 96)
    #expect(LeadOdds.score(points: 0) == 50)
    #expect(LeadOdds.score(points: 10) == 91)
  }

  @Test func `nothing is certain`() {
    #expect(LeadOdds.score(points: 5000) == 99)
    #expect(LeadOdds.score(points: -5000) == 1)
  }

  @Test func `a value that nobody had who ended says nothing`() {
    #expect(LeadOdds(Self.few).points(of: .text(.source, "电话")) == 0)
  }

  @Test func `a text in another case or width is the same value`() {
    #expect(LeadOdds(Self.few).tally(of: LeadTrait(.interest, .text("ｃｒｍ"))).converted == 3)
  }

  @Test func `open leads teach nothing`() {
    let odds = LeadOdds(Self.few + [Self.lead(5, [Self.web], nil)])
    #expect(odds.ended.total == 4)
    #expect(odds.tally(of: Self.web) == LeadOdds.Tally(converted: 2))
  }

  @Test func `what is taken out was never learned`() {
    let rest = LeadOdds(Self.few).without([Self.few[3]])
    let learned = LeadOdds(Array(Self.few.prefix(3)))
    #expect(rest.ended == learned.ended)
    for trait in [Self.web, Self.fair, Self.crm] { #expect(rest.points(of: trait) == learned.points(of: trait)) }
  }

  @Test func `words of interest are told apart by blanks, marks and script`() {
    let words = LeadTrait.interest("CRM系统、报表 crm/API2").map(\.value)
    #expect(words == [.text("CRM"), .text("系统"), .text("报表"), .text("API2")])
    #expect(LeadTrait.interest(" ，").map(\.value) == [.missing])
  }

  @Test func `behaviour is counted in steps`() {
    #expect(LeadTrait.interactions(2) == LeadTrait.interactions(3))
    #expect(LeadTrait.interactions(4) == LeadTrait.interactions(400))
    #expect(LeadTrait.interactions(1) != LeadTrait.interactions(2))
    #expect(LeadTrait.replies(2) == LeadTrait.replies(9))
  }

  // MARK: On leads held out

  @Test func `a pair counts for the converted lead that stands higher, a tie half`() {
    let ranking = LeadTrial.ranking([(3, true), (2, false), (1, true), (1, false)])
    // 3 beats both; 1 loses to 2 and ties with 1.
    #expect(ranking.won == 2.5)
    #expect(ranking.pairs == 4)
  }

  @Test func `what tells leads apart for sure has an AUC of 1`() {
    let leads = (0..<80).map { (id: Int64) -> LeadPast in
      let isConverted = id % 2 == 0
      return Self.lead(id, [isConverted ? Self.web : Self.fair], isConverted)
    }
    #expect(LeadTrial(leads, LeadOdds(leads)).area == 1)
  }

  @Test func `what has nothing to do with the end has an AUC of about a half`() throws {
    var state: UInt64 = 42
    func chance() -> Bool {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 63 == 1
    }
    let leads = (0..<4000).map { (id: Int64) -> LeadPast in
      let traits: [LeadTrait] = [
        chance() ? Self.web : Self.fair, .presence(.phone, chance()), .presence(.email, chance()),
        .interactions(chance() ? 0 : 5),
      ]
      return Self.lead(id, traits, chance())
    }
    let area = try #require(LeadTrial(leads, LeadOdds(leads)).area)
    #expect(abs(area - 0.5) < 0.03, "\(area)")
  }

  @Test func `the trial is the same in any order`() {
    let leads = (0..<100).map { (id: Int64) -> LeadPast in
      let traits: [LeadTrait] = [id % 3 == 0 ? Self.web : Self.fair, .presence(.phone, id % 5 == 0)]
      return Self.lead(id, traits, id % 4 < 2)
    }
    #expect(LeadTrial(leads, LeadOdds(leads)) == LeadTrial(leads.reversed(), LeadOdds(leads)))
  }

  @Test func `with one kind only there is nothing to compare`() {
    let leads = (0..<60).map { Self.lead(Int64($0), [Self.web], true) }
    #expect(LeadTrial(leads, LeadOdds(leads)).area == nil)
  }
}
