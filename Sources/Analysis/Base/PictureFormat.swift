import Records

/// What all pictures of a stream have in common.
public struct PictureFormat: Sendable, Equatable {
  /// Width in pixels, upright.
  public var width: Int
  /// Height in pixels, upright.
  public var height: Int
  /// Width of a pixel over its height.
  public var sampleAspect: Double
  /// Bits of a sample.
  public var depth: Int
  /// Whether codes reach from 0 to the highest (JPEG's range) instead of from 16 to 235 (of 8 bits).
  public var isFullRange: Bool
  /// Frames a second; nil where nobody knows.
  public var frameRate: Double?
  /// Colour properties, where they are known.
  public var color: ColorDescription

  /// Describes pictures.
  public init(
    width: Int, height: Int, sampleAspect: Double = 1, depth: Int = 8, isFullRange: Bool = false,
    frameRate: Double? = nil, color: ColorDescription = ColorDescription()
  ) {
    self.width = width
    self.height = height
    self.sampleAspect = sampleAspect
    self.depth = depth
    self.isFullRange = isFullRange
    self.frameRate = frameRate
    self.color = color
  }

  /// The 8-bit luma code of black.
  public var black: Double { isFullRange ? 0 : 16 }
  /// The 8-bit luma code of white.
  public var white: Double { isFullRange ? 255 : 235 }
}
