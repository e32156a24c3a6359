import Media
import Pipeline
import Records

/// Makes the analysis of chunks: x264's first pass over small pictures.
///
/// Used from one thread.
final class AnalysisPass {
  private let plan: TranscodePlan
  private let sharing: SharedAnalysis
  private let folder: AnalysisFolder
  private let reader: ChunkPictures
  private var scaler: RungScaler
  private let interrupt: Interrupt

  init(
    plan: TranscodePlan, sharing: SharedAnalysis, input: TranscodeInput, folder: AnalysisFolder,
    interrupt: Interrupt
  ) throws {
    self.plan = plan
    self.sharing = sharing
    self.folder = folder
    self.interrupt = interrupt
    reader = try ChunkPictures(plan: plan, sharing: sharing, input: input, isDraft: true)
    scaler = RungScaler(
      width: sharing.width, height: sharing.height, pixelFormat: "yuv420p", plan: plan, isDraft: true)
  }

  /// How the input ended.
  var end: EndRecord? { reader.end }

  /// Analyses one chunk and publishes what was found.
  /// - Parameters:
  ///   - before: pictures in the chunks before it.
  ///   - progressed: told the seconds that were read.
  /// - Returns: nil when the input was cut off, or reading was stopped.
  func run(_ chunk: Int, before: Int, progressed: (Double) -> Void) throws -> ChunkFacts? {
    let path = folder.pending(chunk)
    var encoder: Encoder?
    func collect() throws {
      while try encoder?.receive() != nil {}
    }
    do {
      let extent = try reader.read(chunk, before: before) { picture in
        let frame = try scaler.scaled(picture.frame)
        if encoder == nil { encoder = try open(path) }
        frame.pts = picture.pts
        frame.forceKeyframe(picture.startsSegment != nil)
        try encoder?.send(frame)
        try collect()
        progressed(Double(picture.pts) / Double(plan.timeBase.den))
      }
      guard let extent else {
        encoder = nil
        folder.discardPending(chunk)
        return nil
      }
      try encoder?.send(nil)
      try collect()
      // x264 gives its files their names when it is closed.
      encoder = nil
      let statistics =
        extent.frames == 0 ? nil : try PassStatistics(try OutputFolder.read(path), named: path)
      let facts = ChunkFacts(
        chunk: chunk, starts: extent.starts, end: extent.end, frames: extent.frames,
        isLast: extent.isLast, statistics: statistics)
      try folder.publish(facts)
      return facts
    } catch {
      encoder = nil
      folder.discardPending(chunk)
      throw error
    }
  }

  private func open(_ path: String) throws -> Encoder {
    try Encoder(
      video: VideoEncoding(
        encoder: "libx264", width: sharing.width, height: sharing.height, pixelFormat: .yuv420p,
        timeBase: plan.timeBase, frameRate: plan.frameRate, sampleAspect: Rational(1, 1),
        color: plan.color, bitRate: nil, maxRate: nil, bufferSize: nil, gop: 1 << 20,
        threads: sharing.threads,
        options: [
          "preset": sharing.preset, "forced-idr": "1", "crf": "\(sharing.quantiser)",
          "x264-params": sharing.parameters,
        ], globalHeader: false, pass: .first(path)))
  }
}
