import Media
import Pipeline
import Records
import Vision

/// Makes steps of what a source gives; used by one thread.
final class StepReader {
  private let options: AnalysisOptions
  private let taps: PacketTap
  private let planes = PlanarPictures()
  private var previous: Frame?
  private var nextSample = -Double.infinity
  private let timeBase: Rational
  private let measuresPictures: Bool

  init(_ stream: StreamRecord, options: AnalysisOptions, taps: PacketTap) {
    self.options = options
    self.taps = taps
    timeBase = stream.timeBase
    measuresPictures = options.readsPictures
  }

  /// Makes the steps of an item.
  func steps(for item: StreamItem, problems: [ProblemRecord], submit: (AnalysisStep) throws -> Void) throws {
    var step = AnalysisStep(content: .nothing, packets: taps.take(), problems: problems)
    switch item {
    case .audio(let track, let frame): step.content = .sound(track: track, frame)
    case .video(let video) where measuresPictures: step.content = .picture(try job(video))
    case .video: break
    }
    try submit(step)
  }

  /// What came after the last item.
  func lastStep(problems: [ProblemRecord]) -> AnalysisStep {
    AnalysisStep(content: .nothing, packets: taps.take(), problems: problems)
  }

  private func job(_ video: VideoItem) throws -> PictureJob {
    let planar = try planes.planar(video.frame)
    let record = video.record
    let facts = FrameFacts(
      index: record.frame, pts: record.pts, time: record.time,
      isKeyframe: record.isKeyframe ?? video.frame.isKeyframe, codingType: video.frame.codingType)
    let isSampled = facts.time >= nextSample
    if isSampled { nextSample = facts.time + options.sampling }
    defer { previous = planar }
    let comparable = previous.map { $0.width == planar.width && $0.height == planar.height } ?? false
    return PictureJob(
      item: video, planar: planar, previous: comparable ? previous : nil, facts: facts, isSampled: isSampled)
  }
}
