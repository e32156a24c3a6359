import Glibc
import Media
import Pipeline
import Records

/// Tells whether two runs read the same input.
enum InputIdentity {
  /// A text that is equal for equal inputs: by content for files, by what it says of itself for pipes.
  static func of(_ name: String, stream: StreamRecord, options: SourceOptions) throws -> String {
    let window = [
      options.start.map { "start=\($0.num)/\($0.den)" },
      options.duration.map { "duration=\($0.num)/\($0.den)" },
      options.limit.map { "limit=\($0)" }, options.audio ? nil : "no-audio",
    ].compactMap { $0 }.joined(separator: ",")
    switch SourceLocation(name, fileExists: { access($0, F_OK) == 0 }) {
    case .file(let path): return try "file:" + fileDigest(path) + ":" + window
    case .standardInput:
      let known = RecordEncoder.line(stream)
      return "pipe:" + SHA256.hex(known) + ":" + window
    case .url(let url): return "url:" + url + ":" + window
    case .device(let format, let device): return "device:" + format + ":" + device + ":" + window
    }
  }

  /// Whether the input can be read again from any place.
  static func canRewind(_ name: String) -> Bool {
    var status = stat()
    guard case .file(let path) = SourceLocation(name, fileExists: { access($0, F_OK) == 0 }) else {
      return false
    }
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Size, and SHA-256 of the first and last mebibyte.
  private static func fileDigest(_ path: String) throws -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw MediaError.system("read", path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw MediaError.system("read", path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { return path }
    let piece = 1 << 20
    var hash = SHA256()
    var bytes = [UInt8](repeating: 0, count: piece)
    for offset in [0, max(0, Int(status.st_size) - piece)] {
      let count = pread(descriptor, &bytes, piece, off_t(offset))
      guard count >= 0 else { throw MediaError.system("read", path, errno) }
      hash.update(Array(bytes[..<count]))
    }
    return "\(status.st_size):" + hash.hexDigest()
  }
}
