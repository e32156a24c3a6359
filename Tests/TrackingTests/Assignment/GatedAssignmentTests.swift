import Testing

@testable import Tracking

@Suite struct GatedAssignmentTests {
  /// The greatest sum over all partial matchings, by trying each column for each row.
  private static func best(_ weights: [[Float]], row: Int = 0, used: Set<Int> = []) -> Float {
    guard row < weights.count else { return 0 }
    var result = best(weights, row: row + 1, used: used)
    for column in weights[row].indices where weights[row][column] > 0 && !used.contains(column) {
      result = max(result, weights[row][column] + best(weights, row: row + 1, used: used.union([column])))
    }
    return result
  }

  /// The greatest sum by the Hungarian method on a dense matrix with a column of weight 0 for each row.
  private static func denseBest(_ weights: [[Float]]) -> Double {
    let rows = weights.count
    let columns = (weights.first?.count ?? 0) + rows
    func cost(_ row: Int, _ column: Int) -> Double {
      column < columns - rows ? -Double(max(0, weights[row][column])) : 0
    }
    var u = [Double](repeating: 0, count: rows + 1)
    var v = [Double](repeating: 0, count: columns + 1)
    var owner = [Int](repeating: 0, count: columns + 1)
    for row in 1...rows {
      var way = [Int](repeating: 0, count: columns + 1)
      var least = [Double](repeating: .infinity, count: columns + 1)
      var used = [Bool](repeating: false, count: columns + 1)
      owner[0] = row
      var column = 0
      repeat {
        used[column] = true
        var delta = Double.infinity
        var next = 0
        for other in 1...columns where !used[other] {
          let reduced = cost(owner[column] - 1, other - 1) - u[owner[column]] - v[other]
          if reduced < least[other] { (least[other], way[other]) = (reduced, column) }
          if least[other] < delta { (delta, next) = (least[other], other) }
        }
        for other in 0...columns {
          if used[other] {
            u[owner[other]] += delta
            v[other] -= delta
          } else {
            least[other] -= delta
          }
        }
        column = next
      } while owner[column] != 0
      repeat {
        owner[column] = owner[way[column]]
        column = way[column]
      } while column != 0
    }
    return (1...columns).reduce(0) { $0 + (owner[$1] > 0 ? -cost(owner[$1] - 1, $1 - 1) : 0) }
  }

  private static func solve(_ weights: [[Float]], with solver: inout GatedAssignment) {
    solver.begin(rows: weights.count, columns: weights.first?.count ?? 0)
    for (row, values) in weights.enumerated() {
      for (column, weight) in values.enumerated() { solver.add(row: row, column: column, weight: weight) }
    }
    solver.solve()
  }

  /// The sum of a solution, after a check that it is a matching.
  private static func sum(_ weights: [[Float]], _ solver: GatedAssignment) -> Double {
    var result = 0.0
    for (row, column) in solver.columnOfRow.enumerated() where column >= 0 {
      #expect(solver.rowOfColumn[Int(column)] == Int32(row))
      #expect(weights[row][Int(column)] > 0)
      result += Double(weights[row][Int(column)])
    }
    #expect(
      solver.rowOfColumn.filter { $0 >= 0 }.count == solver.columnOfRow.filter { $0 >= 0 }.count)
    return result
  }

  private static func random(_ rows: Int, _ columns: Int, density: Double, _ numbers: inout SeededNumbers)
    -> [[Float]]
  {
    (0..<rows).map { _ in
      (0..<columns).map { _ in
        Double.random(in: 0...1, using: &numbers) < density ? Float.random(in: 0.01...1, using: &numbers) : 0
      }
    }
  }

  @Test func findsTheBestOfAllMatchings() {
    var numbers = SeededNumbers(11)
    var solver = GatedAssignment()
    for _ in 0..<2000 {
      let rows = Int.random(in: 1...6, using: &numbers)
      let columns = Int.random(in: 1...6, using: &numbers)
      let density = Double.random(in: 0.1...1, using: &numbers)
      let weights = Self.random(rows, columns, density: density, &numbers)
      Self.solve(weights, with: &solver)
      #expect(abs(Self.sum(weights, solver) - Double(Self.best(weights))) < 1e-5)
    }
  }

  @Test func equalsTheDenseSolverOnLargeProblems() {
    var numbers = SeededNumbers(12)
    var solver = GatedAssignment()
    for density in [0.02, 0.1, 0.5, 1] {
      for _ in 0..<4 {
        let weights = Self.random(70, 60, density: density, &numbers)
        Self.solve(weights, with: &solver)
        #expect(abs(Self.sum(weights, solver) - Self.denseBest(weights)) < 1e-4)
      }
    }
  }

  @Test func equalWeightsAndLargeWeightsEndInAMatching() {
    var numbers = SeededNumbers(13)
    var solver = GatedAssignment()
    for _ in 0..<500 {
      let weights = (0..<5).map { _ in
        (0..<5).map { _ in Float(Int.random(in: 0...2, using: &numbers)) * 1000 / 3 }
      }
      Self.solve(weights, with: &solver)
      #expect(abs(Self.sum(weights, solver) - Double(Self.best(weights))) < 1e-2)
    }
  }

  @Test func candidatesWithoutAPositiveWeightAreLeftOut() {
    var solver = GatedAssignment()
    solver.begin(rows: 2, columns: 2)
    solver.add(row: 0, column: 0, weight: 0)
    solver.add(row: 0, column: 1, weight: .nan)
    solver.add(row: 1, column: 0, weight: -1)
    solver.add(row: 1, column: 1, weight: .infinity)
    solver.solve()
    #expect(solver.columnOfRow == [-1, -1])
    #expect(solver.rowOfColumn == [-1, -1])
  }

  @Test func aRowStaysSingleWhereThatIsBetterForAll() {
    var solver = GatedAssignment()
    Self.solve([[0.9], [1.0]], with: &solver)
    #expect(solver.columnOfRow == [-1, 0])
    solver.begin(rows: 0, columns: 3)
    solver.solve()
    #expect(solver.rowOfColumn == [-1, -1, -1])
  }
}
