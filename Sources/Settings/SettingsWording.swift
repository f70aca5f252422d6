/// The words for a fault: English first, Chinese second.
struct SettingsWording {
  typealias Both = (String, String)

  var code: String
  var message: Both
  var help: Both

  private init(_ code: String, _ english: String, _ chinese: String, help: Both = ("", "")) {
    self.code = code
    message = (english, chinese)
    self.help = help
  }

  /// The table of all faults: what is wrong, then what to do.
  init(_ fault: SettingsFault) {
    switch fault {
    case .tooLarge(let limit):
      self.init(
        "too-large", "The file is larger than \(limit >> 20) MiB.", "文件超过 \(limit >> 20) MiB。",
        help: ("A settings file has a few kilobytes. Is this the right file?", "配置文件通常只有几 KB，请确认路径是否正确。"))
    case .notUTF8:
      self.init(
        "not-utf8", "The file is not UTF-8 from here on.", "从此处起不是 UTF-8 编码。",
        help: ("Save it as UTF-8.", "请以 UTF-8 编码保存。"))
    case .emptyFile:
      self.init(
        "empty-file", "The file says nothing.", "配置文件没有内容。",
        help: (
          "Remove it to use the defaults, or write a section such as `customers:`.",
          "如需使用默认值请删除此文件，否则请写入配置，例如 `customers:`。"
        ))
    case .syntax(let problem):
      self.init("syntax", "This is not YAML: \(problem).", "YAML 语法错误：\(problem)。")
    case .tab:
      self.init(
        "tab", "A tab stands where YAML wants spaces.", "此处使用了制表符，YAML 只允许空格。",
        help: ("Indent with spaces.", "请用空格缩进。"))
    case .tooDeep(let limit):
      self.init(
        "too-deep", "Values are nested deeper than \(limit) levels.", "嵌套超过 \(limit) 层。")
    case .tooManyAliases(let limit):
      self.init(
        "too-many-aliases", "There are more than \(limit) aliases (`*name`).", "别名（`*name`）超过 \(limit) 个。",
        help: ("Write the values out.", "请直接写出这些值。"))
    case .severalDocuments:
      self.init(
        "several-documents", "A second document begins here.", "此处开始了第二个文档。",
        help: ("Remove the line `---`.", "请删除 `---` 这一行。"))
    case .keyNotText:
      self.init("key-not-text", "A key must be a plain word.", "键必须是普通文字。")
    case .duplicateKey(let key, let firstLine):
      self.init(
        "duplicate-key", "`\(key)` is set twice; first on line \(firstLine).", "`\(key)` 重复，首次出现在第 \(firstLine) 行。",
        help: ("Remove one of them.", "请删除其中一个。"))
    case .unknownKey(let key, let section, let nearest, let known):
      self.init(
        "unknown-key",
        section.isEmpty ? "There is no section `\(key)`." : "`\(section)` has no key `\(key)`.",
        section.isEmpty ? "没有名为 `\(key)` 的配置节。" : "`\(section)` 中没有 `\(key)` 这个键。",
        help: SettingsWording.suggestion(nearest, known))
    case .missingKey(let key, let section):
      self.init("missing-key", "`\(section)` lacks `\(key)`.", "`\(section)` 缺少 `\(key)`。")
    case .wrongShape(let path, let expected, let found):
      self.init(
        "wrong-type",
        path.isEmpty
          ? "The file must hold sections, not \(SettingsWording.name(found).0)."
          : "`\(path)` must be \(SettingsWording.name(expected).0), not \(SettingsWording.name(found).0).",
        path.isEmpty
          ? "文件应由配置节组成，而不是\(SettingsWording.name(found).1)。"
          : "`\(path)` 应为\(SettingsWording.name(expected).1)，而不是\(SettingsWording.name(found).1)。",
        help: SettingsWording.example(expected))
    case .neededWhenEnabled(let key, let section):
      self.init(
        "missing-key", "`\(section)` is enabled but has no `\(key)`.", "`\(section)` 已启用，但没有 `\(key)`。",
        help: ("Set `\(key)`, or `enabled: false`.", "请填写 `\(key)`，或设置 `enabled: false`。"))
    case .outOfRange(let path, let value, let range):
      self.init(
        "out-of-range", "`\(path)` is \(value).", "`\(path)` 的值是 \(value)。",
        help: (
          "It goes from \(range.lowerBound) to \(range.upperBound).", "应在 \(range.lowerBound) 到 \(range.upperBound) 之间。"
        ))
    case .notOneOf(let path, let value, let nearest, let known):
      self.init(
        "not-one-of", "`\(path)` cannot be `\(value)`.", "`\(path)` 不能是 `\(value)`。",
        help: SettingsWording.suggestion(nearest, known))
    case .empty(let path):
      self.init("empty", "`\(path)` is empty.", "`\(path)` 不能为空。")
    case .duplicateName(let name, let path):
      self.init("duplicate-name", "`\(path)` has `\(name)` twice.", "`\(path)` 中 `\(name)` 重复。")
    case .badBounds(let path):
      self.init(
        "bad-bounds", "`\(path)` takes four rising numbers.", "`\(path)` 应为四个递增的数。",
        help: ("Such as [30, 90, 180, 365].", "例如 [30, 90, 180, 365]。"))
    case .badKeyName(let text, let path):
      self.init(
        "bad-key-name", "`\(path)` cannot be `\(text)`.", "`\(path)` 不能是 `\(text)`。",
        help: ("Use small letters, digits and `_`, a letter first.", "只能用小写字母、数字和 `_`，且以字母开头。"))
    case .noStages:
      self.init(
        "no-stages", "There are no stages.", "没有任何销售阶段。",
        help: ("The last stage, the one of winning, has 100.", "最后一个阶段（成交）的概率应为 100。"))
    case .noClosingStage:
      self.init(
        "no-closing-stage", "No stage has probability 100.", "没有概率为 100 的阶段。",
        help: ("The last stage, the one of winning, has 100.", "最后一个阶段（成交）的概率应为 100。"))
    case .stageAfterClosing(let name, let closing):
      self.init(
        "stage-after-closing", "`\(name)` stands behind `\(closing)`, whose probability is 100.",
        "`\(name)` 排在概率为 100 的 `\(closing)` 之后。",
        help: (
          "The stage of 100 closes the list: moving there is winning (one of 0 may follow for the lost).",
          "只有最后一个阶段是 100：进入该阶段即成交。"
        ))
    case .optionsMissing(let field):
      self.init(
        "options-missing", "The choice `\(field)` has no options.", "选择字段 `\(field)` 没有选项。",
        help: ("Add `options: [..]`.", "请加上 `options: [..]`。"))
    case .optionsUnwanted(let field, let type):
      self.init(
        "options-unwanted", "`\(field)` is of type `\(type)` and takes no options.", "`\(field)` 的类型是 `\(type)`，不能有选项。",
        help: ("Make it a `select`, or remove `options`.", "请改为 `select`，或删除 `options`。"))
    case .badCurrency(let text, _):
      self.init(
        "bad-currency", "`\(text)` is no currency.", "`\(text)` 不是货币代码。",
        help: ("Use three capital letters, as in CNY and USD.", "请用三个大写字母，例如 CNY、USD。"))
    case .badRate(let text, let path):
      self.init(
        "bad-rate", "`\(path)` cannot be `\(text)`.", "`\(path)` 不能是 `\(text)`。",
        help: ("Use a positive number, as in 7.2.", "请写正数，例如 7.2。"))
    case .rateOfBase(let currency):
      self.init(
        "rate-of-base", "`\(currency)` is the base currency and has no rate.", "`\(currency)` 是本位币，不需要汇率。",
        help: ("Remove it.", "请删除此行。"))
    case .badTimezone(let text):
      self.init(
        "bad-timezone", "`\(text)` is no time zone.", "`\(text)` 不是时区名称。",
        help: ("Use a name such as Asia/Shanghai.", "请写 Asia/Shanghai 这样的名称。"))
    case .badVariable(let path):
      self.init(
        "bad-variable", "`\(path)` has a `${` without a name and `}`.", "`\(path)` 中的 `${` 不完整。",
        help: ("Write `${NAME}`, or put the secret into a file: `file:PATH`.", "请写成 `${NAME}`，或把密钥放进文件：`file:PATH`。"))
    }
  }

