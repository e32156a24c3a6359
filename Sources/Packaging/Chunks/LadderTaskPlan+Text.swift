import Media
import Records

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension LadderTaskPlan {
  /// The plan as text: NDJSON.
  public func lines() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var bytes = Array(try encoder.encode(job)) + [10]
    guard let sharing = job.plan.sharing else { return bytes }
    let seconds = (job.plan.segment * Rational(Int64(sharing.segments), 1)).doubleValue
    func add(_ line: Line) throws { bytes += try encoder.encode(line) + [10] }
    func chunk(_ number: Int, _ phase: TaskPhase, _ what: String, needs: String?) throws {
      try add(
        Line(
          phase: phase, task: number, what: "\(what) chunk \(number)", start: Double(number) * seconds,
          duration: seconds, needs: needs))
    }
    for number in 0..<job.chunks { try chunk(number, .analysis, "analyse", needs: nil) }
    var needs = "analysis"
    if job.plan.quality != nil {
      try add(Line(phase: .quality, task: 0, what: "choose the renditions", needs: needs))
      needs = "quality"
    }
    for number in 0..<job.chunks { try chunk(number, .encode, "encode all renditions of", needs: needs) }
    try add(
      Line(phase: .encode, task: job.chunks, what: "encode the sound, copy what is copied", needs: needs))
    return bytes
  }

  /// Reads a plan's text.
  /// - Throws: MediaError when it is none, or one of another version.
  public init(_ bytes: [UInt8], named name: String) throws {
    guard let first = bytes.split(separator: 10).first,
      let job = try? JSONDecoder().decode(Job.self, from: Data(first)), job.type == "job"
    else {
      throw MediaError(
        "read", name, cause: "it is no plan of a divided ladder",
        hint: "`transcode-hls INPUT -o DIR --plan > FILE` writes one")
    }
    guard job.generation == TranscodeJob.generation else {
      throw MediaError(
        "follow", name, cause: "another version of the program made it, with other output",
        hint: "make the plan anew with this one")
    }
    self.init(job: job)
  }
}
