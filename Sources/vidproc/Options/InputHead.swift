import Glibc
import Media
import Pipeline

/// How an input begins, by which its form is told.
struct InputHead {
  /// The first bytes; of standard input they have been taken, and whoever reads on is given them.
  let bytes: [UInt8]
  /// Whether the input is standard input.
  let isStandardInput: Bool

  /// Looks at the beginning of an input: of standard input where it is no terminal, and of regular files.
  /// - Throws: MediaError where standard input is empty.
  init(of source: String, interrupt: Interrupt) throws {
    isStandardInput = source == "-"
    if isStandardInput, isatty(STDIN_FILENO) == 0 {
      bytes = try DescriptorSource.peek(STDIN_FILENO, count: 24, name: "standard input", interrupt: interrupt)
      guard !bytes.isEmpty else {
        throw MediaError(
          "read", "standard input", cause: "it is empty", hint: "the stage before it may have failed")
      }
    } else {
      bytes = InputHead.beginning(of: source)
    }
  }

  /// Whether the input is NDJSON.
  var isRecords: Bool { bytes.first { $0 > 0x20 } == UInt8(ascii: "{") }

  /// Bytes that whoever reads on must be given.
  var taken: [UInt8] { isStandardInput ? bytes : [] }

  private static func beginning(of path: String) -> [UInt8] {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return [] }
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = read(descriptor, &bytes, bytes.count)
    return count > 0 ? Array(bytes[..<count]) : []
  }
}
