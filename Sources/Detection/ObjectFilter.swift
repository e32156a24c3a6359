import Media
import Records

/// Which objects are let through.
public struct ObjectFilter: Sendable {
  /// Labels, in lower case; nil for all.
  public var classes: Set<String>?
  /// Objects narrower are dropped, in pixels.
  public var minimumWidth: Float = 0
  /// Objects lower are dropped, in pixels.
  public var minimumHeight: Float = 0
  /// An object's middle must lie in one of these; empty for everywhere.
  public var regions: [Polygon] = []
  /// An object's middle must lie on a bright pixel of this; nil for everywhere.
  public var mask: PictureMask?
  /// How many objects a frame has at the most, the best ones; nil for any number.
  public var maximum: Int?

  /// Lets everything through.
  public init() {}

  /// What is left of objects.
  /// - Parameters:
  ///   - width: the frame's width in pixels.
  ///   - height: the frame's height in pixels.
  public func apply(to objects: [DetectedObject], width: Int, height: Int) -> [DetectedObject] {
    var kept = objects.filter { object in
      if let classes, !classes.contains(object.label.lowercased()) { return false }
      guard object.box.width >= minimumWidth, object.box.height >= minimumHeight else { return false }
      let middle = object.box.center
      if !regions.isEmpty, !regions.contains(where: { $0.contains(middle) }) { return false }
      return mask?.contains(middle, width: width, height: height) ?? true
    }
    if let maximum, kept.count > maximum {
      let best = kept.indices.sorted {
        kept[$0].score == kept[$1].score ? $0 < $1 : kept[$0].score > kept[$1].score
      }
      let chosen = Set(best.prefix(maximum))
      kept = kept.indices.filter(chosen.contains).map { kept[$0] }
    }
    return kept
  }

  /// Refuses names of classes that none of the models can find; nothing is checked where one of them does not
  /// say what it finds.
  public static func check(_ classes: Set<String>, known models: [ModelRecord]) throws(MediaError) {
    let lists = models.map { $0.classes ?? [] }
    guard !lists.isEmpty, lists.allSatisfy({ !$0.isEmpty }) else { return }
    var names: [String] = []
    for name in lists.joined() where !names.contains(name) { names.append(name) }
    let unknown = classes.subtracting(names.map { $0.lowercased() }).sorted()
    guard !unknown.isEmpty else { return }
    let shown = names.prefix(100).joined(separator: ", ") + (names.count > 100 ? ", ..." : "")
    throw MediaError(
      "keep classes", unknown.joined(separator: ", "),
      cause: "\(models.map(\.name).joined(separator: " and ")) cannot tell them",
      hint: "known are \(shown)")
  }

  /// The part of a frame where objects can be; nil for all of it. Some room around the regions is looked at
  /// too, so that objects at their edge are whole.
  public func extent(width: Int, height: Int) -> Box? {
    guard let first = regions.first else { return nil }
    var box = first.bounds
    for region in regions.dropFirst() { box = box.union(region.bounds) }
    let room = max(box.width, box.height) / 10
    let wide = Box(
      x: box.x - room, y: box.y - room, width: box.width + 2 * room, height: box.height + 2 * room)
    let frame = Box(width: Float(width), height: Float(height))
    let part = wide.intersection(frame)
    guard part.width >= 1, part.height >= 1 else { return nil }
    // Next to the whole frame nothing is gained.
    return part.area < 0.8 * frame.area ? part : nil
  }
}

/// A picture that says where to look: bright pixels count.
public struct PictureMask: Sendable {
  private let width: Int
  private let height: Int
  private let bright: [Bool]

  /// Takes the luma of a picture; pixels of 128 and more count.
  /// - Throws: MediaError where libswscale does not know the picture's format.
  public init(_ frame: Frame) throws {
    guard let gray = PixelFormat(name: "gray") else { throw MediaError("read", "a mask", cause: "no gray") }
    let picture = try PictureConverter(to: gray).convert(frame)
    (width, height) = (picture.width, picture.height)
    var bright: [Bool] = []
    bright.reserveCapacity(width * height)
    picture.forEachRow { _, row in for index in row.indices { bright.append(row[index] >= 128) } }
    self.bright = bright
  }

  /// Whether a point of a picture of any size lies on a bright pixel of the mask stretched over it.
  func contains(_ point: Point, width: Int, height: Int) -> Bool {
    guard width > 0, height > 0, self.width > 0, self.height > 0 else { return true }
    let column = min(max(Int(point.x * Float(self.width) / Float(width)), 0), self.width - 1)
    let row = min(max(Int(point.y * Float(self.height) / Float(height)), 0), self.height - 1)
    return bright[row * self.width + column]
  }
}
