import ArgumentParser
import Glibc
import Media
import Records

/// Standard output, or a file that appears under its name only when whole.
enum OutputFile {
  /// Refuses an output that is one of the inputs, which writing would destroy, and one without a name.
  static func check(_ output: String?, inputs: [String?]) throws {
    guard let output else { return }
    if output.isEmpty { throw ValidationError("-o takes a name, and this one is empty.") }
    var target = stat()
    guard output != "-", stat(output, &target) == 0, target.st_mode & S_IFMT == S_IFREG else { return }
    for case let input? in inputs {
      let path = input.hasPrefix("file:") ? String(input.dropFirst(5)) : input
      var source = stat()
      let found = input == "-" ? fstat(STDIN_FILENO, &source) : stat(path, &source)
      if found == 0, source.st_dev == target.st_dev, source.st_ino == target.st_ino {
        throw MediaError(
          "write", output, cause: "it is the input itself", hint: "name another file with -o")
      }
    }
  }

  /// Says that a job that was cut off left no file.
  static func sayNotWritten(_ path: String) {
    Console.line("vidproc: \(path) was not written: the input did not come to its end")
  }

  /// Gives `body` a descriptor to write to; a file is renamed into place after a complete end.
  /// - Parameter stream: what is written; a live one counts as complete when it is stopped.
  static func write(
    _ path: String?, of stream: StreamRecord, to body: (Int32) throws -> EndRecord
  ) throws -> EndRecord {
    try write(path, isWhole: { $0.isWhole(of: stream) }, to: body)
  }

  /// Gives `body` a descriptor to write to; a file is renamed into place where its end makes it whole.
  static func write(
    _ path: String?, isWhole: (EndRecord) -> Bool, to body: (Int32) throws -> EndRecord
  ) throws -> EndRecord {
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
      guard isWhole(end) else {
        unlink(part)
        sayNotWritten(path)
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
