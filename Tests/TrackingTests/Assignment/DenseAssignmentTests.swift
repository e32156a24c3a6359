import Testing

@testable import Tracking

@Suite struct DenseAssignmentTests {
  /// The smallest sum over all assignments of the shorter side; nil where every one has a forbidden pair.
  private func bruteForce(_ costs: [Double], rows: Int, columns: Int) -> Double? {
    func best(_ step: Int, _ used: Set<Int>) -> Double {
      guard step < min(rows, columns) else { return 0 }
      return (0..<max(rows, columns)).filter { !used.contains($0) }.map { other in
        let (row, column) = rows <= columns ? (step, other) : (other, step)
        return costs[row * columns + column] + best(step + 1, used.union([other]))
      }.min() ?? .infinity
    }
    let sum = best(0, [])
    return sum == .infinity ? nil : sum
  }

  /// The sum of a solution after checking that it is one.
  private func sum(_ solver: DenseAssignment, _ costs: [Double], rows: Int, columns: Int) -> Double {
    let pairs = solver.columnOfRow.enumerated().filter { $0.element >= 0 }
    #expect(pairs.count == min(rows, columns))
    #expect(Set(pairs.map(\.element)).count == pairs.count)
    for (row, column) in pairs { #expect(solver.rowOfColumn[column] == row) }
    #expect(solver.rowOfColumn.count { $0 >= 0 } == pairs.count)
    return pairs.map { costs[$0.offset * columns + $0.element] }.reduce(0, +)
  }

  @Test(arguments: ["reals", "ties", "forbidden", "mostly forbidden", "negative"])
  func sumIsTheSmallestOfAll(kind: String) {
    var random = SeededNumbers(7)
    var solver = DenseAssignment()
    var infeasible = 0
    for _ in 0..<300 {
      let rows = Int.random(in: 1...5, using: &random)
      let columns = Int.random(in: 1...6, using: &random)
      let costs = (0..<rows * columns).map { _ in
        let value = Double.random(in: 0..<10, using: &random)
        let isForbidden = Double.random(in: 0..<1, using: &random) < (kind == "mostly forbidden" ? 0.6 : 0.2)
        switch kind {
        case "ties": return Double(Int(value / 4))
        case "negative": return value < 5 ? 0 : -value
        case "forbidden", "mostly forbidden": return isForbidden ? .infinity : value
        default: return value
        }
      }
      let isFeasible = solver.solve(costs, rows: rows, columns: columns)
      let expected = bruteForce(costs, rows: rows, columns: columns)
      #expect(isFeasible == (expected != nil))
      if let expected {
        #expect(abs(sum(solver, costs, rows: rows, columns: columns) - expected) < 1e-9)
      } else {
        infeasible += 1
        #expect(solver.columnOfRow == Array(repeating: -1, count: rows))
        #expect(solver.rowOfColumn == Array(repeating: -1, count: columns))
      }
    }
    #expect((infeasible > 0) == kind.contains("forbidden"))
  }

  /// The columns of the rows, and the rows of the columns; nil where there is no assignment.
  private func solution(_ costs: [Double], rows: Int, columns: Int) -> (columns: [Int], rows: [Int])? {
    var solver = DenseAssignment()
    guard solver.solve(costs, rows: rows, columns: columns) else { return nil }
    return (solver.columnOfRow, solver.rowOfColumn)
  }

  @Test func equalCostsGiveTheIdentity() {
    #expect(solution(Array(repeating: 1, count: 12), rows: 3, columns: 4)?.columns == [0, 1, 2])
    let tall = solution(Array(repeating: 0, count: 12), rows: 4, columns: 3)
    #expect(tall?.columns == [0, 1, 2, -1])
    #expect(tall?.rows == [0, 1, 2])
  }

  @Test func nothingToAssignIsDone() {
    #expect(solution([], rows: 0, columns: 3)?.rows == [-1, -1, -1])
    #expect(solution([], rows: 2, columns: 0)?.columns == [-1, -1])
  }

  /// Ties in a matrix of few values, as `scipy.optimize.linear_sum_assignment` breaks them.
  @Test func tiesAreBrokenAsScipyDoes() {
    for example in Self.scipy {
      let found = solution(example.costs, rows: example.rows, columns: example.columns)
      #expect(found?.columns == example.columnOfRow)
    }
  }
}
