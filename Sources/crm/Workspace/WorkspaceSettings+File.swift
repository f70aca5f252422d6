import Diagnostics
import Domain
import Glibc
import Settings
import Storage
import Values

extension WorkspaceSettings {
  /// The configuration in a file, read only where the workspace does not know it yet; without one, what the workspace
  /// knows, else the defaults.
  init(file: String?, options: WorkspaceOptions) throws {
    let rules = DomainRules(baseCurrency: .cny, zone: .shanghai)
    guard let file else {
      self.init(fingerprint: nil, rules: rules) { try Customization(Settings.defaults) }
      return
    }
    let fingerprint: UInt64
    do throws(SettingsError) { fingerprint = try Settings.fingerprint(path: file) } catch {
      throw CommandFailure(DiagnosticList(error.diagnostics), options)
    }
    self.init(fingerprint: Self.reading + String(fingerprint, radix: 16), rules: rules) {
      let settings: Settings
      do throws(SettingsError) { settings = try Settings.load(path: file) } catch {
        throw error.diagnostics.first ?? Diagnostic("config", Wording(verbatim: file))
      }
      return try Customization(settings).checked()
    }
  }
}

extension Customization {
  /// Throws what of it does not fit the built-in entities, with a mark in the file.
  func checked() throws -> Customization {
    var keys = AssignedKeys()
    do throws(CustomizationError) {
      _ = try dictionary(keys: &keys)
      try confirmTypes()
    } catch {
      guard let place = error.place, let column = place.column else { throw error.diagnostic }
      let told = error.told(withPlace: false)
      throw ConfigurationSource(path: place.file).diagnostic(
        told.code, told.message, line: place.line, column: column, help: told.help)
    }
    return self
  }
}

extension WorkspaceSettings {
  /// Stands before the fingerprint. Another one has a workspace read its configuration again, which it must where the
  /// program takes from the same file what it did not take before.
  private static let reading = "3."
}

extension LeadScoring {
  /// The program's own weights, with what the configuration says instead.
  fileprivate init(_ configured: [LeadSettings.Factor: LeadSettings.Weight]) {
    self.init()
    for (key, weight) in configured {
      let factor = Factor(key)
      // A weight alone raises the cap with it: points that never count would be a surprise.
      if let points = weight.weight {
        self[factor].weight = points
        self[factor].cap = max(self[factor].cap, points)
      }
      if let cap = weight.cap { self[factor].cap = cap }
    }
  }
}

extension LeadScoring.Factor {
  fileprivate init(_ factor: LeadSettings.Factor) {
    switch factor {
    case .completeness: self = .completeness
    case .source: self = .source
    case .company: self = .company
    case .position: self = .position
    case .interest: self = .interest
    case .interactions: self = .interactions
    case .recency: self = .recency
    case .replies: self = .replies
    }
  }
}

extension SettingsError {
  /// Each problem in the shape that all diagnostics have.
  var diagnostics: [Diagnostic] {
    switch self {
    case .unreadable(let path, let code):
      let why = String(cString: strerror(code))
      return [
        Diagnostic(
          "cannot-read", Wording("cannot read \(path): \(why)", "无法读取 \(path)：\(why)"), kind: .usage)
      ]
    case .invalid(let path, let problems):
      let source = ConfigurationSource(path: path)
      return problems.map { problem in
        source.diagnostic(
          problem.code, Wording(problem.messageEN, problem.messageZH), line: problem.line, column: problem.column,
          help: problem.helpEN.isEmpty ? [] : [Wording(problem.helpEN, problem.helpZH)])
      }
    }
  }
}

