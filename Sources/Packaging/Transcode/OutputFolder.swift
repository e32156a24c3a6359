import Glibc
import Media
import Pipeline
import Records
import Synchronization

/// A folder that a job fills: files appear under their names only when whole, and the journal knows them.
///
/// Safe from any thread.
final class OutputFolder: Sendable {
  let root: String
  private let state: Mutex<State>

  private struct State: Sendable {
    var journal: Journal
    var descriptor: Int32
  }

  /// Opens (and makes) the folder and locks its journal.
  /// - Throws: MediaError when it cannot be written, or another process is at work in it.
  init(_ root: String) throws {
    self.root = root
    try PendingFile.makeDirectory(root)
    let path = root + "/" + Journal.name
    let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw MediaError.system("write", path, errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw MediaError(
        "write", root, cause: "another vidproc is at work in it", hint: "wait for it, or take another folder")
    }
    state = Mutex(State(journal: Journal(try OutputFolder.read(path)), descriptor: descriptor))
  }

  /// Opens (and makes) the folder for one of several writers: its journal is kept in memory alone, and nothing
  /// is locked.
  init(shared root: String) throws {
    self.root = root
    try PendingFile.makeDirectory(root)
    state = Mutex(State(journal: Journal([]), descriptor: -1))
  }

  deinit { state.withLock { if $0.descriptor >= 0 { close($0.descriptor) } } }

  /// What the folder's journal says.
  var journal: Journal { state.withLock { $0.journal } }

  /// Forgets the old journal and begins one for `key`.
  func begin(_ key: JobKey) throws {
    try state.withLock { state in
      guard ftruncate(state.descriptor, 0) == 0 else {
        throw MediaError.system("write", root + "/" + Journal.name, errno)
      }
      state.journal = Journal([])
    }
    try note(.job(key))
  }

  /// Appends a line to the journal.
  func note(_ line: JournalLine) throws {
    let bytes = try Journal.line(line)
    try state.withLock { state in
      guard state.descriptor >= 0 else {
        state.journal.apply(line)
        return
      }
      let length = lseek(state.descriptor, 0, SEEK_END)
      do {
        try OutputFolder.writeAll(state.descriptor, [bytes], name: root + "/" + Journal.name)
      } catch {
        ftruncate(state.descriptor, length)  // no torn line in the middle
        throw error
      }
      state.journal.apply(line)
    }
  }

  /// Writes a file whole under its name: beside it first, then renamed.
  /// - Returns: its size and SHA-256.
  func publish(_ path: String, _ parts: [[UInt8]]) throws -> (bytes: Int, sha256: String) {
    let final = root + "/" + path
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { root + "/" + path[..<$0] } ?? root
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    try PendingFile.makeDirectory(folder)
    let temporary = folder + "/." + name + "." + OutputFolder.writer + ".part"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw MediaError.system("write", final, errno) }
    do {
      defer { close(descriptor) }
      try OutputFolder.writeAll(descriptor, parts, name: final)
      guard fsync(descriptor) == 0 else { throw MediaError.system("write", final, errno) }
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, final) == 0 else {
      let code = errno
      unlink(temporary)
      throw MediaError.system("write", final, code)
    }
    var hash = SHA256()
    for part in parts { hash.update(part) }
    return (parts.reduce(0) { $0 + $1.count }, hash.hexDigest())
  }

  /// Tells this process from all others that may write into the same folder, on this machine or another.
  static let writer: String = {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    let host = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: host, as: UTF8.self) + "-\(getpid())"
  }()

  /// Removes a file, if it is there.
  func remove(_ path: String) { unlink(root + "/" + path) }

  /// Size of a file; nil when it is not there.
  func size(of path: String) -> Int? {
    var status = stat()
    guard stat(root + "/" + path, &status) == 0 else { return nil }
    return Int(status.st_size)
  }

  /// Whether a file is there with the size that the journal says.
  func isWhole(_ path: String, bytes: Int) -> Bool { size(of: path) == bytes }

  // MARK: System calls

  static func read(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw MediaError.system("read", path, errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes.append(contentsOf: chunk[..<count])
      } else if errno != EINTR {
        throw MediaError.system("read", path, errno)
      }
    }
  }

  private static func writeAll(_ descriptor: Int32, _ parts: [[UInt8]], name: String) throws {
    for part in parts {
      var rest = ArraySlice(part)
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if count >= 0 {
          rest = rest.dropFirst(count)
        } else if errno != EINTR {
          throw MediaError.system(
            "write", name, errno,
            hint: errno == ENOSPC ? "free some space; the same command goes on from here" : nil)
        }
      }
    }
  }

  /// Names in a folder, hidden ones too.
  static func entries(of folder: String) -> [String] {
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

  /// Removes what an interrupted write left beside the files.
  func removeLeftovers() {
    for name in OutputFolder.entries(of: root) {
      if name.hasPrefix("."), name.hasSuffix(".part") { unlink(root + "/" + name) }
      for inner in OutputFolder.entries(of: root + "/" + name)
      where inner.hasPrefix(".") && inner.hasSuffix(".part") {
        unlink(root + "/" + name + "/" + inner)
      }
    }
  }
}
