/// Exact minimum-cost assignment on a dense rectangular matrix of costs.
///
/// Shortest augmenting paths (Crouse, "On implementing 2D rectangular assignment algorithms", IEEE
/// Transactions on Aerospace and Electronic Systems 52(4), 2016), in the order of steps of scipy's
/// `linear_sum_assignment`, so that ties are broken as there. The workspace is kept from one call to the next:
/// matrices of a size that was seen before are solved without allocation.
public struct DenseAssignment: Sendable {
  /// The column that each row was given, -1 where it was given none.
  public private(set) var columnOfRow: [Int] = []
  /// The row that each column was given, -1 where it was given none.
  public private(set) var rowOfColumn: [Int] = []

  private var work = AugmentingPaths()
  private var transposed: [Double] = []

  /// Makes a solver with an empty workspace.
  public init() {}

  /// Gives each row a column of its own, or each column a row where there are fewer columns, at the smallest
  /// sum of costs.
  /// - Parameters:
  ///   - costs: The costs row by row; those beyond `rows * columns` are not looked at. An infinite cost
  ///     forbids its pair; others must be finite.
  ///   - rows: How many rows there are.
  ///   - columns: How many columns there are.
  /// - Returns: Whether there is such an assignment; where forbidden pairs leave none, nobody is given anything.
  public mutating func solve(_ costs: [Double], rows: Int, columns: Int) -> Bool {
    precondition(costs.count >= rows * columns, "a cost for each pair")
    let isFeasible: Bool
    if columns < rows {
      transposed.resize(to: rows * columns, filledWith: 0)
      for row in 0..<rows {
        for column in 0..<columns { transposed[column * rows + row] = costs[row * columns + column] }
      }
      isFeasible = work.solve(transposed, rows: columns, columns: rows)
    } else {
      isFeasible = work.solve(costs, rows: rows, columns: columns)
    }
    columnOfRow.resize(to: rows, filledWith: -1)
    rowOfColumn.resize(to: columns, filledWith: -1)
    guard isFeasible else { return false }
    for (short, long) in work.longOfShort.enumerated() {
      let (row, column) = columns < rows ? (long, short) : (short, long)
      columnOfRow[row] = column
      rowOfColumn[column] = row
    }
    return true
  }
}

/// The search itself, on a matrix with at least as many columns as rows.
private struct AugmentingPaths: Sendable {
  /// The column of each row.
  var longOfShort: [Int] = []
  /// The row of each column, -1 where it is free.
  private var shortOfLong: [Int] = []
  /// Dual variables of rows and columns.
  private var rowPrice: [Double] = []
  private var columnPrice: [Double] = []
  /// The cost of the shortest path to each column, and the row before it on that path.
  private var distance: [Double] = []
  private var previousRow: [Int] = []
  /// The columns that the search has not reached for good, and those that it has.
  private var remaining: [Int] = []
  private var reached: [Int] = []

  mutating func solve(_ costs: [Double], rows: Int, columns: Int) -> Bool {
    longOfShort.resize(to: rows, filledWith: -1)
    shortOfLong.resize(to: columns, filledWith: -1)
    rowPrice.resize(to: rows, filledWith: 0)
    columnPrice.resize(to: columns, filledWith: 0)
    previousRow.resize(to: columns, filledWith: -1)
    distance.resize(to: columns, filledWith: .infinity)
    remaining.resize(to: columns, filledWith: 0)
    for row in 0..<rows {
      guard let (sink, length) = search(costs, from: row, columns: columns) else { return false }
      rowPrice[row] += length
      for column in reached {
        let slack = length - distance[column]
        let owner = shortOfLong[column]
        if owner >= 0 { rowPrice[owner] += slack }
        columnPrice[column] -= slack
      }
      augment(from: row, to: sink)
    }
    return true
  }

  /// The free column that is nearest to a row over alternating paths, and the path's cost; nil where none can
  /// be reached.
  private mutating func search(_ costs: [Double], from start: Int, columns: Int) -> (Int, Double)? {
    // From the last to the first, as in scipy: equal costs give the identity.
    for index in 0..<columns {
      remaining[index] = columns - index - 1
      distance[index] = .infinity
    }
    reached.removeAll(keepingCapacity: true)
    var count = columns
    var row = start
    var length = 0.0
    while true {
      let (index, lowest) = Self.nearest(
        costs, offset: row * columns, length: length, rowPrice: rowPrice[row], row: row, among: remaining,
        count: count, owner: shortOfLong, price: columnPrice, distance: &distance, previous: &previousRow)
      guard lowest < .infinity else { return nil }
      length = lowest
      let column = remaining[index]
      reached.append(column)
      if shortOfLong[column] < 0 { return (column, length) }
      row = shortOfLong[column]
      count -= 1
      remaining[index] = remaining[count]
    }
  }

  /// Renews the distances over one row; gives the place of the nearest column, a free one among equals.
  private static func nearest(
    _ costs: [Double], offset: Int, length: Double, rowPrice: Double, row: Int, among remaining: [Int],
    count: Int, owner: [Int], price: [Double], distance: inout [Double], previous: inout [Int]
  ) -> (index: Int, distance: Double) {
    let (costs, remaining, owner, price) = (costs.span, remaining.span, owner.span, price.span)
    var distance = distance.mutableSpan
    var previous = previous.mutableSpan
    var found = -1
    var lowest = Double.infinity
    for index in 0..<count {
      let column = remaining[index]
      let cost = length + costs[offset + column] - rowPrice - price[column]
      var best = distance[column]
      if cost < best {
        previous[column] = row
        distance[column] = cost
        best = cost
      }
      if best < lowest || (best == lowest && owner[column] < 0) {
        lowest = best
        found = index
      }
    }
    return (found, lowest)
  }

  /// Turns the path's pairs over.
  private mutating func augment(from start: Int, to sink: Int) {
    var column = sink
    while true {
      let row = previousRow[column]
      shortOfLong[column] = row
      let next = longOfShort[row]
      longOfShort[row] = column
      if row == start { return }
      column = next
    }
  }
}

extension Array {
  /// Makes the array one value repeated, in the memory that it has where that is enough.
  mutating func resize(to count: Int, filledWith value: Element) {
    removeAll(keepingCapacity: true)
    append(contentsOf: repeatElement(value, count: count))
  }
}