extension Customization {
  /// What the configuration means for the dictionary.
  init(_ settings: Settings) throws {
    var rules = DomainRules(
      baseCurrency: try Self.currency(settings.currency, at: "currency", settings),
      zone: Zone(identifier: settings.timezone) ?? .shanghai)
    rules.newDays = settings.customers.lifecycle.newDays
    rules.activeDays = settings.customers.lifecycle.activeDays
    rules.rfm = RFMRules(settings.customers.rfm, rules.baseCurrency)
    rules.checksDuplicates = settings.customers.duplicateCheck
    rules.scoreThreshold = settings.leads.scoreThreshold
    rules.scoresLeads = settings.leads.autoScore
    rules.convertThreshold = settings.leads.autoConvertThreshold
    rules.leadScoring = LeadScoring(settings.leads.scoring)
    rules.staleDays = settings.opportunities.staleDays
    rules.exportFormats = settings.data.exportFormats.map(\.rawValue)
    rules.ratesPlace = Self.place("currencies", settings)
    rules.defaultExpectedDays = settings.opportunities.defaultExpectedDays
    rules.defaultAssignee = settings.tasks.defaultAssignee
    rules.reminderDays = settings.tasks.autoCreateReminder ? settings.tasks.reminderDays : []
    for rate in settings.currencies {
      let currency = try Self.currency(rate.currency, at: "currencies.\(rate.currency)", settings)
      rules.rates[currency] = try ExactDecimal(reading: rate.text)
    }
    if let assignee = rules.defaultAssignee, !assignee.isEmpty, Entity.user.number(of: assignee) == nil {
      throw Self.fault(
        "wrong-assignee", Wording("“\(assignee)” is no number of a user", "“\(assignee)”不是用户编号"),
        at: "tasks.default_assignee", settings, help: [Wording(verbatim: "default_assignee: \"sales_001\"")])
    }
    self.init(rules: rules)
    stages = settings.opportunities.stages.map {
      Option(name: $0.name, aliases: $0.aliases, probability: $0.probability, key: $0.key)
    }
    stagesPlace = Self.place("opportunities.stages", settings)
    let parts: [(String, String, FieldSettings)] = [
      ("customer", "customers", settings.customers.fields), ("contact", "contacts", settings.contacts),
      ("lead", "leads", settings.leads.fields), ("opportunity", "opportunities", settings.opportunities.fields),
      ("task", "tasks", settings.tasks.fields), ("order", "orders", settings.orders),
    ]
    for (entity, key, fields) in parts { sections[entity] = Section(key, fields, settings) }
  }

  /// Three capitals may be no currency.
  private static func currency(_ code: String, at key: String, _ settings: Settings) throws -> Currency {
    if let currency = Currency.coded(code) { return currency }
    throw fault(
      "unknown-currency", Wording("there is no currency \(code)", "没有 \(code) 这种货币"), at: key, settings)
  }

  private static func fault(
    _ code: String, _ message: Wording, at key: String, _ settings: Settings, help: [Wording] = []
  ) -> Diagnostic {
    guard let path = settings.path, let place = settings.places[key] else {
      return Diagnostic("config.\(code)", message, help: help)
    }
    return ConfigurationSource(path: path).diagnostic(
      "config.\(code)", message, line: place.line, column: place.column, help: help)
  }

  fileprivate static func place(_ key: String, _ settings: Settings) -> ConfigurationPlace? {
    guard case .file(let path, let line, let column)? = settings.origins[key] else { return nil }
    return ConfigurationPlace(file: path, line: line, column: column)
  }
}

extension Customization.Section {
  fileprivate init(_ key: String, _ fields: FieldSettings, _ settings: Settings) {
    self.init()
    required = fields.required
    requiredPlace = Customization.place("\(key).required_fields", settings)
    requiredPlaces = required.indices.map { Customization.place("\(key).required_fields[\($0)]", settings) }
    fieldsPlace = Customization.place("\(key).custom_fields", settings)
    self.fields = fields.custom.enumerated().map { index, field in
      Customization.CustomField(
        name: field.name, label: field.label, type: field.type.rawValue,
        options: field.options.map { Customization.Option(name: $0.name, aliases: $0.aliases, key: $0.key) },
        isRequired: field.isRequired,
        place: Customization.place("\(key).custom_fields[\(index)].options", settings)
          ?? Customization.place("\(key).custom_fields[\(index)]", settings)
          ?? Customization.place("\(key).custom_fields[\(index)].name", settings))
    }
  }
}

extension RFMRules {
  fileprivate init(_ settings: CustomerSettings.RFM, _ currency: Currency) {
    self.init()
    let minor = (0..<currency.minorDigits).reduce(Int64(1)) { factor, _ in factor * 10 }
    bounds[.recency] = settings.recencyDays?.map { Int64($0) }
    bounds[.frequency] = settings.frequency?.map { Int64($0) }
    // The reader bounds them well below what overflows.
    bounds[.monetary] = settings.monetary?.map { Int64($0) * minor }
    highScore = settings.highScore
    for (cell, name) in settings.segments {
      guard let cell = Cell(reading: cell.rawValue) else { continue }
      // They are kept as lines of words with tabs between.
      segments[cell] = name.split { $0.isNewline || $0 == "\t" }.joined(separator: " ")
    }
  }
}
