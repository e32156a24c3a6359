import Foundation
import Glibc
import Testing

/// How a process ended.
enum Ending: Equatable, CustomStringConvertible {
  case exited(Int32)
  case signalled(Int32)
  /// It was killed because it took too long.
  case timedOut

  var description: String {
    switch self {
    case .exited(let status): "status \(status)"
    case .signalled(let number): "signal \(number)"
    case .timedOut: "a time-out"
    }
  }
}

/// What a process left behind.
struct Outcome {
  var ending: Ending
  var output: [UInt8]
  var errors: String

  var text: String { String(decoding: output, as: UTF8.self) }
  var errorLines: [Substring] { errors.split(separator: "\n") }
}

/// Where a first process reads from.
enum Input {
  case nothing
  case file(String)
}

/// Starting processes, with pipes between them; whatever does not go to a pipe goes to files, so that nobody
/// waits for a reader.
enum Program {
  /// The program that was built beside this test bundle.
  static let path: String = {
    let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let beside = URL(filePath: bundle).deletingLastPathComponent().appending(path: "vidproc").path
    if FileManager.default.isExecutableFile(atPath: beside) { return beside }
    return Fixtures.root.appending(path: ".build/debug/vidproc").path
  }()

  /// Runs the program with these arguments.
  static func run(_ arguments: [String], input: Input = .nothing, timeout: Double = 120) throws -> Outcome {
    try pipeline([[path] + arguments], input: input, timeout: timeout)[0]
  }

  /// Runs commands with pipes between them, as a shell does.
  /// - Returns: how each ended; only the last one has output.
  static func pipeline(_ commands: [[String]], input: Input = .nothing, timeout: Double = 120) throws
    -> [Outcome]
  {
    try Scratch.withFolder { folder in
      var source = try opened(input)
      var running: [Running] = []
      for (index, command) in commands.enumerated() {
        let isLast = index == commands.count - 1
        var ends: [Int32] = [-1, -1]
        if !isLast { try #require(Running.makePipe(&ends)) }
        let output = "\(folder)/\(index).out"
        let target = isLast ? try created(output) : ends[1]
        running.append(
          try Running(
            command, input: source, output: target, outputPath: output, errorPath: "\(folder)/\(index).err"))
        close(source)
        close(target)
        source = ends[0]
      }
      let deadline = Date(timeIntervalSinceNow: timeout)
      return running.map { $0.wait(until: deadline) }
    }
  }

  /// Starts the program and lends it while it runs; it is killed afterwards if it still does.
  static func whileRunning<R>(
    _ arguments: [String], timeout: Double = 120, _ body: (Running) throws -> R
  ) throws -> R {
    try Scratch.withFolder { folder in
      let source = try opened(.nothing)
      let target = try created("\(folder)/out")
      let running = try Running(
        [path] + arguments, input: source, output: target, outputPath: "\(folder)/out",
        errorPath: "\(folder)/err")
      close(source)
      close(target)
      defer { _ = running.wait(until: Date()) }
      return try body(running)
    }
  }

  private static func opened(_ input: Input) throws -> Int32 {
    let path =
      switch input {
      case .nothing: "/dev/null"
      case .file(let path): path
      }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    return try #require(descriptor >= 0 ? descriptor : nil, "\(path) cannot be opened")
  }

  fileprivate static func created(_ path: String) throws -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    return try #require(descriptor >= 0 ? descriptor : nil, "\(path) cannot be made")
  }
}

/// A process that was started.
final class Running {
  let process: pid_t
  /// Held from making a pipe until it closes on its own in children, so that no other test's child keeps it open.
  private static let spawning = NSLock()

  private let outputPath: String
  private let errorPath: String
  private var ended: Ending?

  init(_ command: [String], input: Int32, output: Int32, outputPath: String, errorPath: String) throws {
    self.outputPath = outputPath
    self.errorPath = errorPath
    let errors = try Program.created(errorPath)
    defer { close(errors) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, descriptor) in [input, output, errors].enumerated() {
      posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A shell's children start with signals unblocked and as the system handles them.
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    let code = Running.spawning.withLock {
      posix_spawnp(&process, command[0], &actions, &attributes, arguments, environ)
    }
    try #require(code == 0, "\(command[0]) cannot be started")
    self.process = process
  }

  /// Makes a pipe that children do not inherit unasked.
  static func makePipe(_ ends: inout [Int32]) -> Bool {
    spawning.withLock {
      guard pipe(&ends) == 0 else { return false }
      for end in ends where fcntl(end, F_SETFD, FD_CLOEXEC) != 0 { return false }
      return true
    }
  }

  /// Writes a file that is to be run. A child that starts meanwhile would hold it open for writing, and the
  /// system then refuses to run it ("text file busy").
  static func writeExecutable(_ text: String, to path: String) throws {
    try spawning.withLock {
      try Data(text.utf8).write(to: URL(filePath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
  }

  /// What it has written to standard output so far.
  var outputSoFar: String {
    (try? String(decoding: Data(contentsOf: URL(filePath: outputPath)), as: UTF8.self)) ?? ""
  }

  /// Waits until `condition` holds or the process has ended.
  /// - Returns: whether it came to hold.
  func wait(timeout: Double = 60, until condition: () -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: timeout)
    while Date() < deadline {
      if condition() { return true }
      if poll() != nil { return condition() }
      usleep(2000)
    }
    return false
  }

  func send(_ signal: Int32) {
    if poll() == nil { kill(process, signal) }
  }

  /// Waits for its end, and kills it when the time is over.
  func wait(until deadline: Date) -> Outcome {
    while poll() == nil {
      if Date() >= deadline {
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        ended = .timedOut
      } else {
        usleep(2000)
      }
    }
    let output = (try? Data(contentsOf: URL(filePath: outputPath))) ?? Data()
    let errors = (try? Data(contentsOf: URL(filePath: errorPath))) ?? Data()
    return Outcome(
      ending: ended ?? .timedOut, output: Array(output), errors: String(decoding: errors, as: UTF8.self))
  }

  private func poll() -> Ending? {
    if let ended { return ended }
    var status: Int32 = 0
    guard waitpid(process, &status, WNOHANG) == process else { return nil }
    ended = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
    return ended
  }
}
