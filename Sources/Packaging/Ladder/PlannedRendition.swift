/// One rendition of a source: its exact size, its bits and its name.
public struct PlannedRendition: Sendable, Hashable, Codable {
  /// A unique plain name, such as "720p"; it becomes a folder.
  public let name: String
  /// The width in square pixels, even.
  public let width: Int
  /// The height in square pixels, even.
  public let height: Int
  /// The average bit rate of the video in bits per second.
  public let bitrate: Int
  /// The highest rate of the VBV in bits per second.
  public let maxrate: Int
  /// The size of the VBV in bits.
  public let bufsize: Int
  /// The rung that it follows, with its overrides.
  public let rung: Rung
}
