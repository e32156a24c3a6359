/// What a model wants to see: size, layout and range of the picture it is given.
///
/// A number that reaches the model is `(byte - mean[channel]) / deviation[channel]`.
public struct PictureInput: Codable, Sendable, Hashable {
  /// Order of the axes.
  public enum Layout: String, Codable, Sendable {
    /// Batch, channel, row, column: one plane a channel.
    case nchw
    /// Batch, row, column, channel: the channels of a pixel together.
    case nhwc
  }

  /// Order of the channels.
  public enum Channels: String, Codable, Sendable {
    /// Red first.
    case rgb
    /// Blue first.
    case bgr
  }

  /// How a picture of another shape gets into the input.
  public enum Fit: String, Codable, Sendable {
    /// Aspect ratio kept, in the middle, the rest filled with `pad` (Ultralytics).
    case letterbox
    /// Aspect ratio kept, at the top left, the rest filled with `pad` (YOLOX).
    case topLeft = "top-left"
    /// Stretched to the whole input.
    case stretch
  }

  /// Columns.
  public var width: Int
  /// Rows.
  public var height: Int
  /// Order of the axes.
  public var layout: Layout
  /// Order of the channels.
  public var channels: Channels
  /// How other shapes are fitted.
  public var fit: Fit
  /// The byte around a fitted picture.
  public var pad: UInt8
  /// Subtracted from each channel, in bytes' range, in the order of `channels`.
  public var mean: [Float]
  /// What each channel is then divided by.
  public var deviation: [Float]

  /// Describes an input; by default bytes as they are.
  public init(
    width: Int, height: Int, layout: Layout = .nchw, channels: Channels = .rgb, fit: Fit = .letterbox,
    pad: UInt8 = 114, mean: [Float] = [0, 0, 0], deviation: [Float] = [1, 1, 1]
  ) {
    self.width = width
    self.height = height
    self.layout = layout
    self.channels = channels
    self.fit = fit
    self.pad = pad
    self.mean = mean
    self.deviation = deviation
  }

  /// Bytes of one picture in this form.
  public var byteCount: Int { width * height * 3 }
}
