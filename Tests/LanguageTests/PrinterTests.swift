import Diagnostics
import Language
import Testing

/// Parse, print, parse gives the same tree (language.md section 9).
@Suite struct PrinterTests {
  static let english = Printer(vocabulary: TestVocabulary.vocabulary)
  static let chinese = Printer(vocabulary: TestVocabulary.vocabulary, spelling: .chinese)

  static func printed(_ text: String) -> String { english.print(parse(text).program) }

  /// With its spans, by which comments find their places.
  static func parse(_ text: String) -> (program: Program, errors: [SyntaxError]) {
    var parser = Parser(text, vocabulary: TestVocabulary.vocabulary)
    return parser.parseProgram()
  }

  /// What is wrong with the way a program survives printing; nil where nothing is.
  static func fault(_ text: String) -> String? {
    let (program, errors) = parse(text)
    guard errors.isEmpty else { return "does not parse: \(errors)" }
    for printer in [english, chinese] {
      let printed = printer.print(program)
      let again = parse(printed)
      guard again.errors.isEmpty else { return "printed, it does not parse: \(again.errors)\n\(printed)" }
      let second = printer.print(again.program)
      guard second == printed else { return "printed twice it differs:\n\(printed)\n---\n\(second)" }
      guard Shape.block(again.program.statements) == Shape.block(program.statements) else {
        return "another shape:\n\(Shape.block(program.statements))\n\(Shape.block(again.program.statements))"
      }
      guard again.program.allComments == program.allComments else {
        return "other comments: \(program.allComments) \(again.program.allComments)\n\(printed)"
      }
    }
    return nil
  }

  @Test func `the corpus keeps its trees and comments`() {
    for text in Corpus.all {
      let fault = Self.fault(text)
      #expect(fault == nil, "\(text)")
    }
  }

  @Test func `programs by chance keep their trees and comments`() {
    for seed in 0..<6000 / HostileTests.share {
      var generator = ProgramGenerator(seed: UInt64(seed))
      let text = generator.program()
      if let fault = Self.fault(text) {
        Issue.record("seed \(seed): \(fault)\n--- from\n\(text)")
        return
      }
    }
  }

  @Test func `an atom and a text are never changed`() {
    let text = "add x a = Ａ１，b = 100_000，c = ‘d’，e = “f {g}＂，h = C#, i = 99.5 USD\n"
    #expect(Self.printed(text) == "add x a = Ａ１, b = 100_000, c = ‘d’, e = “f {g}＂, h = C#, i = 99.5 USD\n")
  }

