import Foundation
import Glibc
import Synchronization

/// An HTTP server on the loopback interface that gives each connection the next answer of a script.
final class ScriptedServer: Sendable {
  /// What happens to a connection after its request was read.
  enum Answer: Sendable {
    /// These bytes, then the end.
    case bytes([UInt8])
    /// These bytes, then silence until the client goes.
    case silence(after: [UInt8])

    /// An answer with a head and a body.
    static func http(_ status: String, _ fields: [String] = [], body: [UInt8] = [], length: Int? = nil)
      -> Answer
    {
      let head =
        ["HTTP/1.1 \(status)", "Content-Length: \(length ?? body.count)", "Connection: close"] + fields
      return .bytes(Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
    }
  }

  /// The port that it listens on.
  let port: UInt16
  private let listener: Int32
  private let heads = Mutex<[String]>([])

  /// The heads of the requests that came.
  var requests: [String] { heads.withLock { $0 } }

  /// The address of a path.
  func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

  /// Listens, and answers from a thread of its own; after the script's end connections are closed unanswered.
  init(_ script: [Answer]) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { [listener] pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 8) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in serve(script) }
  }

  /// Ends the thread.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  private func serve(_ script: [Answer]) {
    var rest = script[...]
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { break }
      defer { close(connection) }
      var head: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while !String(decoding: head, as: UTF8.self).contains("\r\n\r\n") {
        let count = read(connection, &buffer, buffer.count)
        if count <= 0 { break }
        head += buffer[..<count]
      }
      heads.withLock { $0.append(String(decoding: head, as: UTF8.self)) }
      guard let answer = rest.popFirst() else { continue }
      switch answer {
      case .bytes(let bytes): _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
      case .silence(let bytes):
        _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        _ = read(connection, &buffer, buffer.count)
      }
    }
    close(listener)
  }
}
