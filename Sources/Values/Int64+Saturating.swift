extension Int64 {
  /// Stops at the largest and the smallest number: sums of a report, which has no place for an error in one of its cells.
  package func addingSaturating(_ other: Int64) -> Int64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? (other < 0 ? .min : .max) : sum
  }

  /// A number of two halves that were summed apart: `high` in units of 2³².
  package init(saturatingHigh high: Int64, low: Int64) {
    let carried = high.addingSaturating(low >> 32)
    let (whole, overflows) = carried.multipliedReportingOverflow(by: 1 << 32)
    self = overflows ? (carried < 0 ? .min : .max) : whole | (low & 0xFFFF_FFFF)
  }
}
