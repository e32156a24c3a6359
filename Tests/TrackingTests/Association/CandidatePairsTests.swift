import Testing

@testable import Tracking

@Suite struct CandidatePairsTests {
  private static func boxes(_ count: Int, _ numbers: inout SeededNumbers) -> [SIMD4<Float>] {
    (0..<count).map { index in
      let corner = SIMD2<Float>.random(in: -200...1000, using: &numbers)
      let largest: Float = index % 50 == 0 ? 900 : 60
      return SIMD4(lowHalf: corner, highHalf: corner + SIMD2<Float>.random(in: 1...largest, using: &numbers))
    }
  }

  @Test(arguments: [3, 60, 400]) func findsExactlyThePairsThatTouch(count: Int) {
    var numbers = SeededNumbers(5)
    let rows = Self.boxes(count, &numbers)
    let columns = Self.boxes(count + 7, &numbers)
    var expected: [SIMD2<Int32>] = []
    for row in rows.indices {
      for column in columns.indices where Overlap.touches(rows[row], columns[column]) {
        expected.append(SIMD2(Int32(row), Int32(column)))
      }
    }
    var candidates = CandidatePairs()
    candidates.find(rows: rows, columns: columns)
    #expect(candidates.pairs.map { SIMD2($0.row, $0.column) } == expected)
    #expect(count < 60 || rows.count * columns.count > CandidatePairs.directLimit)
  }

  @Test func boxesAtOnePlaceArePairs() {
    let boxes = [SIMD4<Float>](repeating: SIMD4(5, 5, 15, 25), count: 60)
    var candidates = CandidatePairs()
    candidates.find(rows: boxes, columns: boxes)
    #expect(candidates.pairs.count == 3600)
  }
}
