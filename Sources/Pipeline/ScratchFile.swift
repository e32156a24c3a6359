import Glibc
import Media

/// A file without a name, which goes with its owner. Programs do not inherit it by themselves.
public final class ScratchFile: Sendable {
  /// The open file.
  public let descriptor: Int32

  /// Makes one in the folder that TMPDIR names, or in the system's.
  /// - Throws: MediaError where no file can be made there.
  public init() throws(MediaError) {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
    var path = Array("\(folder)/vidproc-XXXXXX".utf8CString)
    descriptor = mkstemp(&path)
    guard descriptor >= 0 else { throw MediaError.system("make", "a temporary file in \(folder)", errno) }
    unlink(path)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  /// All that was written.
  public func contents() -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = pread(descriptor, &buffer, buffer.count, off_t(bytes.count))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  deinit { close(descriptor) }
}
