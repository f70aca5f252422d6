import Language
import Testing

/// What may stand at a cursor.
@Suite struct CompletionTests {
  /// The point at the `‸` of a text.
  static func point(_ text: String) -> CompletionPoint {
    let parts = text.split(separator: "‸", omittingEmptySubsequences: false)
    return CompletionPoint(in: parts.joined(), at: parts[0].utf8.count, vocabulary: TestVocabulary.vocabulary)
  }

  static func words(_ text: String) -> [String] {
    point(text).kinds.compactMap { kind in
      if case .word(let word) = kind { word.english.first ?? word.chinese.first } else { nil }
    }
  }

  private static let industry = SlotContent.field("industry", of: nil)
  private static let entity = CompletionPoint.Kind.entity(among: [], isOne: false)

  @Test(arguments: ["‸", "fi‸", "find x\n‸", "find x; ‸", "if $x = 1 { ‸", "if $x = 1 {\n  ‸", "find x。‸", "explain ‸"])
  func `a statement begins with a verb`(_ text: String) {
    #expect(Self.point(text).kinds.contains(.statement))
  }

  @Test func `a part of its profile may follow a record`() {
    #expect(Self.point("show cust_001 ‸").kinds.contains(.part(of: .reference("cust_001"))))
    #expect(Self.words("show cust_001 ‸").contains("as of"))
    #expect(Self.point("find customers ‸").kinds.allSatisfy { if case .part = $0 { false } else { true } })
  }

  @Test func `a query names an entity and then its clauses`() {
    #expect(Self.point("find cu‸").kinds.contains(Self.entity))
    #expect(!Self.point("find customers ‸").kinds.contains(.statement))
    let first = Self.words("find customers ‸")
    for word in ["where", "show", "group by", "sort by", "limit", "with", "as of"] {
      #expect(first.contains(word), "\(word)")
    }
    let later = Self.words("find customers where a = 1 limit 5 ‸")
    #expect(later.contains("show") && later.contains("and") == false)
    #expect(!later.contains("where") && !later.contains("limit"))
    #expect(Self.words("find customers\n  ‸").contains("where"))
    #expect(Self.words("find customers where a = 1 ‸").contains("and"))
    #expect(Self.words("find customers sort by name ‸").contains("desc"))
  }

