import Glibc
import Media

/// Files that change together.
enum LiveFiles {
  /// Puts new files in the place of old ones: all are written beside first, then renamed one right after
  /// another.
  /// - Throws: MediaError; nothing was replaced unless a rename failed.
  static func replace(_ files: [(path: String, bytes: [UInt8])]) throws {
    var written: [(from: String, to: String)] = []
    do {
      for file in files {
        let from = temporary(file.path)
        let descriptor = open(from, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw MediaError.system("write", file.path, errno) }
        written.append((from, file.path))
        defer { close(descriptor) }
        try write(file.bytes, to: descriptor, name: file.path)
        guard fsync(descriptor) == 0 else { throw MediaError.system("write", file.path, errno) }
      }
      for (from, to) in written {
        guard rename(from, to) == 0 else { throw MediaError.system("write", to, errno) }
      }
    } catch {
      for (from, _) in written { unlink(from) }
      throw error
    }
  }

  /// The hidden name that a file has until it is whole; `OutputFolder` clears such names away.
  private static func temporary(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." + path + ".part" }
    return path[...slash] + "." + path[path.index(after: slash)...] + ".part"
  }

  /// Writes all bytes.
  static func write(_ bytes: [UInt8], to descriptor: Int32, name: String) throws {
    var rest = ArraySlice(bytes)
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw MediaError.system(
          "write", name, errno,
          hint: errno == ENOSPC ? "free some space; the same command continues the stream" : nil)
      }
    }
  }
}
