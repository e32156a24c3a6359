import Records

/// What a ladder is asked for beside its encoded renditions.
public struct ExtrasRequest: Sendable, Hashable {
  /// Whether rungs that the source's own stream fits are copied instead of encoded.
  public var copies = false
  /// How segments are encrypted; nil for not at all.
  public var encryption: SegmentEncryption?
  /// Whether the source's text tracks become WebVTT renditions.
  public var subtitles = true
  /// Seconds between thumbnails; nil for none.
  public var thumbnails: Rational?

  /// Subtitles alone, where the source has any.
  public init() {}
}

/// What a ladder has beside its encoded renditions, worked out from the request and the source.
public struct LadderExtras: Sendable, Codable, Hashable {
  /// The renditions that are copied from the source.
  public var copied: [CopiedStream] = []
  /// Why the other renditions are encoded, by name; empty where nobody asked for copies.
  public var notCopied: [String: String] = [:]
  /// How segments are encrypted; nil for not at all.
  public var encryption: SegmentEncryption?
  /// The subtitle renditions.
  public var subtitles: [SubtitleRendition] = []
  /// The thumbnail track; nil for none.
  public var thumbnails: ThumbnailTrack?

  /// Nothing.
  public init() {}

  /// Whether there is nothing.
  public var isEmpty: Bool { self == LadderExtras() }
}

/// A rendition that is remuxed from the source.
public struct CopiedStream: Sendable, Codable, Hashable {
  /// The rendition's name in the plan.
  public var rendition: String
  /// Index of the stream in the source.
  public var stream: Int
  /// The stream's average rate in bits a second.
  public var bitrate: Int
  /// The stream's peak over 0.5 to 1.5 target durations in bits a second.
  public var peak: Int
}

/// A text track of the source as a WebVTT rendition.
public struct SubtitleRendition: Sendable, Codable, Hashable {
  /// Name of the folder.
  public var name: String
  /// Index of the stream in the source.
  public var stream: Int
  /// Name for people.
  public var title: String
  /// ISO 639 language; nil when unknown.
  public var language: String?
  /// Whether players show it unasked.
  public var isDefault: Bool
  /// Whether it holds only what a viewer of any language needs (signs, foreign speech).
  public var isForced: Bool
}

/// Small pictures for seeking, in sheets.
public struct ThumbnailTrack: Sendable, Codable, Hashable {
  /// Seconds between pictures.
  public var interval: Rational
  /// Width of a picture in pixels.
  public var width: Int
  /// Height of a picture in pixels.
  public var height: Int
  /// Pictures in a row of a sheet.
  public var columns: Int
  /// Rows of a sheet.
  public var rows: Int
}

extension TranscodePlan {
  /// The video renditions that are encoded, not copied, largest first.
  public var encodedRenditions: [VideoRendition] {
    guard let copied = extras?.copied, !copied.isEmpty else { return renditions }
    let names = Set(copied.map(\.rendition))
    return renditions.filter { !names.contains($0.name) }
  }

  /// How a rendition is copied; nil where it is encoded.
  func copy(of rendition: String) -> CopiedStream? { extras?.copied.first { $0.rendition == rendition } }

  /// Takes the extras over; what is copied needs no analysis.
  mutating func add(_ extras: LadderExtras?) {
    self.extras = extras
    if let old = sharing, extras?.copied.isEmpty == false {
      sharing = SharedAnalysis(
        encodedRenditions, segment: segment, chunk: segment * Rational(Int64(old.segments), 1),
        effort: old.effort)
    }
  }
}
