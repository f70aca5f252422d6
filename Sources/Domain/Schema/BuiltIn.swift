extension DataDictionary {
  /// The catalogue of entities, in the order in which people meet them.
  package static let builtIn: [Entity] = [
    .customer, .contact, .interaction, .lead, .opportunity, .competitor, .order, .task, .user, .template, .target,
    .view,
  ]
}
