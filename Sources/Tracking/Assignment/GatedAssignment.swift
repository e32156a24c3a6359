/// The matching of rows with columns, among given candidate pairs, whose weights sum up to the most.
///
/// Exact: shortest augmenting paths over the candidates alone (Jonker and Volgenant 1987, in its sparse
/// form), with the option that a row stays single at weight 0. A search never leaves a connected component of
/// the candidates, so the time grows with the components and not with rows times columns; pairs that compete
/// with no other are matched at once. Weights must be positive: a pair not worth having is not added.
///
/// With a gate, weight = gate - cost, it is the assignment of least cost in which a row or column left
/// single costs half the gate (`lap.lapjv` with `extend_cost` and `cost_limit`). Among equal sums the
/// result depends on the order of rows and columns alone. Buffers are kept between uses.
public struct GatedAssignment: Sendable {
  /// The column of each row, -1 for none, after ``solve()``.
  public private(set) var columnOfRow: [Int32] = []
  /// The row of each column, -1 for none, after ``solve()``.
  public private(set) var rowOfColumn: [Int32] = []

  private struct Edge {
    var row: Int32
    var column: Int32
    var weight: Float
  }

  private var edges: [Edge] = []
  private var rowStart: [Int32] = []
  private var columnDegree: [Int32] = []
  private var rowDual: [Double] = []
  private var columnDual: [Double] = []
  private var distance: [Double] = []
  private var previousRow: [Int32] = []
  private var touched: [Int32] = []

  /// An assignment of nothing.
  public init() {}

  /// Starts over, with so many rows and columns and no candidate.
  public mutating func begin(rows: Int, columns: Int) {
    edges.removeAll(keepingCapacity: true)
    Self.fill(&columnOfRow, rows, -1)
    Self.fill(&rowOfColumn, columns, -1)
    Self.fill(&rowStart, rows + 1, 0)
    Self.fill(&columnDegree, columns, 0)
  }

  /// Adds a candidate; rows must come in rising order. One whose weight is not a positive number is left out.
  @inline(__always)
  public mutating func add(row: Int, column: Int, weight: Float) {
    guard weight > 0, weight.isFinite else { return }
    edges.append(Edge(row: Int32(row), column: Int32(column), weight: weight))
    rowStart[row + 1] += 1
    columnDegree[column] += 1
  }

  /// Finds the matching of the greatest weight.
  public mutating func solve() {
    guard !edges.isEmpty else { return }
    var contested = false
    for edge in edges {
      let row = Int(edge.row)
      let column = Int(edge.column)
      if rowStart[row + 1] == 1, columnDegree[column] == 1 {
        columnOfRow[row] = edge.column
        rowOfColumn[column] = edge.row
      } else {
        contested = true
      }
    }
    if contested { solveContested() }
  }

  private mutating func solveContested() {
    let rows = columnOfRow.count
    for row in 0..<rows { rowStart[row + 1] += rowStart[row] }
    Self.fill(&rowDual, rows, 0)
    Self.fill(&columnDual, rowOfColumn.count, 0)
    Self.fill(&distance, rowOfColumn.count, .infinity)
    Self.fill(&previousRow, rowOfColumn.count, -1)
    // Costs are negated weights. With column duals 0 and row duals the least cost of the row, every reduced
    // cost is at least 0, and a row may take its best column where that is free.
    for row in 0..<rows where columnOfRow[row] < 0 {
      var best: Float = 0
      var bestColumn = -1
      for index in Int(rowStart[row])..<Int(rowStart[row + 1]) where edges[index].weight > best {
        best = edges[index].weight
        bestColumn = Int(edges[index].column)
      }
      guard bestColumn >= 0 else { continue }
      rowDual[row] = -Double(best)
      if rowOfColumn[bestColumn] < 0 {
        rowOfColumn[bestColumn] = Int32(row)
        columnOfRow[row] = Int32(bestColumn)
      }
    }
    for row in 0..<rows where columnOfRow[row] < 0 && rowStart[row] < rowStart[row + 1] { augment(from: row) }
  }

  /// Gives a row its place along the shortest path that ends at a free column or at a row that stays single.
  private mutating func augment(from start: Int) {
    touched.removeAll(keepingCapacity: true)
    var scanned = 0
    var row = start
    var reached = 0.0
    var single = start
    var singleDistance = Double.infinity
    var end = -1
    while true {
      let dual = rowDual[row]
      if reached + max(0, -dual) < singleDistance {
        singleDistance = reached + max(0, -dual)
        single = row
      }
      for index in Int(rowStart[row])..<Int(rowStart[row + 1]) {
        let column = Int(edges[index].column)
        // A reduced cost below 0 is rounding; a length below one already settled would close a circle.
        let length = reached + max(0, -Double(edges[index].weight) - dual - columnDual[column])
        guard length < distance[column] else { continue }
        if distance[column] == .infinity { touched.append(Int32(column)) }
        distance[column] = length
        previousRow[column] = Int32(row)
      }
      // The nearest column that was not looked at yet is moved to the front part of the list.
      var nearest = -1
      var nearestDistance = singleDistance
      for index in scanned..<touched.count where distance[Int(touched[index])] < nearestDistance {
        nearest = index
        nearestDistance = distance[Int(touched[index])]
      }
      guard nearest >= 0 else { break }
      let column = Int(touched[nearest])
      if rowOfColumn[column] < 0 {
        end = column
        break
      }
      touched.swapAt(scanned, nearest)
      scanned += 1
      reached = nearestDistance
      row = Int(rowOfColumn[column])
    }
    let total = end >= 0 ? distance[end] : singleDistance
    rowDual[start] += total
    for index in 0..<scanned {
      let column = Int(touched[index])
      let change = total - distance[column]
      columnDual[column] -= change
      rowDual[Int(rowOfColumn[column])] += change
    }
    flip(from: start, to: end, single: single)
    for column in touched { distance[Int(column)] = .infinity }
  }

  private mutating func flip(from start: Int, to end: Int, single: Int) {
    var column = end
    if end < 0 {
      column = Int(columnOfRow[single])
      columnOfRow[single] = -1
      if single == start { return }
    }
    while true {
      let row = Int(previousRow[column])
      let next = Int(columnOfRow[row])
      columnOfRow[row] = Int32(column)
      rowOfColumn[column] = Int32(row)
      if row == start { return }
      column = next
    }
  }

  @inline(__always)
  private static func fill<T>(_ array: inout [T], _ count: Int, _ value: T) {
    array.removeAll(keepingCapacity: true)
    for _ in 0..<count { array.append(value) }
  }
}
