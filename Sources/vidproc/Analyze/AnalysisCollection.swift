import Analysis
import Media
import Pipeline
import Records

/// What an analysis of one input found, kept for what is made at its end: text, a report, checks.
///
/// Bounded: of findings and of seconds as many are kept as a page can show.
final class AnalysisCollection {
  /// The most findings that are kept; all are written as records.
  private static let keptFindings = 10_000
  /// The most intervals that are kept: a day of seconds.
  private static let keptIntervals = 86_400
  /// The most pictures of scenes that are kept.
  private static let keptThumbnails = 2_000

  /// What was read.
  var stream = StreamRecord()
  /// The scenes in order.
  private(set) var scenes: [SceneRecord] = []
  /// Pictures of scenes, by the scene's number.
  private(set) var thumbnails: [Int: Frame] = [:]
  /// What was found, in the order in which it became known.
  private(set) var findings: [FindingRecord] = []
  /// The stretches of time in order.
  private(set) var intervals: [IntervalRecord] = []
  /// The renditions of a ladder.
  var renditions: [RenditionRecord] = []
  /// The summary.
  var summary = SummaryRecord(command: "analyze", frames: 0)
  /// Whether demands of policies are met.
  var checks: [CheckRecord] = []

  func add(_ scene: SceneRecord, thumbnail: Frame?) {
    scenes.append(scene)
    if let thumbnail, thumbnails.count < AnalysisCollection.keptThumbnails {
      thumbnails[scene.scene] = thumbnail
    }
  }

  func add(_ finding: FindingRecord) {
    if findings.count < AnalysisCollection.keptFindings { findings.append(finding) }
  }

  func add(_ interval: IntervalRecord) {
    if intervals.count < AnalysisCollection.keptIntervals { intervals.append(interval) }
  }
}
