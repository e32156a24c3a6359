import Media
import Records

/// A trial encode of a few pictures as the renditions are encoded, after their analysis, and decoded again.
final class SnippetEncode {
  private let encoder: Encoder
  private let plan: TranscodePlan
  private var decoder: Decoder
  private var scaler: RungScaler
  private var isFirst = true
  private var pictures: [Frame] = []
  /// Bytes that it took.
  private(set) var bytes = 0

  init(_ rendition: VideoRendition, plan: TranscodePlan, statistics: String, bitrate: Int) throws {
    self.plan = plan
    var encoding = rendition.encoding(
      plan, inBandHeaders: false, isResumed: false,
      chunk: RungChunk(statistics: statistics, bitrate: bitrate, firstSegment: 1))
    (encoding.maxRate, encoding.bufferSize) = (nil, nil)
    encoder = try Encoder(video: encoding)
    decoder = try Decoder(
      encoded: try encoder.parameters(), timeBase: plan.timeBase, name: "a trial encode")
    scaler = RungScaler(
      width: rendition.width, height: rendition.height, pixelFormat: rendition.pixelFormat, plan: plan)
  }

  func send(_ picture: PreparedPicture) throws {
    let frame = try scaler.scaled(picture.frame)
    frame.pts = picture.pts
    frame.forceKeyframe(isFirst)
    isFirst = false
    try encoder.send(frame)
    try collect()
  }

  /// Ends.
  /// - Returns: the decoded pictures in the order of showing.
  func finish() throws -> [Frame] {
    try encoder.send(nil)
    try collect()
    _ = try decoder.send(nil)
    try decode()
    return pictures
  }

  private func collect() throws {
    while let packet = try encoder.receive() {
      bytes += packet.size
      while try !decoder.send(packet) { try decode() }
      try decode()
    }
  }

  private func decode() throws {
    while let frame = try decoder.receive() { pictures.append(frame) }
  }
}
