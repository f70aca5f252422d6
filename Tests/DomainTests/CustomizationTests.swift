import Domain
import Testing
import Values

/// The configuration's part of the dictionary: written into the workspace and read back, keys never reused.
@Suite struct CustomizationTests {
  private func customization(_ names: [String], stages: [String] = ["甲", "乙"]) -> Customization {
    var rules = DomainRules(baseCurrency: .cny, zone: .shanghai)
    rules.newDays = 30
    rules.activeDays = 60
    rules.defaultExpectedDays = 45
    rules.defaultAssignee = "sales_007"
    rules.checksDuplicates = false
    rules.rates = [.usd: ExactDecimal(7)]
    var customization = Customization(rules: rules)
    customization.stages = stages.enumerated().map {
      .init(name: $0.element, aliases: ["别名\($0.offset)"], probability: $0.offset * 50)
    }
    customization.stagesPlace = ConfigurationPlace(file: "config/crm.yaml", line: 12)
    var section = Customization.Section()
    section.required = ["name", "phone"]
    section.requiredPlace = ConfigurationPlace(file: "a b/crm.yaml", line: 3)
    section.fields = names.map {
      .init(
        name: $0, label: "标签\($0)", type: "select",
        options: [.init(name: "一", aliases: ["壹", "1"]), .init(name: "二")], isRequired: true,
        place: ConfigurationPlace(file: "x", line: 1))
    }
    section.fields.append(.init(name: "金额上限", label: nil, type: "money", options: [], isRequired: false, place: nil))
    customization.sections["customer"] = section
    customization.sections["task"] = Customization.Section()
    return customization
  }

  @Test func `what a workspace has taken opens it, though a file may no longer say so`() throws {
    var odd = Customization(rules: DomainRules(baseCurrency: .cny, zone: .shanghai))
    odd.sections["customer", default: .init()].fields = [
      .init(name: "规模", label: nil, type: "text", options: [], isRequired: false, place: nil)
    ]
    var keys = AssignedKeys()
    _ = try #require(Customization(decoding: odd.encoded)).dictionary(keys: &keys)
    #expect(throws: CustomizationError.changedType("规模", entity: "customer", nil)) { try odd.confirmTypes() }
  }

  @Test func `what is written is read back the same`() {
    let written = customization(["级别", "来自"])
    #expect(Customization(decoding: written.encoded) == written)
    let plain = Customization(rules: DomainRules(baseCurrency: .usd, zone: .utc))
    #expect(Customization(decoding: plain.encoded) == plain)
    var scored = plain
    scored.rules.rfm.bounds[.monetary] = [0, 100_000, 1_000_000, 10_000_000]
    scored.rules.rfm.highScore = 5
    scored.rules.rfm.segments[RFMRules.Cell(recency: true, frequency: false, monetary: true)] = "重点"
    #expect(Customization(decoding: scored.encoded) == scored)
    #expect(Customization(decoding: "rfm\tmonetary\t1,2") == nil)
  }

  @Test func `a text that is none is refused, and no text stops the program`() {
    #expect(Customization(decoding: "nonsense\tx") == nil)
    #expect(Customization(decoding: "rule\tbase\tXXQ") == nil)
    #expect(Customization(decoding: "rule\tzone\tNowhere/At_All") == nil)
    let encoded = customization(["级别"]).encoded
    for length in stride(from: 0, to: encoded.utf8.count, by: 7) {
      _ = Customization(decoding: String(encoded.prefix(length)))
    }
    for line in [
      "rate", "stages", "section", "required", "field", "option", "field\t", "option\t\t\t", "section\t\t\t\t",
    ] {
      _ = Customization(decoding: line)
    }
  }

  @Test func `keys stay what they were, in any order, and are never given to another`() throws {
    var keys = AssignedKeys()
    let first = try customization(["A字段", "B字段"], stages: ["甲", "乙"]).dictionary(keys: &keys)
    let before = keys
    let second = try customization(["C字段", "B字段"], stages: ["丙", "乙"]).dictionary(keys: &keys)
    for (name, key) in before.fields { #expect(keys.fields[name] == key) }
    for (name, key) in before.choices { #expect(keys.choices[name] == key) }
    #expect(Set(keys.fields.values).count == keys.fields.count)
    let stages = { (dictionary: DataDictionary) in
      dictionary.entity(.opportunity)?.field(named: "stage")?.type.choices?.choices ?? []
    }
    #expect(stages(first).map(\.name) == ["甲", "乙"])
    // One that is gone is kept for the records that have it, and accepted no more.
    #expect(stages(second).map(\.name) == ["丙", "乙", "甲"])
    #expect(stages(second).map(\.isRetired) == [false, false, true])
    #expect(Set(stages(second).map(\.key)).count == 3)
    #expect(stages(second).first { $0.name == "甲" }?.key == stages(first).first { $0.name == "甲" }?.key)
  }

  @Test func `the label of a built-in field configures that field`() throws {
    var customization = Customization(rules: DomainRules(baseCurrency: .cny, zone: .shanghai))
    var section = Customization.Section()
    section.fields = [
      .init(
        name: "行业", label: nil, type: "select", options: [.init(name: "农业"), .init(name: "软件")], isRequired: true,
        place: nil)
    ]
    customization.sections["customer"] = section
    var keys = AssignedKeys()
    let customer = try customization.dictionary(keys: &keys).entity(.customer)
    #expect(customer?.fields.filter { $0.names.spellings.contains("行业") }.map(\.name) == ["industry"])
    let industry = customer?.field(named: "industry")
    #expect(industry?.isRequired == true)
    #expect(industry?.type.choices?.current.map(\.name) == ["农业", "软件"])
    // The standard choice keeps its key.
    #expect(industry?.type.choices?.current.last?.key == 1)
  }

  @Test func `every built-in key, name and prefix is its own`() {
    let entities = DataDictionary.builtIn
    #expect(Set(entities.map(\.key)).count == entities.count)
    #expect(Set(entities.map(\.idPrefix)).count == entities.count)
    for entity in entities {
      #expect(Set(entity.fields.map(\.key)).count == entity.fields.count, "\(entity.name)")
      let spellings = entity.fields.flatMap { field in
        Set((field.names.spellings + [field.name]).map { TextFolding.folded($0) })
      }
      #expect(Set(spellings).count == spellings.count, "\(entity.name)")
      #expect(entity.columns.allSatisfy { entity.field(named: $0) != nil }, "\(entity.name)")
      #expect(entity.titleField != nil, "\(entity.name)")
      for field in entity.fields {
        guard let choices = field.type.choices?.choices else { continue }
        #expect(Set(choices.map(\.key)).count == choices.count, "\(entity.name).\(field.name)")
        let words = choices.flatMap { choice in
          Set((choice.names.spellings + [choice.name]).map { TextFolding.folded($0) })
        }
        #expect(Set(words).count == words.count, "\(entity.name).\(field.name)")
      }
    }
  }

  @Test(arguments: [
    ("cust_001", Int64(1)), ("CUST_12", 12), ("cust_0000", 0), ("cust_", nil), ("cust_1a", nil), ("cust_１", nil),
    ("cust_9999999999999", nil), ("cust-1", nil), ("", nil),
    ("cust_-1", nil), ("xcust_1", nil),
  ])
  func `a reference is read by its shape alone`(text: String, number: Int64?) {
    #expect(Entity.customer.number(of: text) == number)
  }
}
