import Records

/// Something that moves.
public struct MotionRegion: Sendable, Hashable {
  /// Its bounds in pixels of the frame.
  public var box: Box
  /// The moving area in square pixels of the frame.
  public var area: Double
  /// How clear it is, 0 to 1: `1 - 1/r`, where r is how many times their threshold its pixels differ.
  public var score: Float

  /// Describes a region.
  public init(box: Box, area: Double, score: Float) {
    self.box = box
    self.area = area
    self.score = score
  }
}

/// What moves in a picture, in squares of a few pixels.
public struct MotionMask: Sendable, Hashable {
  /// Squares in a row.
  public var columns: Int
  /// Rows of squares.
  public var rows: Int
  /// The side of a square in pixels of the frame; the last of a row and the last row may be cut.
  public var side: Float
  /// The share of each square that moves, 0 to 1, row by row.
  public var shares: [Float]

  /// Describes a mask.
  public init(columns: Int, rows: Int, side: Float, shares: [Float]) {
    precondition(shares.count == columns * rows, "a mask has one share for each square")
    self.columns = columns
    self.rows = rows
    self.side = side
    self.shares = shares
  }
}

/// What moved between a picture and the background.
public struct MotionResult: Sendable, Hashable {
  /// Whether the background is known; until then the regions are empty.
  public var isReady: Bool
  /// Whether the whole picture changed: another scene, a light switched on, or a camera that turns.
  public var isSceneChange: Bool
  /// The share of the picture that moves, 0 to 1.
  public var movingFraction: Double
  /// What moves, the largest area first.
  public var regions: [MotionRegion]
  /// All that moves, that which is too small for a region too.
  public var mask: MotionMask

  /// Describes a comparison.
  public init(
    isReady: Bool, isSceneChange: Bool = false, movingFraction: Double = 0, regions: [MotionRegion] = [],
    mask: MotionMask
  ) {
    self.isReady = isReady
    self.isSceneChange = isSceneChange
    self.movingFraction = movingFraction
    self.regions = regions
    self.mask = mask
  }

  /// The regions as objects with the label `motion`.
  public var objects: [DetectedObject] {
    regions.map { region in
      var object = DetectedObject(label: "motion", score: region.score, box: region.box)
      object.area = region.area
      return object
    }
  }
}
