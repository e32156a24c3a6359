import Testing

@testable import Analysis

@Suite("Lengths of stays")
struct DwellLengthsTests {
  private func lengths(_ values: [Double]) -> DwellLengths {
    var lengths = DwellLengths()
    for value in values { lengths.add(value) }
    return lengths
  }

  @Test("mean, median and maximum of few are exact")
  func few() {
    #expect(lengths([]).mean == nil)
    #expect(lengths([]).median == nil)
    #expect(lengths([3]).median == 3)
    #expect(lengths([5, 1, 2]).median == 2)
    #expect(lengths([5, 1, 2, 4]).median == 3)
    #expect(lengths([5, 1, 2, 4]).mean == 3)
    #expect(lengths([5, 1, 2, 4]).maximum == 5)
  }

  @Test("the median of many is within half a percent", arguments: [0.001, 1, 1000])
  func many(scale: Double) throws {
    // 1 to 5001, each once, in another order: 1 + 17 i mod 5001.
    let values = (0..<5001).map { Double(1 + $0 * 17 % 5001) * scale }
    let found = lengths(values)
    let median = try #require(found.median)
    #expect(abs(median / (2501 * scale) - 1) <= 0.0051)
    #expect(found.count == 5001)
    #expect(found.maximum == 5001 * scale)
  }

  @Test("where most are nothing, so is the median")
  func nothing() {
    #expect(lengths(Array(repeating: 0, count: 2000) + Array(repeating: 7, count: 1000)).median == 0)
  }

  @Test("what is no length counts as nothing")
  func nonsense() {
    let found = lengths([.nan, .infinity, -1, 2, 4])
    #expect(found.median == 0)
    #expect(found.maximum == 4)
    #expect(found.count == 5)
    #expect(lengths([1e300]).maximum == 1e10)
  }
}
