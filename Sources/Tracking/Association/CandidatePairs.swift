/// Finds which boxes of one list touch which of another, without comparing each with each.
///
/// Few boxes are compared directly. Many are put into a uniform grid whose cells are about as large as the
/// mean box; a pair is reported in the one cell that holds the top left corner of what the two share, so that
/// none comes twice. The time is near linear in the boxes and the pairs. The grid starts at the boxes' own
/// corner: a shift of everything changes nothing. Buffers are kept between uses.
struct CandidatePairs {
  /// Two boxes that share an area.
  struct Pair {
    var row: Int32
    var column: Int32
  }

  /// The pairs, by row and within a row by column.
  private(set) var pairs: [Pair] = []
  private var cellStart: [Int32] = []
  private var cellItems: [Int32] = []
  private var rowHits: [Int32] = []

  /// Up to so many comparisons are made directly.
  static let directLimit = 2048

  /// Finds the pairs of boxes (left, top, right, bottom) that share an area.
  mutating func find(rows: [SIMD4<Float>], columns: [SIMD4<Float>]) {
    pairs.removeAll(keepingCapacity: true)
    guard rows.count * columns.count > Self.directLimit else {
      for row in rows.indices {
        let box = rows[row]
        for column in columns.indices where Overlap.touches(box, columns[column]) {
          pairs.append(Pair(row: Int32(row), column: Int32(column)))
        }
      }
      return
    }
    findInGrid(rows: rows, columns: columns)
  }

  private mutating func findInGrid(rows: [SIMD4<Float>], columns: [SIMD4<Float>]) {
    let grid = Grid(columns)
    cellStart.removeAll(keepingCapacity: true)
    for _ in 0...(grid.countX * grid.countY) { cellStart.append(0) }
    for box in columns {
      let cells = grid.cells(of: box)
      for y in cells.y...cells.w { for x in cells.x...cells.z { cellStart[grid.index(x, y) + 1] += 1 } }
    }
    for cell in 1..<cellStart.count { cellStart[cell] += cellStart[cell - 1] }
    let total = Int(cellStart[cellStart.count - 1])
    cellItems.removeAll(keepingCapacity: true)
    for _ in 0..<total { cellItems.append(0) }
    // Filled from the back, which leaves each cell's start in its place and its items in rising order.
    for column in columns.indices.reversed() {
      let cells = grid.cells(of: columns[column])
      for y in cells.y...cells.w {
        for x in cells.x...cells.z {
          let cell = grid.index(x, y) + 1
          cellStart[cell] -= 1
          cellItems[Int(cellStart[cell])] = Int32(column)
        }
      }
    }
    // Now cellStart[cell + 1] is the start of the cell and cellStart[cell + 2] its end.
    for row in rows.indices {
      let box = rows[row]
      rowHits.removeAll(keepingCapacity: true)
      let cells = grid.cells(of: box)
      for y in cells.y...cells.w {
        for x in cells.x...cells.z {
          let cell = grid.index(x, y)
          let end = cell + 2 < cellStart.count ? Int(cellStart[cell + 2]) : total
          for item in Int(cellStart[cell + 1])..<end {
            let column = cellItems[item]
            let other = columns[Int(column)]
            guard Overlap.touches(box, other) else { continue }
            let corner = pointwiseMax(box.lowHalf, other.lowHalf)
            let home = grid.cell(of: corner)
            if home.x == x, home.y == y { rowHits.append(column) }
          }
        }
      }
      sortHits()
      for column in rowHits { pairs.append(Pair(row: Int32(row), column: column)) }
    }
  }

  /// Insertion sort: a row has few pairs, and nothing is allocated.
  private mutating func sortHits() {
    guard rowHits.count > 1 else { return }
    for index in 1..<rowHits.count {
      let value = rowHits[index]
      var place = index
      while place > 0, rowHits[place - 1] > value {
        rowHits[place] = rowHits[place - 1]
        place -= 1
      }
      rowHits[place] = value
    }
  }

  /// A uniform grid over boxes; what lies outside belongs to the cells at its edge.
  private struct Grid {
    let origin: SIMD2<Float>
    let perCell: SIMD2<Float>
    let countX: Int
    let countY: Int
    private let last: SIMD2<Float>

    init(_ boxes: [SIMD4<Float>]) {
      var low = SIMD2<Float>(repeating: .infinity)
      var high = SIMD2<Float>(repeating: -.infinity)
      var size = SIMD2<Float>.zero
      for box in boxes {
        low = pointwiseMin(low, box.lowHalf)
        high = pointwiseMax(high, box.highHalf)
        size += box.highHalf - box.lowHalf
      }
      origin = low
      let mean = pointwiseMax(size / Float(boxes.count), SIMD2(repeating: 1e-3))
      let most = Float(Double(boxes.count).squareRoot() * 2).rounded(.up)
      let counts = ((high - low) / mean).clamped(
        lowerBound: SIMD2(repeating: 1), upperBound: SIMD2(repeating: most))
      countX = Int(counts.x)
      countY = Int(counts.y)
      let whole = SIMD2(Float(countX), Float(countY))
      perCell = whole / pointwiseMax(high - low, SIMD2(repeating: 1e-3))
      last = whole - 1
    }

    @inline(__always) func cell(of point: SIMD2<Float>) -> SIMD2<Int> {
      let place = ((point - origin) * perCell).clamped(lowerBound: .zero, upperBound: last)
      return SIMD2(Int(place.x), Int(place.y))
    }

    @inline(__always) func cells(of box: SIMD4<Float>) -> SIMD4<Int> {
      SIMD4(lowHalf: cell(of: box.lowHalf), highHalf: cell(of: box.highHalf))
    }

    @inline(__always) func index(_ x: Int, _ y: Int) -> Int { y * countX + x }
  }
}
