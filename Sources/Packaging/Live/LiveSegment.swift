import Records

/// One segment of a live stream, in all renditions.
struct LiveSegment: Codable, Sendable, Hashable {
  /// One rendition's file.
  struct File: Codable, Sendable, Hashable {
    /// Relative to the folder.
    var path: String
    /// The duration as EXTINF says it: a difference of rounded times, so that the sum is exact.
    var microseconds: Int64
    var bytes: Int
    var sha256: String
    /// Where the first picture lies in the file.
    var iframe: ByteRange?
    /// The initialization section; nil for a transport stream.
    var map: String?
    /// What it is encrypted with; nil when it is not.
    var key: SegmentKey?

    init(_ entry: SegmentEntry, map: String?) {
      path = entry.path
      func rounded(_ ticks: Int64) -> Int64 {
        rescale(ticks, from: Rational(1, entry.timescale), to: Rational(1, 1_000_000))
      }
      microseconds = rounded(entry.end) - rounded(entry.start)
      bytes = entry.bytes
      sha256 = entry.sha256
      iframe = entry.iframe
      key = entry.key
      self.map = map
    }
  }

  /// The media sequence number, from 1.
  var index: Int
  /// Whether media time does not go on from the segment before.
  var isDiscontinuous: Bool
  /// Wall clock of the first picture.
  var time: ProgramDateTime
  /// By rendition.
  var files: [String: File] = [:]

  /// The longest of the files, in microseconds.
  var microseconds: Int64 { files.values.map(\.microseconds).max() ?? 0 }
}
