internal import Diagnostics
internal import Domain
internal import Language
internal import Query

extension Verb {
  /// `score lead_001`, `score leads all`, `score leads using history`
  package static let score = Verb(
    VerbSignature(
      "score", [Word("score", zh: "评分")],
      [
        .slot("target", .target),
        .optional([
          .word(Word("using", zh: "按", "使用")), .oneOf("model", [.init("history", Word("history", zh: "历史"))]),
          .optional([
            .word(Word("and", zh: "并")), .oneOf("keep", [.init("keep", Word("keep", zh: "保存"))]),
          ]),
        ]),
      ],
      effect: .writes, holding: ["target": .whole(["lead"])]),
    Wording(
      "works out the scores of leads, and says of what each is made; by what became of earlier leads it only shows them",
      "计算线索评分，并逐项说明依据；也可按以往线索的结果评分"),
    examples: [
      "score lead_001", "score leads all", "score leads where status = new", "score leads using history",
      "score leads where status = new using history and keep",
    ]
  ) { command, planning throws(BindingError) in
    if command["model"] != nil { return try planning.scoringByHistory(command) }
    guard let targets = try planning.targets(command["target"], verb: "score", allowed: [.lead]), !planning.isCheck
    else { return .undetermined }
    let facts = try planning.leadFacts(targets.ids)
    // Among many, those that ended keep the score that they ended with.
    var plan = planning.scoring(facts.count > 1 ? facts.filter { !$0.isEnded } : facts)
    if facts.count == 1, let only = facts.first {
      plan.account = ScoreAccount(only, planning.rules, now: planning.now).table
    }
    return .change(plan)
  }
}
