import Glibc
import Media
import Pipeline
import Records

extension Frame {
  /// The samples of a range, as a frame of their own with a timestamp of their own.
  func part(from start: Int, to end: Int) throws(MediaError) -> Frame {
    guard start > 0 || end < sampleCount else { return self }
    let rate = Rational(1, Int64(max(1, sampleRate)))
    let graph = try FilterGraph(
      .audio(sampleRate: sampleRate, format: sampleFormat, layout: channelLayout, timeBase: rate),
      chain: "atrim=start_sample=\(start):end_sample=\(end)")
    try graph.push(self)
    try graph.push(nil)
    guard let part = try graph.pull(), part.sampleCount == end - start else {
      throw MediaError("cut", "sound at sample \(start) of \(sampleCount)", cause: "the filter kept it")
    }
    part.pts = (pts ?? 0) + Int64(start)
    return part
  }
}
