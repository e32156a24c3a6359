import Glibc
import Media
import Pipeline

/// A program that reads what is written to it, and tells on descriptor 3 what comes of it.
///
/// It is ended and waited for when its owner goes.
final class PipedProgram {
  /// How a program ended.
  enum Status: Equatable {
    /// By itself, with this status.
    case exited(Int32)
    /// By this signal.
    case killed(Int32)

    static func == (status: Status, code: Int32) -> Bool { status == .exited(code) }
  }

  private let name: String
  private let interrupt: Interrupt
  private var input: Int32
  private let logFile: ScratchFile
  private let errorFile: ScratchFile
  /// Its number.
  private(set) var process: pid_t = 0
  private var status: Status?
  /// What it wrote on descriptor 3, once it has ended.
  private(set) var log: [UInt8] = []

  /// Starts a program.
  /// - Throws: MediaError where it cannot be started.
  init(_ command: [String], interrupt: Interrupt) throws {
    name = command[0]
    self.interrupt = interrupt
    // A socket instead of a pipe: writing to one that nobody reads can be told not to raise SIGPIPE.
    var ends: [Int32] = [0, 0]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw MediaError.system("open", "a socket", errno) }
    input = ends[0]
    defer { close(ends[1]) }
    do {
      (logFile, errorFile) = (try ScratchFile(), try ScratchFile())
    } catch {
      close(ends[0])
      throw error
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errorFile.descriptor, STDERR_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, logFile.descriptor, 3)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own, so that a terminal's SIGINT does not end it; signals as the system handles them.
    var (all, none) = (sigset_t(), sigset_t())
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    let code = posix_spawnp(&process, command[0], &actions, &attributes, arguments, environ)
    guard code == 0 else {
      process = 0
      throw MediaError.system("run", command[0], code, hint: "it must be an ffmpeg with libvmaf")
    }
  }

  /// Writes all bytes.
  /// - Throws: MediaError where the program reads no more (`isBrokenPipe`), or on request.
  func write(_ bytes: [UInt8]) throws(MediaError) {
    var offset = 0
    while offset < bytes.count {
      if interrupt.isStopped { throw MediaError.interrupted("write to", name) }
      let flags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
      let count = bytes.withUnsafeBytes { buffer in
        send(input, buffer.baseAddress.map { $0 + offset }, bytes.count - offset, flags)
      }
      if count > 0 {
        offset += count
      } else if errno == EAGAIN {
        var state = pollfd(fd: input, events: Int16(POLLOUT), revents: 0)
        _ = poll(&state, 1, 100)
      } else if errno != EINTR {
        throw MediaError.system("write to", name, errno == ECONNRESET ? EPIPE : errno)
      }
    }
  }

  /// Ends its input and waits for its end.
  /// - Returns: how it ended, and what it said on standard error.
  /// - Throws: MediaError on request.
  func finish() throws(MediaError) -> (Status, String) {
    closeInput()
    while status == nil {
      if interrupt.isStopped {
        end()
        throw MediaError.interrupted("wait for", name)
      }
      if !reap(WNOHANG) { usleep(2000) }
    }
    log = logFile.contents()
    let message = String(decoding: errorFile.contents().suffix(4000), as: UTF8.self)
    return (status ?? .exited(0), message)
  }

  private func closeInput() {
    if input >= 0 { close(input) }
    input = -1
  }

  private func reap(_ flags: Int32) -> Bool {
    var code: Int32 = 0
    let ended = waitpid(process, &code, flags)
    if ended < 0, errno == EINTR { return false }
    guard ended != 0 else { return false }
    // Where somebody else has waited for it, nobody knows how it ended.
    status = ended < 0 ? .exited(0) : code & 0x7F == 0 ? .exited(code >> 8 & 0xFF) : .killed(code & 0x7F)
    return true
  }

  private func end() {
    guard process > 0, status == nil else { return }
    kill(-process, SIGKILL)
    while status == nil, !reap(0) {}
  }

  deinit {
    closeInput()
    end()
  }
}
