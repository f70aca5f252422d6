/// The words of the grammar itself. They are contextual: none is reserved as a value or a name.
package enum Keyword: String, Sendable, CaseIterable {
  case find, count, sum, avg, min, max, show
  case deleted
  case `where`, with, without, group, by, having, sort, top, limit, after, `as`, of, across
  case ascending, descending
  case and, or, not, `in`, between, contains, starts, ends, matches, has, any, all, none, `is`, empty, overlaps
  case was, changed, from, to, during, since
  case `let`, param, `if`, `else`, `for`, define, `return`, `do`, use, `try`, otherwise, fail, print, expect
  case update, set, each, chart, expecting, at, most, ago, it
  /// Chinese spellings that stand for two English words.
  case sortBy, groupBy, asOf, startsWith, endsWith, isEmpty, isNotEmpty, notIn, hasAny, hasAll, hasNone
  case notBetween, notContains, notMatches, notStartsWith, notEndsWith

  package var word: Word {
    switch self {
    case .find: Word("find", zh: "查找", "查询")
    case .count: Word("count", zh: "统计", "计数")
    case .sum: Word("sum", zh: "合计", "求和")
    case .avg: Word("avg", "average", zh: "平均")
    case .min: Word("min", zh: "最小")
    case .max: Word("max", zh: "最大")
    case .show: Word("show", zh: "显示", "查看")
    case .deleted: Word("deleted", zh: "已删除")
    case .where: Word("where", zh: "其中")
    case .with: Word("with", zh: "带有")
    case .without: Word("without", zh: "没有")
    case .group: Word("group")
    case .by: Word("by", zh: "按")
    case .having: Word("having", zh: "组内")
    case .sort: Word("sort", "order")
    case .top: Word("top", zh: "前")
    case .limit: Word("limit", zh: "限")
    case .after: Word("after", zh: "接着")
    case .as: Word("as", zh: "作为")
    case .of: Word("of", zh: "的")
    case .across: Word("across", zh: "横列")
    case .ascending: Word("asc", "ascending", zh: "升序")
    case .descending: Word("desc", "descending", zh: "降序")
    case .and: Word("and", zh: "且", "并且")
    case .or: Word("or", zh: "或", "或者")
    case .not: Word("not", zh: "非")
    case .in: Word("in", zh: "属于", "在")
    case .between: Word("between", zh: "介于")
    case .contains: Word("contains", zh: "包含")
    case .starts: Word("starts")
    case .ends: Word("ends")
    case .matches: Word("matches", zh: "匹配")
    case .has: Word("has")
    case .any: Word("any", zh: "任一")
    case .all: Word("all", zh: "全部", "所有")
    case .none: Word("none")
    case .is: Word("is", zh: "是")
    case .empty: Word("empty", zh: "空")
    case .overlaps: Word("overlaps", zh: "重叠")
    case .was: Word("was", zh: "曾为", "曾是")
    case .changed: Word("changed", zh: "变更")
    case .from: Word("from", zh: "从")
    case .to: Word("to", zh: "到", "至")
    case .during: Word("during", zh: "期间")
    case .since: Word("since", zh: "自")
    case .let: Word("let", zh: "令")
    case .param: Word("param", zh: "参数")
    case .if: Word("if", zh: "如果")
    case .else: Word("else", zh: "否则")
    case .for: Word("for", zh: "遍历")
    case .define: Word("define", zh: "定义")
    case .return: Word("return", zh: "返回")
    case .do: Word("do", zh: "执行")
    case .use: Word("use", zh: "引用")
    case .try: Word("try", zh: "尝试")
    case .otherwise: Word("otherwise", zh: "出错时")
    case .fail: Word("fail", zh: "失败")
    case .print: Word("print", zh: "打印")
    case .expect: Word("expect", zh: "期望")
    case .update: Word("update", zh: "更新", "修改")
    case .set: Word("set", zh: "设为", "设置")
    case .each: Word("each", zh: "逐个")
    case .chart: Word("chart", zh: "图表")
    case .expecting: Word("expecting", zh: "预计")
    case .at: Word("at")
    case .most: Word("most", zh: "至多")
    case .ago: Word("ago", zh: "前")
    case .it: Word("it", zh: "它")
    case .sortBy: Word(zh: "排序")
    case .groupBy: Word(zh: "分组")
    case .asOf: Word(zh: "截至")
    case .startsWith: Word(zh: "开头是")
    case .endsWith: Word(zh: "结尾是")
    case .isEmpty: Word(zh: "为空")
    case .isNotEmpty: Word(zh: "不为空", "非空")
    case .notIn: Word(zh: "不属于")
    case .hasAny: Word(zh: "含任一")
    case .hasAll: Word(zh: "含全部")
    case .hasNone: Word(zh: "不含")
    case .notBetween: Word(zh: "不介于")
    case .notContains: Word(zh: "不包含")
    case .notMatches: Word(zh: "不匹配")
    case .notStartsWith: Word(zh: "开头不是")
    case .notEndsWith: Word(zh: "结尾不是")
    }
  }

  private static let bySpelling = PackedTable(
    allCases.flatMap { keyword in keyword.word.spellings.map { (spelling: $0, meaning: keyword) } })

  /// What a word may be in the grammar, whatever its case; mostly nothing.
  static func meanings(of word: String) -> [Keyword] { bySpelling[word] }

  /// The words that may follow a complete condition or value inside a query.
  package static let clauseStarts: [Keyword] = [
    .where, .with, .without, .show, .group, .groupBy, .having, .sort, .sortBy, .top, .limit, .as, .asOf, .across, .by,
    .expecting,
  ]

  static let queryHeads: [Keyword] = [.find, .count, .sum, .avg, .min, .max]

  /// The words that begin a control statement.
  static let controls: [Keyword] = [
    .let, .param, .if, .for, .define, .do, .return, .use, .try, .fail, .print, .expect,
  ]

  /// The words that make a predicate of the expression before them.
  static let predicates: [Keyword] = [
    .in, .notIn, .not, .between, .contains, .matches, .overlaps, .starts, .startsWith, .ends, .endsWith, .has, .hasAny,
    .hasAll, .hasNone, .is, .isEmpty, .isNotEmpty, .was, .changed, .notBetween, .notContains, .notMatches,
    .notStartsWith, .notEndsWith,
  ]

  /// The predicates that may follow a `not` of their own: `name not contains 科技`.
  static let negatable: [Keyword] = [
    .between, .contains, .matches, .overlaps, .starts, .startsWith, .ends, .endsWith, .has, .hasAny, .hasAll, .hasNone,
  ]

  /// What a Chinese word for two denies.
  var denied: Keyword? {
    switch self {
    case .notBetween: .between
    case .notContains: .contains
    case .notMatches: .matches
    case .notStartsWith: .startsWith
    case .notEndsWith: .endsWith
    default: nil
    }
  }
}
