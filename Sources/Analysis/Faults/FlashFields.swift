/// Counts opposing changes in every field of view of a picture.
///
/// A field is a part of the picture of a size (ten degrees of a viewer's sight). It changes when enough of its cells
/// do so in one direction within a short time, less those that do so in the other, and its last change was the
/// opposite one. Things that move change ever other cells; a field flashes where the same cells change back and
/// forth.
struct FlashFields {
  /// A frame that changes some field.
  struct Change {
    /// Most changes of any field within the second that ends here.
    var changes = 0
    /// When the first of those was that are just too many, in seconds.
    var start = 0.0
    /// Index of that frame.
    var startFrame = 0
    /// Greatest part of such a field that changed, 0 to 1.
    var area = 0.0
    /// Whether more changes than are allowed were those of the same cells.
    var isFlashing = false
  }

  private static let kept = 64
  private let options: FlashOptions
  private var width = 0
  private var height = 0
  private var fieldWidth = 0
  private var fieldHeight = 0
  private var across = 0
  private var down = 0
  private var direction: [Int8] = []
  private var counts: [Int] = []
  private var times: [Double] = []
  private var frames: [Int] = []
  private var changed = AreaSums()
  private var opposite = AreaSums()
  private var paired = AreaSums()
  private var flashing = AreaSums()
  /// Changes of any field in cells that had the opposite one within the second before, each the opposite of the one
  /// before.
  private(set) var total = 0
  private var totalDirection: Int8 = 0

  init(options: FlashOptions, total: Int = 0) {
    self.options = options
    self.total = total
  }

  /// Takes the cells after a frame.
  /// - Parameter second: a second, less what rounded times may lack.
  mutating func add(
    _ changes: FlashCells.Changes, width: Int, height: Int, time: Double, frame: Int, second: Double
  ) -> Change? {
    guard width > 0, height > 0 else { return nil }
    if width != self.width || height != self.height { reset(width: width, height: height) }
    var found: Change?
    // The field's exact size, not the one rounded to cells.
    let field = options.fieldWidth * options.fieldHeight * Double(width * height)
    let least = max(1, options.area * field)
    let most = 2 * options.most + 1
    for rising: Int8 in [1, -1] {
      func isRecent(_ cell: Int) -> Bool {
        changes.direction[cell] == rising && time - changes.time[cell] <= options.together
      }
      guard time - changes.latest(rising) <= options.together,
        Double(changed.fill(width, height, where: isRecent)) >= least
      else { continue }
      // What moves brightens here and darkens there.
      _ = opposite.fill(width, height) {
        changes.direction[$0] == -rising && time - changes.time[$0] <= options.together
      }
      let pairs = paired.fill(width, height) { isRecent($0) && time - changes.time($0, back: 2) < second }
      let cells = flashing.fill(width, height) {
        isRecent($0) && time - changes.time($0, back: most) < second
      }
      for index in 0..<across * down where direction[index] != rising {
        let count = Double(sum(changed, index) - sum(opposite, index))
        guard count >= least else { continue }
        direction[index] = rising
        if Double(pairs) >= least, Double(sum(paired, index)) >= least, totalDirection != rising {
          totalDirection = rising
          total += 1
        }
        var change = self.count(index, time: time, frame: frame, second: second)
        change.area = min(1, count / field)
        change.isFlashing =
          change.changes >= most && Double(cells) >= least && Double(sum(flashing, index)) >= least
        if let best = found {
          if (change.isFlashing ? 1 : 0, change.changes, change.area)
            > (best.isFlashing ? 1 : 0, best.changes, best.area)
          {
            found = change
          }
        } else {
          found = change
        }
      }
    }
    return found
  }

  private mutating func reset(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    fieldWidth = max(1, min(width, Int((options.fieldWidth * Double(width)).rounded())))
    fieldHeight = max(1, min(height, Int((options.fieldHeight * Double(height)).rounded())))
    across = (width - fieldWidth + 1) / 2 + 1
    down = (height - fieldHeight + 1) / 2 + 1
    direction = [Int8](repeating: 0, count: across * down)
    counts = [Int](repeating: 0, count: across * down)
    times = [Double](repeating: 0, count: across * down * FlashFields.kept)
    frames = [Int](repeating: 0, count: across * down * FlashFields.kept)
  }

  /// Cells of a field that are summed.
  private func sum(_ sums: AreaSums, _ field: Int) -> Int32 {
    let left = min(2 * (field % across), width - fieldWidth)
    let top = min(2 * (field / across), height - fieldHeight)
    return sums.sum(left: left, top: top, width: fieldWidth, height: fieldHeight)
  }

  /// Counts a change of a field, and those of the second before it.
  private mutating func count(_ field: Int, time: Double, frame: Int, second: Double) -> Change {
    let base = field * FlashFields.kept
    times[base + counts[field] % FlashFields.kept] = time
    frames[base + counts[field] % FlashFields.kept] = frame
    counts[field] += 1
    var change = Change(changes: 0, start: time, startFrame: frame)
    for back in 1...min(counts[field], FlashFields.kept) {
      let place = base + (counts[field] - back) % FlashFields.kept
      guard time - times[place] < second else { break }
      change.changes += 1
      // With more than enough changes, those before may have been something else.
      guard back <= 2 * options.most + 1 else { continue }
      change.start = times[place]
      change.startFrame = frames[place]
    }
    return change
  }
}

/// Sums over all rectangles of cells (an integral image).
struct AreaSums {
  private var stride = 0
  private var sums: [Int32] = []

  /// Sums the cells that meet a condition.
  /// - Returns: how many there are.
  mutating func fill(_ width: Int, _ height: Int, where condition: (Int) -> Bool) -> Int32 {
    stride = width + 1
    if sums.count != stride * (height + 1) { sums = [Int32](repeating: 0, count: stride * (height + 1)) }
    for y in 0..<height {
      var row: Int32 = 0
      for x in 0..<width {
        if condition(y * width + x) { row += 1 }
        sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row
      }
    }
    return sums[height * stride + width]
  }

  /// The sum of a rectangle within the cells.
  func sum(left: Int, top: Int, width: Int, height: Int) -> Int32 {
    let (upper, lower) = (top * stride, (top + height) * stride)
    return sums[lower + left + width] - sums[upper + left + width] - sums[lower + left] + sums[upper + left]
  }
}
