import Glibc
import Media
import Pipeline
import Synchronization

/// The keys of a job on disk: given ones are read, random ones made where they are not there yet.
///
/// A key that is made appears whole, readable to its owner alone, and before any segment that needs it; of two
/// processes that make the same one, the second takes what the first has made. Safe from any thread.
final class KeyStore: Sendable {
  private let encryption: SegmentEncryption
  private let known = Mutex<[Int: [UInt8]]>([:])

  init(_ encryption: SegmentEncryption) { self.encryption = encryption }

  /// The 16 bytes of a key.
  /// - Throws: MediaError when it cannot be read or made, or has another size.
  func key(_ number: Int) throws -> [UInt8] {
    try known.withLock { known in
      if let key = known[number] { return key }
      let path = encryption.path(ofKey: number)
      if encryption.keyFile == nil, access(path, F_OK) != 0 { try KeyStore.make(path) }
      let key = try OutputFolder.read(path)
      guard key.count == AES128.size else {
        throw MediaError(
          "use", path, cause: "an AES-128 key has 16 bytes, and this file \(key.count)",
          hint: "`openssl rand 16 > FILE` makes one")
      }
      known[number] = key
      return key
    }
  }

  private static func make(_ path: String) throws {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    try PendingFile.makeDirectory(folder)
    var random = SystemRandomNumberGenerator()
    let key = (0..<AES128.size).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    // Threads and machines that make the same key must not meet before it is whole.
    let temporary = path + "." + String(UInt64.random(in: .min ... .max, using: &random), radix: 16) + ".part"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw MediaError.system("write", path, errno) }
    let written = key.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    let isWhole = written == key.count && fsync(descriptor) == 0
    let code = errno
    close(descriptor)
    defer { unlink(temporary) }
    guard isWhole else { throw MediaError.system("write", path, code) }
    guard link(temporary, path) == 0 || errno == EEXIST else {
      throw MediaError.system("write", path, errno)
    }
  }
}