  private static func suggestion(_ nearest: String?, _ known: [String]) -> Both {
    if let nearest { return ("Did you mean `\(nearest)`?", "是否想写 `\(nearest)`？") }
    let list = known.map { "`\($0)`" }
    return ("Known: \(list.joined(separator: ", ")).", "可用：\(list.joined(separator: "、"))。")
  }

  private static func name(_ shape: SettingsFault.Shape) -> Both {
    switch shape {
    case .nothing: ("nothing", "空")
    case .text: ("text", "文字")
    case .wholeNumber: ("a whole number", "整数")
    case .decimal: ("a decimal number", "小数")
    case .boolean: ("true or false", "true 或 false")
    case .list: ("a list", "列表")
    case .mapping: ("keys with values", "键值对")
    }
  }

  private static func example(_ shape: SettingsFault.Shape) -> Both {
    switch shape {
    case .wholeNumber: ("Write digits without quotes, as in 30.", "请写数字，不加引号，例如 30。")
    case .decimal: ("Write digits without quotes, as in 7.2.", "请写数字，不加引号，例如 7.2。")
    case .boolean: ("Write true or false without quotes.", "请写 true 或 false，不加引号。")
    case .list: ("Write `[a, b]`, or one line `- a` for each.", "请写成 `[a, b]`，或每行一个 `- a`。")
    case .nothing, .text, .mapping: ("", "")
    }
  }
}
