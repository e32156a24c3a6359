import Media

/// How media segments are encrypted: AES-128 over whole segments (RFC 8216 section 4.3.2.4).
///
/// Key n encrypts `rotation` segments of every rendition; without rotation key 1 encrypts all. Each segment has
/// an initialization vector of its own, which stands in its EXT-X-KEY. Initialization sections, subtitles and
/// thumbnails stay readable.
public struct SegmentEncryption: Sendable, Codable, Hashable {
  /// The address that players ask for the key, with {n} for its number.
  public var keyURI: String
  /// A file of 16 bytes that holds the key, with {n} for its number; nil to make random keys in `keyFolder`.
  public var keyFile: String?
  /// The folder where random keys are kept; nil with a `keyFile`.
  public var keyFolder: String?
  /// Segments that one key encrypts; nil for all.
  public var rotation: Int?

  /// Describes the encryption.
  /// - Throws: PackagingFormatError when there is no or more than one place for keys, or keys rotate without
  ///   a {n} that tells them apart.
  public init(keyURI: String, keyFile: String?, keyFolder: String?, rotation: Int?)
    throws(PackagingFormatError)
  {
    func failure(_ cause: String, _ hint: String) -> PackagingFormatError {
      PackagingFormatError(operation: "encrypt", subject: "segments", cause: cause, hint: hint)
    }
    guard (keyFile == nil) != (keyFolder == nil) else {
      throw failure(
        keyFile == nil ? "no place for keys is given" : "keys cannot be read and made at once",
        "--key-file FILE for a key of your own, or --key-dir DIR for random ones")
    }
    if let rotation {
      guard rotation > 0 else { throw failure("a key lasts at least one segment", "--key-rotation 10") }
      guard keyURI.contains("{n}") else {
        throw failure("all keys would have one address", "put {n} into --key-uri for the key's number")
      }
      guard keyFile?.contains("{n}") ?? true else {
        throw failure("all keys would be one file", "put {n} into --key-file, or take --key-dir")
      }
    }
    self.keyURI = keyURI
    self.keyFile = keyFile
    self.keyFolder = keyFolder
    self.rotation = rotation
  }

  /// The number of the key that encrypts a segment, both from 1.
  public func key(ofSegment index: Int) -> Int {
    guard let rotation else { return 1 }
    return (max(1, index) - 1) / rotation + 1
  }

  /// The address of a key.
  public func uri(ofKey number: Int) -> String { keyURI.replacing("{n}", with: "\(number)") }

  /// Where a key is kept.
  func path(ofKey number: Int) -> String {
    if let keyFile { return keyFile.replacing("{n}", with: "\(number)") }
    // Named as the address ends, so that a folder of keys can be served as it is.
    let bare = uri(ofKey: number).prefix { $0 != "?" && $0 != "#" }
    let last = bare.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    let isName = keyURI.contains("/") && !last.isEmpty && !last.hasPrefix(".") && !last.contains(":")
    let name = isName ? last : "key_\(number).key"
    return (keyFolder ?? ".") + "/" + name
  }
}

/// The key that a segment was encrypted with, as the journal keeps it; never the key itself.
struct SegmentKey: Codable, Sendable, Hashable {
  /// Number of the key, from 1.
  var number: Int
  /// Initialization vector in hexadecimal digits.
  var iv: String
}

/// Encrypts a job's segments.
///
/// A vector follows from key, rendition and segment: no two segments share one, and a second run writes the same
/// bytes. The vector in the journal therefore also tells whether the key is still the same.
final class SegmentEncryptor: Sendable {
  let encryption: SegmentEncryption
  private let keys: KeyStore

  init(_ encryption: SegmentEncryption) {
    self.encryption = encryption
    keys = KeyStore(encryption)
  }

  /// Encrypts one segment.
  func encrypt(_ parts: [[UInt8]], rendition: String, index: Int) throws -> (bytes: [UInt8], key: SegmentKey)
  {
    let number = encryption.key(ofSegment: index)
    let key = try keys.key(number)
    let iv = Self.vector(key, rendition, index)
    let bytes = try AES128.encrypt(parts, key: key, iv: iv)
    return (bytes, SegmentKey(number: number, iv: Self.hex(iv)))
  }

  /// The plain bytes of a published segment.
  func decrypt(_ bytes: [UInt8], rendition: String, index: Int) throws -> [UInt8] {
    let key = try keys.key(encryption.key(ofSegment: index))
    return try AES128.decrypt(bytes, key: key, iv: Self.vector(key, rendition, index))
  }

  /// Makes sure that what an earlier run encrypted can be gone on with.
  /// - Throws: MediaError when a key is no longer the one that segments were encrypted with.
  func verify(_ entries: some Sequence<SegmentEntry>) throws {
    var known: Set<Int> = []
    for entry in entries {
      guard let note = entry.key, known.insert(note.number).inserted else { continue }
      let key = try keys.key(note.number)
      guard Self.hex(Self.vector(key, entry.rendition, entry.index)) == note.iv else {
        throw MediaError(
          "go on with", encryption.path(ofKey: note.number),
          cause: "it is not the key that the segments in the folder were encrypted with",
          hint: "put that key back, or --force to start over")
      }
    }
  }

  private static func vector(_ key: [UInt8], _ rendition: String, _ index: Int) -> [UInt8] {
    let digest = Array(SHA256.hex(key + Array("\(rendition)/\(index)".utf8)).utf8.prefix(32))
    func nibble(_ digit: UInt8) -> UInt8 { digit < 58 ? digit - 48 : digit - 87 }
    return stride(from: 0, to: digest.count, by: 2).map { nibble(digest[$0]) << 4 | nibble(digest[$0 + 1]) }
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { CodecString.hex($0, width: 2) }.joined()
  }
}