  @Test func `a field belongs to the entity that was named`() {
    #expect(Self.point("find customers where ind‸").kinds.contains(.field(of: .named("customers"), through: [], .read)))
    #expect(Self.point("find 客户 其中 ‸").kinds.contains(.field(of: .named("客户"), through: [], .read)))
    #expect(
      Self.point("find opportunities show customer.na‸").kinds.contains(
        .field(of: .named("opportunities"), through: ["customer"], .read)))
    #expect(Self.point("find customers with ‸").kinds.contains(.relation(of: .named("customers"))))
    #expect(
      Self.point("find customers with contacts (‸").kinds.contains(
        .field(of: .relation("contacts", of: .named("customers")), through: [], .read)))
    #expect(
      Self.point("find customers with contacts (a = 1) show ‸").kinds.contains(
        .field(of: .named("customers"), through: [], .read)))
    #expect(
      Self.point("find customers where count(tasks (‸").kinds.contains(
        .field(of: .relation("tasks", of: .named("customers")), through: [], .read)))
    #expect(Self.point("update customers where ‸").kinds.contains(.field(of: .named("customers"), through: [], .read)))
    #expect(
      Self.point("add customer ‸").kinds.contains(.field(of: .named("customer"), through: [], .written(isNew: true))))
    #expect(
      Self.point("add customer name = a, ‸").kinds.contains(
        .field(of: .named("customer"), through: [], .written(isNew: true))))
    #expect(Self.point("find x where a = 1 and (find customers where ‸").kinds.isEmpty == false)
  }

  @Test func `behind a field comes an operator and behind that its values`() {
    #expect(
      Self.point("find customers where industry ‸").kinds.contains(.comparison(Self.industry, of: .named("customers"))))
    #expect(
      Self.point("find customers where industry = ‸").kinds.contains(.value(Self.industry, of: .named("customers"))))
    #expect(
      Self.point("find customers where industry = 软‸").kinds.contains(.value(Self.industry, of: .named("customers"))))
    #expect(
      Self.point("find customers where industry in (a, ‸").kinds.contains(
        .value(Self.industry, of: .named("customers"))))
    #expect(
      Self.point("find customers where customer.industry = ‸").kinds.contains(
        .value(.field("customer.industry", of: nil), of: .named("customers"))))
    #expect(Self.point("add customer industry = ‸").kinds.contains(.value(Self.industry, of: .named("customer"))))
    #expect(
      Self.point("add customer name = a, industry = “软‸").kinds == [.value(Self.industry, of: .named("customer"))])
  }

  @Test func `a verb's words and places come from its signature`() {
    #expect(Self.words("tag cust_001 ‸").contains("with"))
    #expect(Self.point("tag cust_001 with ‸").kinds.contains(.value(.own, of: .reference("cust_001"))))
    #expect(Self.words("close opp_001 ‸") == ["won", "lost"])
    #expect(Self.words("close opp_001 won ‸").contains("amount"))
    #expect(!Self.words("close opp_001 won amount 5 ‸").contains("won"))
    #expect(Self.point("set ‸").kinds == [.value(.setting, of: nil)])
    #expect(Self.point("set output = ‸").kinds.contains(.value(.settingValue(of: "output"), of: nil)))
    #expect(Self.point("describe ‸").kinds.contains(Self.entity))
    #expect(Self.point("help ‸").kinds.contains(.value(.topic, of: nil)))
    #expect(Self.words("log phone with contact_001 ‸").contains("at"))
    #expect(Self.words("import customers from \"x\" on ‸").contains("missing"))
    for text in ["delete ‸", "tag ‸", "assign cu‸"] {
      #expect(
        Self.point(text).kinds.contains(.reference(of: [], isDeleted: false))
          && Self.point(text).kinds.contains(Self.entity))
    }
  }

  @Test func `sigils, quotes and files`() {
    #expect(Self.point("find customers where a = $v‸").kinds == [.variable])
    #expect(Self.point("find @重‸").kinds == [.view])
    #expect(Self.point("import customers from \"da‸").kinds == [.value(.file(["csv"]), of: .named("customers"))])
    #expect(Self.point("run ‸").kinds.contains(.value(.file(["crm"]), of: nil)))
    #expect(Self.point("use ‸").kinds.contains(.value(.file(["crm"]), of: nil)))
    #expect(
      Self.point("find x | to ‸").kinds.contains { if case .value(.file, _) = $0 { true } else { false } })
    #expect(Self.words("find x | ‸").contains("json") && Self.words("find x | ‸").contains("chart"))
    #expect(Self.point("find x # note ‸").kinds.isEmpty)
  }

  @Test func `the word before the cursor is what is replaced`() {
    let field = Self.point("find customers where 行‸ = 软件")
    #expect(field.prefix == "行" && field.range == 21..<24)
    let variable = Self.point("print $vi‸p")
    #expect(variable.prefix == "vi" && variable.range == 6..<9)
    let quoted = Self.point("show \"New Yo‸")
    #expect(quoted.prefix == "New Yo" && quoted.isQuoted && quoted.range.lowerBound == 5)
    let wide = Self.point("find x where a＝软‸")
    #expect(wide.prefix == "软")
    let path = Self.point("find x show customer.na‸")
    #expect(path.prefix == "na")
    #expect(Self.point("").prefix.isEmpty)
  }

  @Test func `every place of the corpus has an answer`() {
    for text in Corpus.queries + Corpus.commands {
      for cursor in 0...text.utf8.count {
        let point = CompletionPoint(in: text, at: cursor, vocabulary: TestVocabulary.vocabulary)
        #expect(point.range.upperBound <= text.utf8.count)
      }
    }
  }
}
