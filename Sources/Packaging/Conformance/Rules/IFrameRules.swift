/// What holds for I-frame playlists.
enum IFrameRules {
  static let tag = ConformanceRule(
    "iframe.tag", "HLS Authoring 6.8",
    "A playlist that EXT-X-I-FRAME-STREAM-INF names has EXT-X-I-FRAMES-ONLY.")
  static let picture = ConformanceRule(
    "iframe.picture", "RFC 8216bis 4.4.3.6",
    "Every segment of an I-frame playlist is one I-frame that decodes.")
  static let single = ConformanceRule(
    "iframe.single", "RFC 8216bis 4.4.3.6", .warning, "An I-frame's byte range ends with its picture.")
  static let header = ConformanceRule(
    "iframe.moof", "HLS Authoring 6.10", "An I-frame in fragmented MP4 comes with its moof.")
  static let timing = ConformanceRule(
    "iframe.duration", "RFC 8216bis 4.4.3.6",
    "EXTINF of an I-frame is the time from it to the next, or to the end.")

  static let all = [tag, picture, single, header, timing]
}
