/// The boxes of one sequence with their identities: its ground truth, or what a tracker made of it.
public struct TrackTable: Sendable, Equatable {
  /// One box in one frame.
  public struct Row: Sendable, Equatable {
    /// The frame, counted from 1.
    public var frame: Int
    /// The identity.
    public var id: Int
    /// The box in pixels.
    public var box: TrackBox
    /// Whether the row counts; ground truth's seventh column says so.
    public var isCounted: Bool
    /// The eighth column: in the MOT16, MOT17 and MOT20 benchmarks the class, in others anything. 1 where there
    /// is none.
    public var classValue: Double
    /// The line of the file that it comes from, counted from 1.
    public var line: Int

    /// Makes a row.
    public init(
      frame: Int, id: Int, box: TrackBox, isCounted: Bool = true, classValue: Double = 1, line: Int = 0
    ) {
      self.frame = frame
      self.id = id
      self.box = box
      self.isCounted = isCounted
      self.classValue = classValue
      self.line = line
    }
  }

  /// Where the rows come from, for messages.
  public var name: String
  /// The rows in the order of the file.
  public var rows: [Row]

  /// Makes a table.
  public init(name: String, rows: [Row] = []) {
    self.name = name
    self.rows = rows
  }

  /// The last frame that has a row, 0 where there is none.
  public var lastFrame: Int { rows.reduce(0) { max($0, $1.frame) } }

  /// The longest sequence that is scored, ten million frames: damaged frame numbers must not fill the memory.
  static let longest = 10_000_000

  /// The indices of the rows of each frame, in the order of the file; the first frame's at index 0.
  /// - Throws: ``TrackDataError`` for a length beyond ``longest``, for a frame beyond `length`, and for an identity
  ///   that stands twice in a frame.
  func frames(length: Int) throws(TrackDataError) -> [[Int]] {
    guard length <= Self.longest else {
      throw TrackDataError(
        "score", name, cause: "a sequence of \(length) frames", hint: "\(Self.longest) are the most")
    }
    var frames = [[Int]](repeating: [], count: length)
    for (index, row) in rows.enumerated() {
      guard row.frame >= 1, row.frame <= length else {
        throw TrackDataError(
          "score", name, line: row.line, cause: "frame \(row.frame) of a sequence of \(length) frames",
          hint: "is it the file of another sequence?")
      }
      frames[row.frame - 1].append(index)
    }
    var lines: [Int: Int] = [:]
    for frame in frames {
      lines.removeAll(keepingCapacity: true)
      for index in frame {
        let row = rows[index]
        if let other = lines.updateValue(row.line, forKey: row.id) {
          throw TrackDataError(
            "score", name, line: row.line, cause: "id \(row.id) stands twice in frame \(row.frame)",
            hint: "first at line \(other); in one frame each id is one object's")
        }
      }
    }
    return frames
  }
}

/// A box in double precision, as the benchmarks compute with it.
public struct TrackBox: Sendable, Hashable {
  /// The left edge in pixels.
  public var x: Double
  /// The top edge in pixels.
  public var y: Double
  /// The width in pixels.
  public var width: Double
  /// The height in pixels.
  public var height: Double

  /// Makes a box.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The area that both boxes cover over the area that either covers, 0 to 1; 0 for boxes without area. The
  /// steps are those of TrackEval's `_calculate_box_ious`, so that the last bit is the same.
  @inline(__always)
  func intersectionOverUnion(_ other: TrackBox) -> Double {
    let (right, bottom) = (x + width, y + height)
    let (otherRight, otherBottom) = (other.x + other.width, other.y + other.height)
    let overlapX = min(right, otherRight) - max(x, other.x)
    let overlapY = min(bottom, otherBottom) - max(y, other.y)
    guard overlapX > 0, overlapY > 0 else { return 0 }
    let overlap = overlapX * overlapY
    let area = (right - x) * (bottom - y)
    let otherArea = (otherRight - other.x) * (otherBottom - other.y)
    let union = area + otherArea - overlap
    guard area > .ulpOfOne, otherArea > .ulpOfOne, union > .ulpOfOne else { return 0 }
    return overlap / union
  }
}
