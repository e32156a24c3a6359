import Media
import Records

/// Reads the text tracks of a source.
struct SubtitleReader {
  /// The codecs of text tracks that are read.
  static let codecs: Set<String> = ["subrip", "ass", "ssa", "mov_text", "webvtt", "text"]

  let stream: StreamRecord
  let interrupt: Interrupt

  /// The renditions that a source's text tracks make, and what is to be said of the others.
  static func renditions(of demuxer: Demuxer) -> (renditions: [SubtitleRendition], notes: [String]) {
    // A text track of a frame stream carries records.
    guard demuxer.formatName != "nut" else { return ([], []) }
    var renditions: [SubtitleRendition] = []
    var notes: [String] = []
    var names: Set<String> = []
    var titles: Set<String> = []
    // Only Matroska says on purpose which track to show; elsewhere the first one is marked unasked.
    let saysDefault = demuxer.formatName.contains("matroska")
    for info in demuxer.streams where info.kind == .subtitle {
      guard codecs.contains(info.parameters.codecName) else {
        notes.append(
          "subtitle stream \(info.index) (\(info.parameters.codecName)) is no text and is left out")
        continue
      }
      let language = info.language.flatMap { LanguageTag.bcp47($0) }
      let base = "subtitles" + (language.map { "_\($0)" } ?? "")
      let isDefault = saysDefault && info.isDefault && !renditions.contains(where: \.isDefault)
      renditions.append(
        SubtitleRendition(
          name: unique(base, "_", in: &names), stream: info.index,
          title: unique(info.title ?? language ?? "Subtitles", " ", in: &titles), language: info.language,
          isDefault: isDefault, isForced: info.isForced))
    }
    return (renditions, notes)
  }

  private static func unique(_ name: String, _ separator: String, in used: inout Set<String>) -> String {
    var candidate = name
    var number = 2
    while !used.insert(candidate).inserted {
      candidate = "\(name)\(separator)\(number)"
      number += 1
    }
    return candidate
  }

  /// The cues of some streams, by stream, in the order of their times.
  /// - Returns: the cues, and how many packets could not be read.
  func cues(_ demuxer: Demuxer, streams: [Int]) throws -> (cues: [Int: [Cue]], errors: Int) {
    var decoders: [Int: (decoder: SubtitleDecoder, timeBase: Rational)] = [:]
    for info in demuxer.streams where streams.contains(info.index) {
      decoders[info.index] = (try SubtitleDecoder(info, name: demuxer.name), info.timeBase)
    }
    demuxer.select(Set(decoders.keys))
    let origin = Rational(stream.startPTS ?? 0) * stream.timeBase
    var cues: [Int: [Cue]] = [:]
    let packet = try Packet()
    while try demuxer.read(into: packet) {
      if interrupt.isStopped { throw MediaError.interrupted("read subtitles from", demuxer.name) }
      guard let (decoder, timeBase) = decoders[packet.streamIndex], let pts = packet.pts ?? packet.dts else {
        continue
      }
      let start = Rational(pts) * timeBase - origin
      let end = packet.duration > 0 ? start + Rational(packet.duration) * timeBase : nil
      let read = decoder.decode(packet).compactMap { Cue(start: start, end: end, event: $0) }
      // An empty packet ends what shows until then (3GPP TS 26.245).
      let made = read.isEmpty ? [Cue(start: start, end: end, text: "")] : read
      cues[packet.streamIndex, default: []] += made
    }
    let errors = decoders.values.reduce(0) { $0 + $1.decoder.errors }
    return (cues.mapValues { SubtitleReader.closed($0) }, errors)
  }

  /// Sorts cues, ends the open ones where the next begins, and drops the empty ones.
  static func closed(_ cues: [Cue]) -> [Cue] {
    let sorted = cues.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
      .map(\.element)
    var closed: [Cue] = []
    for (offset, cue) in sorted.enumerated() where !cue.text.isEmpty {
      var cue = cue
      if cue.end == nil { cue.end = sorted[offset...].first { $0.start > cue.start }?.start }
      closed.append(cue)
    }
    return closed
  }
}
