import Media
import Pipeline
import Quality
import Records

/// How well the first pass, at its one constant rate factor, came out over the whole title: what makes a few
/// snippets stand for all of it.
///
/// The analysed picture is small, so that decoding and estimating it costs little. Each segment gives two pieces:
/// its beginning, as long as a snippet (two seconds), and the rest. Used from one thread.
final class LeadQuality {
  /// A piece of a segment.
  struct Piece: Codable, Sendable, Hashable {
    /// Pictures in it.
    var frames: Int
    /// Mean quality, on the estimate's scale, at the analysed size.
    var score: Double
    /// Whether a segment begins with it.
    var isHead: Bool
  }

  /// Every how manyth picture is looked at.
  private static let interval = 4

  private let decoder: Decoder
  private let meter: QualityMeter
  private let headFrames: Int
  private var references: [Int64: (frame: Frame, isStart: Bool)] = [:]
  private var pieces: [(frames: Int, isHead: Bool)] = []

  init(_ parameters: CodecParameters, plan: TranscodePlan, height: Int, interrupt: Interrupt) throws {
    decoder = try Decoder(encoded: parameters, timeBase: plan.timeBase, name: "the analysed picture")
    meter = try QualityMeter(.estimate, height: height, interval: LeadQuality.interval, interrupt: interrupt)
    headFrames = max(1, Int((2 * (plan.frameRate?.doubleValue ?? 25)).rounded()))
  }

  /// The encoder was given a picture.
  func sent(_ frame: Frame, startsSegment: Bool) throws {
    references[frame.pts ?? 0] = (try frame.reference(), startsSegment)
  }

  /// The encoder gave a packet.
  func received(_ packet: Packet) throws {
    while try !decoder.send(packet) { try decode() }
    try decode()
  }

  /// Ends.
  /// - Returns: the pieces in order; nil where some could not be measured.
  func finish() throws -> [Piece]? {
    _ = try decoder.send(nil)
    try decode()
    let scores = try meter.finish()
    guard scores.count == pieces.count else { return nil }
    return zip(pieces, scores).map { Piece(frames: $0.frames, score: $1.score, isHead: $0.isHead) }
  }

  private func decode() throws {
    while let picture = try decoder.receive() {
      guard let reference = references.removeValue(forKey: picture.pts ?? 0) else { continue }
      if reference.isStart || pieces.isEmpty {
        try begin(isHead: true)
      } else if let last = pieces.last, last.isHead, last.frames >= headFrames {
        try begin(isHead: false)
      }
      pieces[pieces.count - 1].frames += 1
      try meter.add(picture, reference: reference.frame)
    }
  }

  private func begin(isHead: Bool) throws {
    try meter.endSnippet()
    pieces.append((0, isHead))
  }
}
