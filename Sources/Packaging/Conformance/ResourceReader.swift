import Glibc
import Media

/// What came back for a location.
public struct FetchedResource: Sendable {
  /// The bytes: all, or those of the range that was asked for.
  public var bytes: [UInt8]
  /// The media type that the server says, in lower case and without parameters; nil for files.
  public var contentType: String?
  /// Whether the server compressed it on the way; nil for files.
  public var isCompressed: Bool?
  /// Whether the request was sent elsewhere.
  public var isRedirected = false

  /// Creates a result.
  public init(
    bytes: [UInt8], contentType: String? = nil, isCompressed: Bool? = nil, isRedirected: Bool = false
  ) {
    self.bytes = bytes
    self.contentType = contentType
    self.isCompressed = isCompressed
    self.isRedirected = isRedirected
  }
}

/// Reads what playlists name. Used from several threads at once.
public protocol ResourceReader: Sendable {
  /// Reads a whole resource, or a range of its bytes.
  ///
  /// A range that passes the end gives what there is.
  /// - Throws: MediaError when it cannot be had.
  func read(_ location: ResourceLocation, range: ByteRange?) throws -> FetchedResource
}

/// Reads files.
public struct FileReader: ResourceReader {
  /// Larger files are refused, in bytes.
  public static let limit = 1 << 30

  /// Creates a reader.
  public init() {}

  /// Reads a file, or a range of its bytes.
  public func read(_ location: ResourceLocation, range: ByteRange?) throws -> FetchedResource {
    guard case .file(let path) = location else {
      throw MediaError("read", location.text, cause: "it is an address, and only files can be read here")
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw MediaError.system("read", path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw MediaError.system("read", path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw MediaError("read", path, cause: "it is not a file")
    }
    let size = Int(status.st_size)
    let first = min(range?.offset ?? 0, size)
    let count = min(range?.length ?? size, size - first)
    guard count <= Self.limit else {
      throw MediaError("read", path, cause: "its \(count) bytes are more than a segment can have")
    }
    var failure: MediaError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
      while used < count {
        let more = pread(
          descriptor, buffer.baseAddress?.advanced(by: used), count - used, off_t(first + used))
        if more < 0 && errno == EINTR { continue }
        if more < 0 { failure = MediaError.system("read", path, errno) }
        if more <= 0 { break }
        used += more
      }
    }
    if let failure { throw failure }
    return FetchedResource(bytes: bytes)
  }
}
