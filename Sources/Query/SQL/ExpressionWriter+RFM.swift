internal import Domain
internal import Layout
internal import Values

/// A customer's place among all, by the function `crm_rfm`, which reads the purchases once in a statement.
extension ExpressionWriter {
  /// All three scores in one number: recency × 100 + frequency × 10 + monetary.
  static let allScores = RFMPart.allCases.count

  /// - Parameter part: of `RFMPart`, or `allScores`.
  func score(_ part: Int, _ frame: Frame, _ via: [BoundExpression.Step]) -> String {
    let state = past?.past
    let purchases = PurchaseStatements(.init(until: today, as: state), rules).all().text
    // Of the present, who lies in the bin is taken out afterwards.
    let binned = state == nil ? "SELECT id FROM customers WHERE deleted_at IS NOT NULL" : ""
    let texts = [purchases, binned, scoring].map { "'\($0.replacing("'", with: "''"))'" }
    return "crm_rfm(\(frame.alias(via: via)).id, \(part), \(texts.joined(separator: ", ")))"
  }

  /// The day, the bounds of each measure, the score that is high, and the key of each cell's segment.
  private var scoring: String {
    let bounds = RFMRules.Measure.allCases.map { measure in
      (rules.rfm.bounds[measure] ?? []).map(String.init).joined(separator: ",")
    }
    let keys = RFMRules.Cell.all.map { String(rules.rfm.segmentKey($0)) }.joined()
    return ([String(today.daysSinceEpoch)] + bounds + [String(rules.rfm.highScore), keys]).joined(separator: ";")
  }
}
