internal import Values

/// The customization as lines of tab-separated words, kept in the workspace so that a start reads no YAML while the
/// configuration is unchanged.
extension Customization {
  package var encoded: String {
    var lines: [String] = [
      "rule\tnew_days\t\(rules.newDays)", "rule\tactive_days\t\(rules.activeDays)",
      "rule\tscore_threshold\t\(rules.scoreThreshold)", "rule\thigh_score\t\(rules.highScore)",
      "rule\tbase\t\(rules.baseCurrency.code)", "rule\tzone\t\(rules.zone.identifier)",
      "rule\tduplicates\t\(rules.checksDuplicates)", "rule\tscores_leads\t\(rules.scoresLeads)",
    ]
    if let threshold = rules.convertThreshold { lines.append("rule\tconvert_threshold\t\(threshold)") }
    for factor in LeadScoring.Factor.allCases {
      let weight = rules.leadScoring[factor]
      lines.append("factor\t\(factor.rawValue)\t\(weight.weight)\t\(weight.cap)")
    }
    lines += rules.rfm.lines
    lines.append("rule\tstale_days\t\(rules.staleDays)")
    if let formats = rules.exportFormats { lines.append("rule\texport_formats\t\(formats.joined(separator: ","))") }
    if let place = rules.ratesPlace { lines.append("rates\t\(Self.text(place))") }
    if let days = rules.defaultExpectedDays { lines.append("rule\texpected_days\t\(days)") }
    if let assignee = rules.defaultAssignee { lines.append("rule\tassignee\t\(assignee)") }
    lines.append("rule\treminders\t\(ReminderDays(rules.reminderDays).text)")
    for (currency, rate) in rules.rates.sorted(by: { $0.key.code < $1.key.code }) {
      lines.append("rate\t\(currency.code)\t\(rate)")
    }
    lines.append("stages\t\(Self.text(stagesPlace))")
    lines += stages.flatMap { Self.lines($0) }
    for (entity, section) in sections.sorted(by: { $0.key < $1.key }) {
      lines.append("section\t\(entity)\t\(Self.text(section.requiredPlace))")
      lines += section.required.map { "required\t\($0)" }
      for field in section.fields {
        lines.append(
          "field\t\(field.name)\t\(field.label ?? "")\t\(field.type)\t\(field.isRequired)\t\(Self.text(field.place))")
        lines += field.options.flatMap { Self.lines($0) }
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func text(_ place: ConfigurationPlace?) -> String { place.map { "\($0.line)\t\($0.file)" } ?? "0\t" }

  private static func lines(_ option: Option) -> [String] {
    let words = ["option", option.name, option.probability.map(String.init) ?? "-"] + option.aliases
    let more = option.key == nil && !option.isKept ? [] : ["mark\t\(option.key ?? "")\t\(option.isKept)"]
    return [words.joined(separator: "\t")] + more
  }

  /// Nil for a text that this program did not write.
  package init?(decoding text: String) {
    var rules = DomainRules(baseCurrency: .cny, zone: .shanghai)
    // What was kept before leads were scored and tasks reminded does not say that they are not.
    rules.scoresLeads = true
    rules.reminderDays = [1, 3, 7]
    self.init(rules: rules)
    var entity: String?
    for words in TabbedText.lines(text) {
      func word(_ index: Int) -> String { index < words.count ? words[index] : "" }
      switch word(0) {
      case "rule": guard Self.apply(word(1), word(2), to: &rules) else { return nil }
      case "factor":
        guard let factor = LeadScoring.Factor(rawValue: word(1)), let weight = Int(word(2)), let cap = Int(word(3)),
          (0...100).contains(weight), (0...100).contains(cap)
        else { return nil }
        rules.leadScoring[factor] = LeadScoring.Weight(weight: weight, cap: cap)
      case "rfm": guard rules.rfm.apply(word(1), word(2)) else { return nil }
      case "segment":
        guard let cell = RFMRules.Cell(reading: word(1)) else { return nil }
        rules.rfm.segments[cell] = word(2)
      case "rate":
        guard let currency = Currency.coded(word(1)), let rate = try? ExactDecimal(reading: word(2)) else { return nil }
        rules.rates[currency] = rate
      case "rates": rules.ratesPlace = Self.place(word(1), word(2))
      case "stages":
        stagesPlace = Self.place(word(1), word(2))
        entity = nil
      case "section":
        entity = word(1)
        sections[word(1)] = Section()
        sections[word(1)]?.requiredPlace = Self.place(word(2), word(3))
      case "required": sections[entity ?? ""]?.required.append(word(1))
      case "field":
        let field = CustomField(
          name: word(1), label: word(2).isEmpty ? nil : word(2), type: word(3), options: [],
          isRequired: word(4) == "true", place: Self.place(word(5), word(6)))
        sections[entity ?? ""]?.fields.append(field)
      case "option":
        let option = Option(name: word(1), aliases: Array(words.dropFirst(3)), probability: Int(word(2)))
        append(option, to: entity)
      case "mark":
        mark(entity) { option in
          option.key = word(1).isEmpty ? nil : word(1)
          option.isKept = word(2) == "true"
        }
      default: return nil
      }
    }
    self.rules = rules
  }

  private mutating func append(_ option: Option, to entity: String?) {
    guard let entity else {
      stages.append(option)
      return
    }
    guard let last = sections[entity]?.fields.indices.last else { return }
    sections[entity]?.fields[last].options.append(option)
  }

  /// What is said of the option that was read last.
  private mutating func mark(_ entity: String?, _ change: (inout Option) -> Void) {
    if let entity {
      guard let field = sections[entity]?.fields.indices.last,
        let option = sections[entity]?.fields[field].options.indices.last
      else { return }
      var options = sections[entity]?.fields[field].options ?? []
      change(&options[option])
      sections[entity]?.fields[field].options = options
    } else if let option = stages.indices.last {
      change(&stages[option])
    }
  }

  private static func place(_ line: String, _ file: String) -> ConfigurationPlace? {
    guard let number = Int(line), number > 0 else { return nil }
    return ConfigurationPlace(file: file, line: number)
  }

  private static func apply(_ name: String, _ value: String, to rules: inout DomainRules) -> Bool {
    switch name {
    case "new_days": rules.newDays = Int(value) ?? rules.newDays
    case "active_days": rules.activeDays = Int(value) ?? rules.activeDays
    case "score_threshold": rules.scoreThreshold = Int(value) ?? rules.scoreThreshold
    case "high_score": rules.highScore = Int(value) ?? rules.highScore
    case "scores_leads": rules.scoresLeads = value == "true"
    case "convert_threshold": rules.convertThreshold = Int(value)
    case "stale_days": rules.staleDays = Int(value) ?? rules.staleDays
    case "export_formats": rules.exportFormats = value.split(separator: ",").map(String.init)
    case "expected_days": rules.defaultExpectedDays = Int(value)
    case "assignee": rules.defaultAssignee = value
    case "reminders": rules.reminderDays = ReminderDays(reading: value)?.days ?? []
    case "duplicates": rules.checksDuplicates = value == "true"
    case "base":
      guard let currency = Currency.coded(value) else { return false }
      rules.baseCurrency = currency
    case "zone":
      guard let zone = Zone(identifier: value) else { return false }
      rules.zone = zone
    default: return false
    }
    return true
  }
}

extension RFMRules {
  /// Only what the configuration says otherwise.
  fileprivate var lines: [String] {
    var lines = highScore == RFMRules().highScore ? [] : ["rfm\thigh\t\(highScore)"]
    for measure in Measure.allCases {
      guard let bounds = bounds[measure] else { continue }
      lines.append("rfm\t\(measure.rawValue)\t\(bounds.map { String($0) }.joined(separator: ","))")
    }
    for cell in Cell.all {
      if let name = segments[cell] { lines.append("segment\t\(cell.text)\t\(name)") }
    }
    return lines
  }

  /// False for what this program did not write.
  fileprivate mutating func apply(_ name: String, _ value: String) -> Bool {
    if name == "high", let score = Int(value), (1...5).contains(score) {
      highScore = score
      return true
    }
    let bounds = value.split(separator: ",").compactMap { Int64($0) }
    guard let measure = Measure(rawValue: name), bounds.count == 4 else { return false }
    self.bounds[measure] = bounds
    return true
  }
}
