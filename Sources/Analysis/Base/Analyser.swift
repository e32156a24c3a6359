import Media
import Records

/// What analysers tell: gathered for one call, then taken by whoever runs them.
public struct AnalyserOutput: Sendable {
  /// What was found, as it becomes known.
  public var findings: [FindingRecord] = []
  /// Scenes that have ended.
  public var scenes: [SceneRecord] = []
  /// Values of the frame that was just taken, by name.
  public var metrics: OrderedValues<Double> = [:]

  /// Nothing yet.
  public init() {}
}

/// Looks at one side of a video; tells what it finds as it goes, and sums up at the end.
public protocol Analyser: AnyObject {
  /// Ends: tells what was still open, and fills its part of the summary.
  /// - Parameter end: where the media ends, in seconds (the end of the last frame or sample).
  func finish(at end: Double, into summary: inout SummaryRecord, output: inout AnalyserOutput)
}

/// An analyser of pictures.
public protocol PictureAnalyser: Analyser {
  /// Takes the next frame, in presentation order.
  func add(_ picture: MeasuredPicture, to output: inout AnalyserOutput)
}

/// An analyser of one audio track.
public protocol SoundAnalyser: Analyser {
  /// Takes the next samples, in order: any packed or planar format; `pts` counts in 1/sample rate.
  func add(_ samples: Frame, to output: inout AnalyserOutput) throws(MediaError)
}

/// An analyser of packets as they stand in the container.
public protocol PacketAnalyser: Analyser {
  /// Takes the next packet, in the container's order.
  func add(_ packet: PacketFacts, to output: inout AnalyserOutput)
  /// Takes a frame's facts, in presentation order.
  func add(_ frame: FrameFacts, to output: inout AnalyserOutput)
}
