import Records

/// Packs parts of a frame into one model input that is smaller than that of a look at the whole frame.
///
/// A model's time grows with its input's area, so looking at some regions saves time only where they fit into
/// a smaller input at the scale of a full look. yolox-nano on vtest.avi (768x576, people walking all the
/// time; OpenVINO, 2 threads): a full look at 416x416 took 13 ms, a mosaic of the moving regions in 192x192
/// 4.2 ms and in 256x256 6 ms. Enlarging the regions into an input of full size costs as much as a full look
/// and found no more (recall 0.908 against 0.915).
public struct RegionPacker: Sendable, Hashable {
  /// The size of a model input.
  public struct InputSize: Sendable, Hashable {
    /// Columns.
    public var width: Int
    /// Rows.
    public var height: Int

    /// Describes a size.
    public init(width: Int, height: Int) {
      self.width = width
      self.height = height
    }
  }

  /// The scale of a full look: pixels of the input over pixels of the frame.
  public let scale: Float
  /// The inputs to choose from, smallest first.
  public let inputs: [InputSize]
  /// Pixels of the input between two tiles.
  public let gap = 8

  /// Prepares for frames of one size.
  /// - Parameters:
  ///   - frameWidth: columns of the frames.
  ///   - frameHeight: rows of the frames.
  ///   - fullInput: the input in which the whole frame is looked at.
  ///   - inputs: the smaller inputs that the model is ready for; `sizes(below:)` proposes some.
  public init(frameWidth: Int, frameHeight: Int, fullInput: InputSize, inputs: [InputSize]) {
    scale = min(Float(fullInput.width) / Float(frameWidth), Float(fullInput.height) / Float(frameHeight))
    self.inputs = inputs.filter { $0.width * $0.height < fullInput.width * fullInput.height }
      .sorted { ($0.width * $0.height, $0.width) < ($1.width * $1.height, $1.width) }
  }

  /// Smaller inputs worth having beside a model's own: about 0.46 and 0.62 of its sides, in whole strides of
  /// 32 (192 and 256 for 416): a fifth and two fifths of the work. A third one (320) made vtest.avi 2% quicker,
  /// and every start longer by what it takes to make a model ready.
  public static func sizes(below full: InputSize) -> [InputSize] {
    var sizes: [InputSize] = []
    for share in [0.46, 0.62] {
      let size = InputSize(
        width: max(64, Int((Double(full.width) * share / 32).rounded()) * 32),
        height: max(64, Int((Double(full.height) * share / 32).rounded()) * 32))
      if size.width < full.width, size.height < full.height, !sizes.contains(size) { sizes.append(size) }
    }
    return sizes
  }

  /// Lays regions out in the smallest input that takes them all; nil where none does.
  ///
  /// Shelves, the tallest region first (first-fit decreasing height): regions are few, and the order is the
  /// same for the same regions.
  /// - Parameter regions: parts of the frame with whole even corners, inside the frame.
  public func pack(_ regions: [Box]) -> Mosaic? {
    guard !regions.isEmpty else { return nil }
    let sizes = regions.map { region in
      InputSize(
        width: max(1, Int((region.width * scale).rounded())),
        height: max(1, Int((region.height * scale).rounded())))
    }
    let order = regions.indices.sorted { a, b in
      (sizes[a].height, sizes[a].width, b) > (sizes[b].height, sizes[b].width, a)
    }
    for input in inputs {
      guard let tiles = shelve(regions, sizes, order, into: input) else { continue }
      return Mosaic(width: input.width, height: input.height, tiles: tiles)
    }
    return nil
  }

  private func shelve(_ regions: [Box], _ sizes: [InputSize], _ order: [Int], into input: InputSize)
    -> [Mosaic.Tile]?
  {
    var tiles: [Mosaic.Tile] = []
    var shelves: [(x: Int, y: Int, height: Int)] = []
    for index in order {
      let size = sizes[index]
      guard size.width <= input.width, size.height <= input.height else { return nil }
      // The first shelf with room; those above are at least as high, as the tallest came first.
      let shelf: Int
      if let open = shelves.firstIndex(where: { $0.x + size.width <= input.width }) {
        shelf = open
      } else {
        let top = shelves.last.map { $0.y + $0.height + gap } ?? 0
        guard top + size.height <= input.height else { return nil }
        shelves.append((0, top, size.height))
        shelf = shelves.count - 1
      }
      let place = Box(
        x: Float(shelves[shelf].x), y: Float(shelves[shelf].y), width: Float(size.width),
        height: Float(size.height))
      tiles.append(Mosaic.Tile(source: regions[index], destination: place))
      shelves[shelf].x += size.width + gap
    }
    return tiles
  }
}
