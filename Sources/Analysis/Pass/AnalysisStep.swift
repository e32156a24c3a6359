import Media
import Pipeline
import Records
import Vision

/// A picture on its way to be measured.
struct PictureJob: Sendable {
  /// The picture as it was decoded, with its record.
  var item: VideoItem
  /// The picture in the form that measures read.
  var planar: Frame
  /// The picture before it, in the same form.
  var previous: Frame?
  var facts: FrameFacts
  /// Whether it is one of those that are looked at more closely.
  var isSampled: Bool
}

/// What the reading thread hands on, in order.
struct AnalysisStep: Sendable {
  enum Content: Sendable {
    case picture(PictureJob)
    case sound(track: Int, Frame)
    case nothing
  }
  var content: Content
  /// Packets that were read since the step before.
  var packets: [PacketFacts]
  /// Faults that were met since the step before.
  var problems: [ProblemRecord]
}

/// A step after the pool of threads.
struct MeasuredStep: Sendable {
  var step: AnalysisStep
  var measured: MeasuredPicture?
  /// What was seen in a sampled picture.
  var sightings: [LabelScores] = []
  /// A small picture to show.
  var thumbnail: Frame?
}

/// What a model saw in one picture: the scores of labels, or the numbers of objects, by label.
public struct LabelScores: Sendable, Equatable {
  /// Which analyser asked.
  public var analyser: AnalyserName
  /// Values by label.
  public var values: [String: Double]

  /// Joins an analyser and what it saw.
  public init(_ analyser: AnalyserName, _ values: [String: Double]) {
    self.analyser = analyser
    self.values = values
  }
}

/// Looks at sampled pictures with a model; each thread has its own.
public protocol PictureLook: AnyObject {
  /// What is seen in a picture.
  func look(at frame: Frame) throws -> LabelScores
}

/// Measures pictures; each thread of the pool has its own.
final class PictureMeter {
  private let needsMeasures: Bool
  private let needsLines: Bool
  private let looks: [any PictureLook]
  private let thumbnails: ThumbnailMaker?

  init(_ options: AnalysisOptions, looks: [any PictureLook]) {
    needsMeasures = options.analysers.contains(where: \.needsMeasures)
    needsLines = options.analysers.contains(where: \.needsLines)
    self.looks = looks
    thumbnails = options.thumbnailWidth.map { ThumbnailMaker(width: $0) }
  }

  func measure(_ step: AnalysisStep) throws -> MeasuredStep {
    var result = MeasuredStep(step: step)
    guard case .picture(let job) = step.content else { return result }
    var measured = MeasuredPicture(facts: job.facts, small: SmallPicture(of: job.planar))
    if needsMeasures { measured.measures = PictureMeasures.measure(job.planar, previous: job.previous) }
    if needsLines { measured.lines = LineMeasures.measure(job.planar, previous: job.previous) }
    result.measured = measured
    if job.isSampled {
      result.sightings = try looks.map { try $0.look(at: job.item.frame) }
      result.thumbnail = try thumbnails?.thumbnail(of: job.item.frame)
    }
    return result
  }
}
