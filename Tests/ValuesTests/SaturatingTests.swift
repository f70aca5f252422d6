import Testing
import Values

/// Sums that stop where a number does.
@Suite struct SaturatingTests {
  @Test func `two halves make the sum that they were taken from`() {
    for numbers in [[0], [-1, -1], [.max], [.min], [5, -7, 1 << 40], [-(1 << 40), 3], [.max, .min, 12]] as [[Int64]] {
      let high = numbers.reduce(0) { $0 + ($1 >> 32) }
      let low = numbers.reduce(0) { $0 + ($1 & 0xFFFF_FFFF) }
      #expect(Int64(saturatingHigh: high, low: low) == numbers.reduce(0, +), "\(numbers)")
    }
    #expect(Int64(saturatingHigh: Int64.max >> 31, low: 0) == .max)
    #expect(Int64(saturatingHigh: Int64.min >> 31, low: 0) == .min)
  }

  @Test func `a sum stops on its own side`() {
    #expect(Int64.max.addingSaturating(1) == .max)
    #expect(Int64.min.addingSaturating(-1) == .min)
    #expect(Int64(3).addingSaturating(-5) == -2)
  }
}
