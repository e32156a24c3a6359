/// A WebVTT segment as its lines stand (W3C WebVTT; RFC 8216bis section 3.1.4).
struct WebVTTSegment: Sendable {
  struct Cue: Sendable {
    let start: Double
    let end: Double
    let line: Int
  }

  let isUTF8: Bool
  let hasHeader: Bool
  /// The header's X-TIMESTAMP-MAP: what to add to a cue's time to get seconds of presentation time.
  private(set) var offset: Double?
  private(set) var hasTimestampMap = false
  private(set) var cues: [Cue] = []
  /// Lines of cue timings that cannot be read.
  private(set) var badLines: [(line: Int, text: String)] = []

  init(_ bytes: [UInt8]) {
    isUTF8 = String(validating: bytes, as: UTF8.self) != nil
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let lines = String(decoding: text, as: UTF8.self)
      .split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    let first = lines.first ?? ""
    hasHeader = first == "WEBVTT" || first.hasPrefix("WEBVTT ") || first.hasPrefix("WEBVTT\t")
    var isHeader = true
    for (index, line) in lines.enumerated().dropFirst() {
      if line.isEmpty { isHeader = false }
      if isHeader, line.hasPrefix("X-TIMESTAMP-MAP=") {
        hasTimestampMap = true
        offset = Self.offset(line.dropFirst(16))
      }
      guard line.contains("-->") else { continue }
      let parts = line.split(whereSeparator: \.isWhitespace)
      if parts.count >= 3, parts[1] == "-->", let start = Self.time(parts[0]), let end = Self.time(parts[2]),
        end > start
      {
        cues.append(Cue(start: start, end: end, line: index + 1))
      } else {
        badLines.append((index + 1, String(line)))
      }
    }
  }

  private static func offset(_ text: Substring) -> Double? {
    var local: Double?
    var clock: Double?
    for part in text.split(separator: ",") {
      if part.hasPrefix("LOCAL:") { local = time(part.dropFirst(6)) }
      if part.hasPrefix("MPEGTS:") { clock = Double(part.dropFirst(7)).map { $0 / 90000 } }
    }
    guard let local, let clock else { return nil }
    return clock - local
  }

  /// Seconds of `hh:mm:ss.mmm` or `mm:ss.mmm`.
  static func time(_ text: Substring) -> Double? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), let last = parts.last else { return nil }
    let halves = last.split(separator: ".", omittingEmptySubsequences: false)
    guard halves.count == 2, halves[0].utf8.count == 2, halves[1].utf8.count == 3,
      let seconds = Int(halves[0]), let thousandths = Int(halves[1]), seconds < 60
    else { return nil }
    var minutes = 0
    for part in parts.dropLast() {
      guard part.utf8.count >= 2, let value = Int(part) else { return nil }
      minutes = minutes * 60 + value
    }
    return Double(minutes) * 60 + Double(seconds) + Double(thousandths) / 1000
  }
}
