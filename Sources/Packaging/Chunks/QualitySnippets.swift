import Glibc
import Media
import Pipeline
import Quality
import Records

/// A part of a title that is encoded to find out what the whole takes.
struct QualitySnippet {
  var sample: TitleSample
  /// When it begins, in output ticks.
  var start: Int64
  /// Its statistics, cut out of its chunk's.
  var path: String
  var frames: Int
  var statistics: PassStatistics

  /// Bits of the first pass.
  var bits: Int64 { statistics.texture + statistics.motion + statistics.other }

  func discard() {
    for suffix in ["", ".mbtree"] { unlink(path + suffix) }
  }
}

/// The snippets that stand for a title, by its first pass.
struct QualitySnippets {
  let all: [QualitySnippet]
  /// Pictures a second of the title.
  let frameRate: Double
  /// Bits a second of the title's first pass.
  let meanBits: Double
  /// Snippets that a title gives, where it has so many segments, before they grow beyond a piece.
  private static let least = 15.0

  /// Chooses and cuts them out; they are to be discarded.
  /// - Parameter facts: of all chunks, in order.
  init(
    _ facts: [ChunkFacts], plan: TranscodePlan, sharing: SharedAnalysis, analyses: AnalysisFolder
  ) throws {
    let frames = try facts.filter { $0.frames > 0 }.flatMap { facts in
      PassFrame.read(
        String(decoding: try OutputFolder.read(analyses.statistics(facts.chunk)), as: UTF8.self))
    }
    let seconds = facts.reduce(0) { $0 + $1.seconds(plan.timeBase) }
    frameRate = seconds > 0 ? Double(frames.count) / seconds : 25
    meanBits = frames.reduce(0) { $0 + $1.bits } / Double(max(1, frames.count)) * frameRate
    var selection = SampleSelection()
    // Many short ones stand for more of the title than a few long ones, which only grow where there are enough of
    // them. A quarter of a second is short, but has its part of B-frames.
    let piece = max(6, (frameRate / 4).rounded()) / frameRate
    let shared = selection.share * Double(frames.count) / frameRate / QualitySnippets.least
    selection.seconds = piece * max(1, min(2, (shared / piece).rounded(.down)))
    selection.counts = 3...120
    let places = frames.indices.filter { frames[$0].type == "I" }
    let starts = facts.flatMap(\.starts)
    let blocks = ((sharing.width + 15) / 16) * ((sharing.height + 15) / 16)
    all = try selection.samples(frames, frameRate: frameRate).compactMap { sample in
      guard let segment = places.firstIndex(of: sample.frames.lowerBound), starts.indices.contains(segment)
      else { return nil }
      var (chunk, before) = (0, 0)
      while chunk + 1 < facts.count, before + facts[chunk].frames <= sample.frames.lowerBound {
        before += facts[chunk].frames
        chunk += 1
      }
      let path = analyses.path + "/snippet-\(sample.frames.lowerBound).\(OutputFolder.writer)"
      let cut = try StatisticsExcerpt(
        of: analyses.statistics(facts[chunk].chunk), from: sample.frames.lowerBound - before,
        frames: sample.frames.count, blocks: blocks, to: path)
      return QualitySnippet(
        sample: sample, start: starts[segment], path: path, frames: cut.frames, statistics: cut.statistics)
    }
  }

  /// Every how manyth picture of the largest size is measured: three or four of a snippet. Measuring
  /// one costs more than encoding it.
  var interval: Int { (all.first?.frames ?? 0) < 12 ? 2 : 3 }

  func discard() { for snippet in all { snippet.discard() } }
}
