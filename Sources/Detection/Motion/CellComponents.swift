/// Finds which set cells of a grid belong together.
enum CellComponents {
  /// The groups of set cells, each in the order found, the groups in the order of their first cell.
  /// - Parameters:
  ///   - reach: how many columns and rows apart two cells may be and still belong together; 1 for touching.
  ///   - isSet: whether the cell of an index (row by row) is set.
  static func find(columns: Int, rows: Int, reach: (x: Int, y: Int), isSet: (Int) -> Bool) -> [[Int]] {
    var open = (0..<columns * rows).map(isSet)
    var groups: [[Int]] = []
    for start in open.indices where open[start] {
      open[start] = false
      var group = [start]
      var next = 0
      while next < group.count {
        let (row, column) = group[next].quotientAndRemainder(dividingBy: columns)
        next += 1
        for y in max(0, row - reach.y)...min(rows - 1, row + reach.y) {
          for x in max(0, column - reach.x)...min(columns - 1, column + reach.x) where open[y * columns + x] {
            open[y * columns + x] = false
            group.append(y * columns + x)
          }
        }
      }
      groups.append(group)
    }
    return groups
  }
}
