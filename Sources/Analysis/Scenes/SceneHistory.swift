/// A frame with what changed since the one before.
struct SceneMoment {
  /// What is kept of the frame.
  var picture: ScenePicture
  /// Part of its detail that is new, 0 to 1.
  var detail = 0.0
  /// Part of its structure that is new, 0 to 1.
  var structure = 0.0
  /// How differently its colours are spread, 0 to 2.
  var colors = 0.0
  /// Standard deviation of luma within the picture's area.
  var deviation = 0.0
  /// Whether it is of one colour.
  var isFlat = false
}

/// The last frames, by their number since the start.
struct SceneHistory {
  /// Frames that are kept.
  let capacity: Int
  /// Number of the first frame that is kept.
  private(set) var start = 0
  private var moments: [SceneMoment] = []

  /// A history of at least `capacity` frames.
  init(capacity: Int) { self.capacity = capacity }

  /// Number of the frame after the last.
  var end: Int { start + moments.count }

  /// The last frame.
  var last: SceneMoment? { moments.last }

  /// A frame by its number; the nearest that is kept where it is gone or has not come.
  subscript(number: Int) -> SceneMoment {
    moments[min(max(0, number - start), moments.count - 1)]
  }

  /// Whether a frame is kept.
  func contains(_ number: Int) -> Bool { number >= start && number < end }

  /// Measures the contrast of all frames anew, within another area.
  mutating func measure(in area: SceneArea) {
    for index in moments.indices {
      moments[index].deviation = moments[index].picture.spread(in: area).deviation
    }
  }

  /// Adds a frame; only the last keeps its fine plane.
  mutating func append(_ moment: SceneMoment) {
    if !moments.isEmpty {
      moments[moments.count - 1].picture.fine = nil
      moments[moments.count - 1].picture.fineBlocks = ([], [])
    }
    moments.append(moment)
    // In steps, so that a frame is moved once in a while only.
    if moments.count >= 2 * capacity {
      start += moments.count - capacity
      moments.removeFirst(moments.count - capacity)
    }
  }
}

/// Where the picture is within black bars.
struct ScenePictureArea {
  /// Frames whose content decides.
  private static let kept = 96
  private var contents: [SceneArea] = []
  private var next = 0
  private var size = (width: 0, height: 0)
  private var current = SceneArea(left: 0, top: 0, right: 0, bottom: 0)

  /// Takes the content of a frame (nil when it is black).
  /// - Parameter isClear: whether the frame is no faint one, as fades have them.
  /// - Returns: the area of the picture.
  mutating func add(_ content: SceneArea?, size: (width: Int, height: Int), isClear: Bool) -> SceneArea {
    if self.size != size {
      self.size = size
      contents = []
      next = 0
      current = SceneArea(left: 0, top: 0, right: size.width, bottom: size.height)
    }
    if let content {
      if contents.count < Self.kept {
        contents.append(content)
      } else {
        contents[next] = content
        next = (next + 1) % Self.kept
      }
    }
    let whole = SceneArea(left: 0, top: 0, right: size.width, bottom: size.height)
    guard let first = contents.first else { return current }
    var area = contents.dropFirst().reduce(first) { $0.union($1) }
    // A caption on black tells nothing, and neither does a picture that is only beginning to show.
    guard 4 * area.count > whole.count, content != nil, isClear else { return current }
    // Pixels at the edge of a bar are half black.
    if area.left > 0, area.right - area.left > 2 { area.left += 1 }
    if area.top > 0, area.bottom - area.top > 2 { area.top += 1 }
    if area.right < whole.right, area.right - area.left > 2 { area.right -= 1 }
    if area.bottom < whole.bottom, area.bottom - area.top > 2 { area.bottom -= 1 }
    current = area
    return area
  }
}
