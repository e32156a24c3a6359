import Glibc
import Media

/// What is known of a pipe that a stage writes to or reads from.
final class PipeEnd {
  private let descriptor: Int32
  private let inode: UInt64
  /// Bytes that the pipe holds at the most.
  let capacity: Int
  /// Whether the reader was seen to be this same program, which copies what it reads at once.
  private(set) var canSplice = false
  private var frames = 0

  /// The pipe's capacity that an unprivileged program may set.
  static let largest = 1 << 20

  /// Looks at `descriptor`; nil when it is no pipe. Enlarges the pipe.
  init?(writing descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else { return nil }
    self.descriptor = descriptor
    inode = UInt64(status.st_ino)
    capacity = PipeEnd.enlarge(descriptor)
  }

  /// Enlarges a pipe as far as is allowed.
  /// - Returns: its capacity in bytes.
  @discardableResult
  static func enlarge(_ descriptor: Int32) -> Int {
    let setSize: Int32 = 1031  // F_SETPIPE_SZ
    let getSize: Int32 = 1032  // F_GETPIPE_SZ
    if fcntl(descriptor, setSize, Int32(largest)) < 0 { _ = fcntl(descriptor, setSize, Int32(1 << 18)) }
    return max(4096, Int(fcntl(descriptor, getSize)))
  }

  /// Counts frames, and looks now and then who reads: the shell may start the reader after the writer.
  func wroteFrame() {
    frames += 1
    guard !canSplice, frames <= 256, frames & (frames - 1) == 0 else { return }
    canSplice = onlyReaderIsThisProgram()
  }

  /// Whether every process that has this pipe open for reading runs the same program file as this one.
  private func onlyReaderIsThisProgram() -> Bool {
    guard let own = identity(of: "/proc/self/exe") else { return false }
    var found = false
    for process in entries(of: "/proc") where process.first?.isNumber == true {
      let folder = "/proc/\(process)/fd"
      for entry in entries(of: folder) {
        var status = stat()
        guard stat("\(folder)/\(entry)", &status) == 0, status.st_mode & S_IFMT == S_IFIFO,
          UInt64(status.st_ino) == inode,
          opensForReading("/proc/\(process)/fdinfo/\(entry)")
        else { continue }
        guard let other = identity(of: "/proc/\(process)/exe"), other == own else { return false }
        found = true
      }
    }
    return found
  }

  private struct Identity: Equatable {
    var device: UInt64
    var inode: UInt64
  }

  private func identity(of path: String) -> Identity? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }

  private func opensForReading(_ infoPath: String) -> Bool {
    let file = open(infoPath, O_RDONLY)
    guard file >= 0 else { return false }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = read(file, &bytes, bytes.count)
    guard count > 0 else { return false }
    let text = String(decoding: bytes[..<count], as: UTF8.self)
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("flags:") }),
      let flags = Int32(line.dropFirst(6).filter { !$0.isWhitespace }, radix: 8)
    else { return false }
    return flags & O_ACCMODE != O_WRONLY
  }

  private func entries(of folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  /// Waits until the reader has taken everything, or has gone.
  func waitUntilEmpty(unless interrupt: Interrupt) {
    while !interrupt.isStopped {
      var waiting: Int32 = 0
      guard ioctl(descriptor, UInt(FIONREAD), &waiting) == 0, waiting > 0 else { return }
      var state = pollfd(fd: descriptor, events: 0, revents: 0)
      _ = poll(&state, 1, 0)
      if state.revents & Int16(POLLERR) != 0 { return }
      usleep(500)
    }
  }
}
