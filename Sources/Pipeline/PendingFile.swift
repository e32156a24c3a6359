import Glibc
import Media

/// A file that is being written beside its final name, and gets that name when it is whole.
public struct PendingFile: Sendable {
  /// The final name.
  public let path: String

  /// A file that is to have this name.
  public init(path: String) { self.path = path }

  /// Where it is written until then.
  var partialPath: String { path + ".part" }

  /// The directory that the file is in.
  var directory: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The name below `directory`.
  var name: String { path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path }

  /// Refuses a directory that cannot be written to, before any work is done.
  func checkDirectory() throws(MediaError) {
    guard access(directory, W_OK | X_OK) == 0 else {
      throw MediaError.system("write", path, errno, hint: "is \(directory) there, and may you write to it?")
    }
  }

  /// Writes the whole file at once, beside its final name.
  public func write(_ bytes: [UInt8]) throws(MediaError) {
    let descriptor = open(partialPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw MediaError.system("write", path, errno) }
    var rest = ArraySlice(bytes)
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        let code = errno
        close(descriptor)
        throw MediaError.system("write", path, code)
      }
    }
    guard close(descriptor) == 0 else { throw MediaError.system("write", path, errno) }
  }

  /// Writes the whole file and gives it its name; not forced to disk, as for many small files that can be
  /// made again.
  public func replace(with bytes: [UInt8]) throws(MediaError) {
    do throws(MediaError) {
      try write(bytes)
      guard rename(partialPath, path) == 0 else { throw MediaError.system("rename to", path, errno) }
    } catch {
      discard()
      throw error
    }
  }

  /// Makes a folder with those above it, where they are missing.
  public static func makeDirectory(_ path: String) throws(MediaError) {
    var made = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      if !made.isEmpty || path.hasPrefix("/") { made += "/" }
      made += part
      if part.isEmpty { continue }
      if mkdir(made, 0o777) != 0 && errno != EEXIST && errno != EISDIR {
        let code = errno
        // On a file system that is read only, what is there already is refused all the same.
        guard isDirectory(made) else { throw MediaError.system("make folder", made, code) }
      }
    }
    guard isDirectory(path) else { throw MediaError.system("write into", path, ENOTDIR) }
  }

  private static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Brings the file to disk and gives it its name.
  /// - Returns: its size and the SHA-256 of its bytes.
  public func publish() throws(MediaError) -> (bytes: Int64, sha256: String) {
    let descriptor = try PendingFile.openToReadBack(partialPath)
    defer { close(descriptor) }
    let measured = try PendingFile.measure(descriptor, partialPath)
    guard fsync(descriptor) == 0 else { throw MediaError.system("bring to disk", path, errno) }
    guard rename(partialPath, path) == 0 else { throw MediaError.system("rename to", path, errno) }
    syncDirectory()
    return measured
  }

  /// The size and the SHA-256 of a file that is whole.
  public static func measure(_ path: String) throws(MediaError) -> (bytes: Int64, sha256: String) {
    let descriptor = try openToReadBack(path)
    defer { close(descriptor) }
    return try measure(descriptor, path)
  }

  private static func openToReadBack(_ path: String) throws(MediaError) -> Int32 {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw MediaError.system("read back", path, errno) }
    return descriptor
  }

  private static func measure(_ descriptor: Int32, _ path: String) throws(MediaError) -> (
    bytes: Int64, sha256: String
  ) {
    var hash = SHA256()
    var size: Int64 = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw MediaError.system("read back", path, errno) }
      if count == 0 { return (size, hash.hexDigest()) }
      hash.update(count == buffer.count ? buffer : Array(buffer[..<count]))
      size += Int64(count)
    }
  }

  /// Makes the new name last; some file systems cannot, and lose only the name when the power fails.
  private func syncDirectory() {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// Takes away what was written so far.
  public func discard() { unlink(partialPath) }
}
