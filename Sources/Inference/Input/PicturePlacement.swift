import Records

/// Where a part of a frame lies in a model's input: what turns the model's places back into the frame's.
public struct PicturePlacement: Sendable, Equatable {
  /// The part of the frame, in its pixels; whole numbers.
  public var region: Box
  /// Columns of the input before the part.
  public var left: Int
  /// Rows of the input above the part.
  public var top: Int
  /// Columns of the input that it fills.
  public var width: Int
  /// Rows of the input that it fills.
  public var height: Int
  /// Input pixels a frame pixel, horizontally.
  public var scaleX: Float
  /// Input pixels a frame pixel, vertically.
  public var scaleY: Float

  /// Places `region` of a frame in `input`.
  public init(region: Box, in input: PictureInput) {
    self.region = region
    let across = Double(input.width) / Double(max(1, region.width))
    let down = Double(input.height) / Double(max(1, region.height))
    switch input.fit {
    case .stretch:
      (left, top, width, height) = (0, 0, input.width, input.height)
      (scaleX, scaleY) = (Float(across), Float(down))
    case .letterbox:
      let scale = min(across, down)
      width = min(input.width, max(1, Int((Double(region.width) * scale).rounded())))
      height = min(input.height, max(1, Int((Double(region.height) * scale).rounded())))
      // As Ultralytics splits an odd rest: the smaller half first.
      left = Int((Double(input.width - width) / 2 - 0.1).rounded())
      top = Int((Double(input.height - height) / 2 - 0.1).rounded())
      (scaleX, scaleY) = (Float(scale), Float(scale))
    case .topLeft:
      let scale = min(across, down)
      // As YOLOX cuts: to the next lower whole number.
      width = min(input.width, max(1, Int(Double(region.width) * scale)))
      height = min(input.height, max(1, Int(Double(region.height) * scale)))
      (left, top) = (0, 0)
      (scaleX, scaleY) = (Float(scale), Float(scale))
    }
  }

  /// Places `region` of a frame at `destination`, both in whole pixels.
  public init(region: Box, at destination: Box) {
    self.region = region
    (left, top) = (Int(destination.x), Int(destination.y))
    (width, height) = (Int(destination.width), Int(destination.height))
    scaleX = destination.width / max(1, region.width)
    scaleY = destination.height / max(1, region.height)
  }

  /// A place of the input as a place of the frame.
  public func frame(_ point: Point) -> Point {
    Point(
      x: region.x + (point.x - Float(left)) / scaleX, y: region.y + (point.y - Float(top)) / scaleY)
  }

  /// A box of the input as a box of the frame, not yet cut at the frame's edges.
  public func frame(_ box: Box) -> Box {
    let corner = frame(Point(x: box.x, y: box.y))
    return Box(x: corner.x, y: corner.y, width: box.width / scaleX, height: box.height / scaleY)
  }
}
