/// A file that was published under its final name, or removed again.
public struct FileRecord: Record {
  /// `file`.
  public static let type = "file"
  /// What the record says.
  public static let summary = "A file published on disk under its final name, or removed again."

  /// The directory that `path` starts from.
  public var root = ""
  /// The path below `root`.
  public var path = ""
  /// What the file is.
  public var role = FileRole.segment
  /// The rendition that it belongs to.
  public var rendition: String?
  /// The index among its like, from 1.
  public var index: Int?
  /// The size in bytes.
  public var bytes: Int64 = 0
  /// The length of the media in seconds.
  public var duration: Double?
  /// The time of its first frame in seconds.
  public var start: Double?
  /// The SHA-256 digest in lower-case hexadecimal digits.
  public var sha256 = ""
  /// Whether it was there already.
  public var isExisting: Bool?
  /// Whether it was removed.
  public var isRemoved: Bool?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes a record with its defaults.
  public init() {}

  /// Makes the record of a file.
  public init(root: String, path: String, role: FileRole, bytes: Int64, sha256: String) {
    self.root = root
    self.path = path
    self.role = role
    self.bytes = bytes
    self.sha256 = sha256
  }

  /// The record as one of all.
  public var asAny: AnyRecord { .file(self) }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("root", &root, "Directory that path starts from.")
    try v.field("path", &path, "Path below root, with forward slashes.", required: true)
    try v.field("role", &role, "What the file is.")
    try v.field("rendition", &rendition, "Name of the rendition that it belongs to.")
    try v.field("index", &index, "Index among the files of its role and rendition, from 0.")
    try v.field("bytes", &bytes, "Size in bytes.")
    try v.field("duration", &duration, "Length of the media in seconds.")
    try v.field("start", &start, "Time of its first frame in seconds.")
    try v.field("sha256", &sha256, "SHA-256 digest in lower-case hexadecimal digits.")
    try v.field("existing", &isExisting, "True where an earlier run had published it already.")
    try v.field("removed", &isRemoved, "True where it was removed, as it left a live window.")
  }
}

/// What a published file is.
public struct FileRole: FieldChoice {
  /// The text in JSON.
  public let rawValue: String
  /// Takes any text.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// The initialization section of fragmented MP4.
  public static var initialization: Self { Self(rawValue: "init") }
  /// A media segment.
  public static var segment: Self { Self(rawValue: "segment") }
  /// A media playlist.
  public static var mediaPlaylist: Self { Self(rawValue: "media_playlist") }
  /// An I-frame playlist.
  public static var iframePlaylist: Self { Self(rawValue: "iframe_playlist") }
  /// A multivariant playlist.
  public static var masterPlaylist: Self { Self(rawValue: "master_playlist") }
  /// A recording.
  public static var recording: Self { Self(rawValue: "recording") }
  /// A still picture.
  public static var snapshot: Self { Self(rawValue: "snapshot") }
  /// One scene of a video.
  public static var scene: Self { Self(rawValue: "scene") }
  /// All that are known.
  public static var choices: [Self] {
    [
      .segment, .initialization, .mediaPlaylist, .iframePlaylist, .masterPlaylist, .recording, .snapshot,
      .scene,
    ]
  }
}
