package import Diagnostics
package import Values

/// A workspace whose configuration names another time zone than before.
package struct ZoneMove: Sendable {
  package let from: Zone
  package let to: Zone
  /// Days that were worked out again.
  package let days: Int

  package var diagnostic: Diagnostic {
    Diagnostic(
      "config.zone-changed",
      Wording(
        "the time zone is \(to.identifier) now, and was \(from.identifier): \(days) days of moments were worked out again; "
          + "dates that are days stay",
        "时区由 \(from.identifier) 改为 \(to.identifier)：已重新计算 \(days) 个时刻所在的日期；截止日期等日期不变"),
      severity: .note)
  }
}
