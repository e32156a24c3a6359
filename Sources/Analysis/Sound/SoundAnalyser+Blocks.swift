import Media
import Records

/// An analyser of sound that takes blocks, so that several can share their making.
protocol SoundBlockAnalyser: SoundAnalyser {
  /// Position among the audio tracks, from 0.
  var track: Int { get }
  /// Makes blocks of frames.
  var reader: SoundReader { get set }
  /// Takes the next samples, in order.
  func add(_ block: SoundBlock, to output: inout AnalyserOutput) throws(MediaError)
}

extension SoundBlockAnalyser {
  /// Reads a frame and takes its samples.
  func read(_ samples: Frame, to output: inout AnalyserOutput) throws(MediaError) {
    try reader.read(samples) { block throws(MediaError) in try add(block, to: &output) }
  }

  /// A finding about this track, its times rounded to microseconds.
  func finding(
    _ name: String, _ severity: FindingSeverity, _ what: String, start: Double? = nil, end: Double? = nil
  ) -> FindingRecord {
    var record = FindingRecord()
    record.finding = name
    record.severity = severity
    record.what = what
    record.start = start.map { Sound.rounded($0, 6) }
    record.end = end.map { Sound.rounded($0, 6) }
    record.stream = track
    return record
  }
}

extension SummaryRecord {
  /// Changes what is said of one audio track; adds the track where it is missing.
  mutating func withAudioTrack(_ track: Int, _ change: (inout AudioSummary) -> Void) {
    var tracks = audio ?? []
    if let index = tracks.firstIndex(where: { $0.track == track }) {
      change(&tracks[index])
    } else {
      var added = AudioSummary()
      added.track = track
      change(&added)
      tracks.append(added)
      tracks.sort { $0.track < $1.track }
    }
    audio = tracks
  }
}
