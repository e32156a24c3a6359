import Glibc
import Media
import Records

/// Standard output, or a file that appears under its name only when whole.
enum OutputFile {
  /// Gives `body` a descriptor to write to; a file is renamed into place after a complete end.
  static func write(_ path: String?, to body: (Int32) throws -> EndRecord) throws -> EndRecord {
    guard let path, path != "-" else { return try body(STDOUT_FILENO) }
    var status = stat()
    // A pipe or device under a name is written to as it is.
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw MediaError.system("write", path, errno) }
      defer { close(descriptor) }
      return try body(descriptor)
    }
    let part = path + ".part"
    let descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw MediaError.system("write", path, errno) }
    do {
      let end = try body(descriptor)
      guard fsync(descriptor) == 0, close(descriptor) == 0 else {
        throw MediaError.system("write", path, errno)
      }
      guard end.status == .complete else {
        unlink(part)
        return end
      }
      guard rename(part, path) == 0 else { throw MediaError.system("write", path, errno) }
      return end
    } catch {
      unlink(part)
      throw error
    }
  }
}
