import Glibc
import Media
import Records

/// Reads NDJSON line by line from a file or standard input, holding little more than one line.
public final class RecordLines {
  /// The file's name, or `standard input`.
  public let name: String
  /// The number of the line that was read last, from 1.
  public var lineNumber: Int { splitter.lineNumber }

  private let descriptor: Int32
  private let interrupt: Interrupt
  private var splitter = LineSplitter()
  private var chunk = [UInt8](repeating: 0, count: 1 << 18)
  private var isAtEnd = false
  private let polls: Bool

  /// Opens a file; "-" is standard input.
  /// - Parameter prefix: bytes that were read already, to come first.
  /// - Throws: MediaError when it cannot be opened.
  public init(_ path: String, interrupt: Interrupt, prefix: [UInt8] = []) throws(MediaError) {
    self.interrupt = interrupt
    if path == "-" {
      name = "standard input"
      descriptor = dup(STDIN_FILENO)
    } else {
      name = path
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
    }
    guard descriptor >= 0 else { throw MediaError.system("read records from", name, errno) }
    var status = stat()
    // A regular file is always ready; asking costs a call a chunk.
    polls = fstat(descriptor, &status) != 0 || status.st_mode & S_IFMT != S_IFREG
    splitter.push(prefix)
  }

  deinit { close(descriptor) }

  /// The next line without its line break; nil at the end, and after an interruption.
  /// - Throws: ``RecordError`` for a line that is too long, which is passed over; MediaError when reading fails.
  public func next() throws -> [UInt8]? {
    while true {
      if let line = try splitter.next() { return line }
      if isAtEnd { return try splitter.finish() }
      try fill()
    }
  }

  private func fill() throws(MediaError) {
    while true {
      if interrupt.isStopped {
        isAtEnd = true
        return
      }
      if polls {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, 100) > 0 else { continue }
      }
      let count = read(descriptor, &chunk, chunk.count)
      if count > 0 {
        splitter.push(chunk[..<count])
        return
      }
      if count == 0 {
        isAtEnd = true
        return
      }
      guard errno == EINTR || errno == EAGAIN else { throw MediaError.system("read", name, errno) }
    }
  }
}
