import Vision

/// Bars around a picture, in pixels.
struct Bars: Hashable {
  /// Heights and widths by side.
  var top = 0
  var bottom = 0
  var left = 0
  var right = 0

  /// Whether each differs from another's by two pixels at most.
  func isNear(_ other: Bars) -> Bool {
    abs(top - other.top) <= 2 && abs(bottom - other.bottom) <= 2 && abs(left - other.left) <= 2
      && abs(right - other.right) <= 2
  }

  var isEmpty: Bool { max(top, bottom, left, right) < 2 }
}

/// The lines of one direction (rows or columns) over a second or so: what stood out of the bars' colour.
struct BarLines {
  /// The most that a line's mean or deviation stood out.
  private(set) var strength: [Float] = []
  /// The greatest part of a line that had another colour, 0 to 1.
  private(set) var coverage: [Float] = []

  mutating func add(means: [Float], deviations: [Float], color: Float) {
    guard means.count == deviations.count else { return }
    if strength.count != means.count {
      strength = [Float](repeating: 0, count: means.count)
      coverage = strength
    }
    strength.withUnsafeMutableBufferPointer { strength in
      coverage.withUnsafeMutableBufferPointer { coverage in
        for index in means.indices {
          let difference = abs(means[index] - color)
          let deviation = deviations[index]
          strength[index] = max(strength[index], difference, deviation)
          // A part p of the line that differs by d makes a mean of pd and a variance of p(1-p)dd.
          let square = difference * difference
          let part = square / (square + deviation * deviation + 1)
          if difference > 10 { coverage[index] = max(coverage[index], part) }
        }
      }
    }
  }

  /// Lines of the bars' colour from one end (`backwards`: the last line), nil where all are.
  func bar(backwards: Bool, limit: Float) -> Int? {
    let count = strength.count
    func at(_ index: Int) -> Float { strength[backwards ? count - 1 - index : index] }
    guard var edge = (0..<count).first(where: { at($0) > limit }) else { return nil }
    // What coding and scaling spread over the edge is weaker than the picture.
    if edge > 0, edge + 2 < count, at(edge) < 0.3 * at(edge + 2) {
      edge += at(edge + 1) < 0.3 * at(edge + 2) ? 2 : 1
    }
    return edge
  }

  /// Whether the picture begins right after a bar along most of the edge's length.
  func isStraight(_ bar: Int, backwards: Bool, part: Float) -> Bool {
    let count = coverage.count
    return (bar..<min(count, bar + 4)).contains { coverage[backwards ? count - 1 - $0 : $0] >= 0.35 * part }
  }

  /// Whether there is an edge at a place: two lines of the bars' colour and then picture.
  func hasEdge(_ bar: Int, backwards: Bool, limit: Float) -> Bool {
    let count = strength.count
    guard bar >= 2, bar + 2 < count else { return false }
    func at(_ index: Int) -> Float { strength[backwards ? count - 1 - index : index] }
    return at(bar - 1) <= 2 * limit && at(bar - 2) <= limit && max(at(bar), at(bar + 1)) > 2 * limit
  }
}

/// What the lines of all pictures of a second or so say of the bars.
struct LetterboxWindow {
  private var rows = BarLines()
  private var columns = BarLines()
  private var color: Float?
  private var isBlack = true
  private(set) var frames = 0

  /// Adds a picture's lines.
  mutating func add(_ lines: LineMeasures, black: Float, limit: Float) {
    guard !lines.rowMeans.isEmpty, !lines.columnMeans.isEmpty else { return }
    if frames == 0 { choose(lines, black: black, limit: limit) }
    frames += 1
    guard let color else { return }
    rows.add(means: lines.rowMeans, deviations: lines.rowDeviations, color: color)
    columns.add(means: lines.columnMeans, deviations: lines.columnDeviations, color: color)
  }

  /// Bars are black, or have the colour that two opposite edges share.
  private mutating func choose(_ lines: LineMeasures, black: Float, limit: Float) {
    let means = [lines.rowMeans, lines.columnMeans].map { ($0[0], $0[$0.count - 1]) }
    let deviations = [lines.rowDeviations, lines.columnDeviations].map { max($0[0], $0[$0.count - 1]) }
    isBlack = means.contains { min($0.0, $0.1) <= black + limit }
    guard !isBlack else {
      color = black
      return
    }
    for direction in 0..<2
    where abs(means[direction].0 - means[direction].1) <= 3 && deviations[direction] <= 3 {
      color = (means[direction].0 + means[direction].1) / 2
      return
    }
    color = nil
  }

  /// The bars, where they can be told.
  /// - Parameter known: those of the time before; a side that is too dark to be told, or holds text, keeps its bar.
  /// - Returns: nil where the picture is too dark, or its edges are not straight.
  func bars(known: Bars?, limit: Float) -> Bars? {
    guard frames > 0 else { return nil }
    guard color != nil else { return Bars() }
    let limit = isBlack ? limit : min(limit, 4)
    guard let top = rows.bar(backwards: false, limit: limit),
      let bottom = rows.bar(backwards: true, limit: limit),
      let left = columns.bar(backwards: false, limit: limit),
      let right = columns.bar(backwards: true, limit: limit)
    else { return nil }
    let height = rows.strength.count
    let width = columns.strength.count
    // What is smaller is text or a mark on black, and no picture within bars.
    guard 4 * (width - left - right) >= width, 4 * (height - top - bottom) >= height else { return nil }
    let acrossRows = Float(width - left - right) / Float(width)
    let acrossColumns = Float(height - top - bottom) / Float(height)
    var found = Bars()
    let sides: [(BarLines, Bool, Int, Int, Float, WritableKeyPath<Bars, Int>)] = [
      (rows, false, top, bottom, acrossRows, \.top), (rows, true, bottom, top, acrossRows, \.bottom),
      (columns, false, left, right, acrossColumns, \.left),
      (columns, true, right, left, acrossColumns, \.right),
    ]
    for (lines, backwards, bar, opposite, part, side) in sides {
      if bar == 0 { continue }
      if lines.isStraight(bar, backwards: backwards, part: part) {
        found[keyPath: side] = bar
      } else if let before = known?[keyPath: side],
        bar >= before || lines.hasEdge(before, backwards: backwards, limit: limit)
      {
        found[keyPath: side] = before
      } else if opposite > bar, lines.hasEdge(opposite, backwards: backwards, limit: limit) {
        found[keyPath: side] = opposite
      } else {
        return nil
      }
    }
    // Other than black is the picture's own colour more often than a bar's: demands two bars of about one size.
    if !isBlack {
      if abs(found.top - found.bottom) > 2 + height / 50 { (found.top, found.bottom) = (0, 0) }
      if abs(found.left - found.right) > 2 + width / 50 { (found.left, found.right) = (0, 0) }
    }
    return found
  }
}