  @Test func `signs, case and blanks become canonical`() {
    #expect(
      Self.printed("FIND　customers  WHERE（a＝1  AND b≥2 and c<>3）｜table；\n\n\n\nshow   cust_001")
        == "find customers where (a = 1 and b >= 2 and c != 3) | table\n\nshow cust_001\n")
  }

  @Test func `a wide query is broken before its clauses`() {
    let text =
      "find opportunities where customer.industry = 软件 and stage in (方案提交, 商务谈判) and amount >= 10万 show title sort by amount desc | table"
    #expect(
      Self.printed(text)
        == """
        find opportunities
          where customer.industry = 软件 and stage in (方案提交, 商务谈判) and amount >= 10万
          show title
          sort by amount desc
          | table

        """)
  }

  @Test func `blocks, else and otherwise stand as one expects`() {
    #expect(
      Self.printed(
        "if $x = 1 { print 1 }\nelse if $x = 2 {} else { print 3; print 4 }\ntry { undo 4 }\notherwise $e { fail \"x\" }"
      )
        == """
        if $x = 1 {
          print 1
        } else if $x = 2 {
        } else {
          print 3
          print 4
        }
        try {
          undo 4
        } otherwise $e {
          fail "x"
        }

        """)
  }

  @Test func `comments and blank lines stay where they stood`() {
    let text = """
      # head

      # first
      find customers  # all

      for $c in $q {
        # each
        delete $c

        # last
      }
      # tail

      # end

      """
    #expect(Self.printed(text) == text)
  }

  @Test func `a comment inside a statement stays with its line`() {
    let text = """
      # who they are
      find customers
        where industry = 软件  # the trade
          and tag = VIP  # the dear ones
        # what is shown
        show name,  # as on the card
          owner
        | table

      add customer name = 科技,  # the register's name
          industry = 软件,
          # to be checked
          city = 深圳  # the seat
      update customers
        where city = 深圳  # the wrong ones
        set province = 广东
      let $x = find customers
        # only these
        where a = 1
        limit 5  # five

      """
    #expect(Self.printed(text) == text)
    #expect(
      Self.printed("find x sort by a # order\n  where (b = 1 # one\n   or c = 2) # two\n")
        == "find x\n  # two\n  where (b = 1 or c = 2)  # one\n  sort by a  # order\n")
  }

  @Test func `a comment behind a brace, a member or an argument stays there`() {
    let text = """
      if count($q) > 3 {  # open
        print "a"  # said
      } else {  # why

        # bad
        fail "x"
      }
      for $c in $q {  # each one
        # none yet
      }
      print "a",  # what
        "x"
      expect count($q) > 3,  # cond
        "why"  # msg
      do f(  # args
        "x",  # first
        # own
        "y"
        # none more
      )  # done
      let $l = [
        1,  # one
        # own
        2
      ]
      find customers
      #> (no customers)

      #: who
      find contacts

      """
    #expect(Self.printed(text) == text)
    #expect(
      Self.printed("let $q = # what\n  find x # one\n  where a = 1\n")
        == "# what\nlet $q = find x  # one\n  where a = 1\n")
    #expect(
      Self.printed("if a = 1 and ( # one\n b = 2) { # two\n\n\n print 1 }")
        == "if a = 1 and (b = 2) {  # one\n  # two\n\n  print 1\n}\n")
  }

  @Test func `a statement behind a verb stands close to it, however deep`() {
    let text = "if $x = 1 {\n  preview update customers all  # all\n    set a = 1\n  explain delete cust_001\n}\n"
    #expect(Self.printed(text) == text)
  }

  @Test func `a clause that has two places is printed once`() {
    let text = "log visit with cust_001 at yesterday \"x\"\n"
    let signature = VerbSignature(
      "log", [Word("log")],
      [
        .oneOf("type", [.init("visit", Word("visit"))]), .word(Word("with")), .slot("target", .target),
        .clauses([[.word(Word("at")), .slot("time", .value)]]), .trailing("content", .value),
        .clauses([[.word(Word("at")), .slot("time", .value)]]),
      ], effect: .writes)
    let vocabulary = VerbVocabulary([signature])
    var parser = Parser(text, vocabulary: vocabulary)
    #expect(
      Printer(vocabulary: vocabulary).print(parser.parseProgram().program)
        == "log visit with cust_001 \"x\" at yesterday\n")
  }

  @Test func `names are spelled in the set asked for, except those that the writer made`() {
    let names = ["customers": "客户", "amount": "金额", "industry": "行业"]
    let speller: @Sendable (String, Printer.NameRole) -> String = { name, _ in names[name] ?? name }
    let printer = Printer(vocabulary: TestVocabulary.vocabulary, spelling: .chinese, speller: speller)
    let program = Shape.parse(
      "find customers where industry = amount show sum(amount) as n, industry as amount sort by amount\nadd customers amount = 5, `industry` = 6"
    ).program
    #expect(
      printer.print(program)
        == "查找 客户 其中 行业 = amount 显示 sum(amount) 作为 n, 行业 作为 amount 排序 amount\n添加 客户 金额 = 5, `industry` = 6\n")
  }
}

extension Program {
  /// Every comment, sorted: a clause may move, and takes its comment along.
  fileprivate var allComments: [String] {
    (statements.flatMap(\.allComments) + trailingComments.map(\.text)).sorted()
  }
}

extension Statement {
  fileprivate var allComments: [String] {
    leadingComments.map(\.text) + innerComments.map(\.comment.text) + closingComments.map(\.text)
      + (trailingComment.map { [$0] } ?? [])
      + blocks.flatMap { $0.flatMap(\.allComments) }
  }

  private var blocks: [[Statement]] {
    switch kind {
    case .conditional(let branches, let otherwise): branches.map(\.body) + (otherwise.map { [$0] } ?? [])
    case .loop(_, .query(let query), let body): query.blocks + [body]
    case .loop(_, _, let body), .definition(_, _, let body): [body]
    case .attempt(let body, _, let otherwise): [body, otherwise]
    case .query(let query), .letting(_, .query(let query)), .give(.query(let query)): query.blocks
    case .command(let command): command.slots.flatMap { $0.value.blocks }
    case .expression, .letting, .parameter, .perform, .give, .use, .fail, .print, .expect: []
    }
  }
}

extension Query {
  fileprivate var blocks: [[Statement]] {
    stages.compactMap { stage in
      if case .each(_, let body) = stage.kind { body } else { nil }
    }
  }
}

extension SlotValue {
  fileprivate var blocks: [[Statement]] {
    switch self {
    case .query(let query): query.blocks
    case .statement(let statement): [[statement]]
    case .block(let statements): [statements]
    case .target, .entity, .value, .values, .assignments, .condition, .stage, .name, .choice, .mapping: []
    }
  }
}
