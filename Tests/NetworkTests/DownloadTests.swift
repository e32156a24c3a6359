import Foundation
import Media
import Testing

@testable import Network

@Suite struct DownloadTests {
  private typealias Answer = ScriptedServer.Answer
  private let body = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }

  /// Downloads from a server that follows a script.
  private func download(
    _ script: [ScriptedServer.Answer], begun: [UInt8] = [], attempts: Int = 4, limit: Int64? = nil,
    interrupt: Interrupt = Interrupt()
  ) throws -> (file: [UInt8], requests: [String], error: String?) {
    let server = try ScriptedServer(script)
    defer { server.stop() }
    let path = NSTemporaryDirectory() + "/vidproc-download-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    if !begun.isEmpty { try Data(begun).write(to: URL(filePath: path)) }
    var options = Download.Options()
    options.attempts = attempts
    options.stallTimeout = 1
    options.backoff = Backoff(base: 0.001, cap: 0.002)
    options.maximumBytes = limit
    var error: String?
    do {
      try Download(server.url("/file"), to: path, options: options, interrupt: interrupt).run()
    } catch let failure {
      error = "\(failure)"
    }
    return (Array(try Data(contentsOf: URL(filePath: path))), server.requests, error)
  }

  private func part(from start: Int) -> ScriptedServer.Answer {
    .http(
      "206 Partial Content", ["Content-Range: bytes \(start)-\(body.count - 1)/\(body.count)"],
      body: Array(body[start...]))
  }

  @Test func aFileComesWhole() throws {
    let result = try download([.http("200 OK", body: body)])
    #expect(result.error == nil)
    #expect(result.file == body)
    #expect(result.requests.count == 1)
    #expect(result.requests.allSatisfy { $0.hasPrefix("GET /file HTTP/1.1\r\n") && !$0.contains("Range:") })
  }

  @Test func aCutConnectionIsGoneOnWith() throws {
    let result = try download([
      .http("200 OK", body: Array(body[..<2000]), length: body.count), part(from: 2000),
    ])
    #expect(result.error == nil)
    #expect(result.file == body)
    #expect(result.requests.last?.contains("Range: bytes=2000-\r\n") == true)
  }

  @Test func whatIsOnDiskIsTheBeginning() throws {
    let result = try download([part(from: 1234)], begun: Array(body[..<1234]))
    #expect(result.error == nil)
    #expect(result.file == body)
    #expect(result.requests.count == 1)
  }

  @Test func aServerWithoutRangesSendsItAllAnew() throws {
    let result = try download([.http("200 OK", body: body)], begun: Array(body[..<1234]))
    #expect(result.error == nil)
    #expect(result.file == body)
  }

  @Test(arguments: ["bytes 0-4999/5000", "bytes 2-4999/5000", "nonsense", ""])
  func anotherPartThanAskedForIsNotMixedIn(range: String) throws {
    let result = try download(
      [.http("206 Partial Content", ["Content-Range: \(range)"], body: body), .http("200 OK", body: body)],
      begun: Array(body[..<1234]))
    #expect(result.error == nil)
    #expect(result.file == body)
    #expect(result.requests.count == 2)
    #expect(result.requests.last?.contains("Range:") == false)
  }

  @Test func moreThanTheServerHasBeginsAnew() throws {
    let result = try download(
      [.http("416 Range Not Satisfiable"), .http("200 OK", body: body)], begun: body + [1, 2, 3])
    #expect(result.error == nil)
    #expect(result.file == body)
  }

  @Test func aBusyServerIsAskedAgain() throws {
    let busy = Answer.http("503 Service Unavailable", body: Array("busy".utf8))
    let result = try download([busy, busy, .http("200 OK", body: body)])
    #expect(result.error == nil)
    #expect(result.file == body)
    #expect(result.requests.count == 3)
  }

  @Test func aServerThatStaysBusyIsGivenUp() throws {
    let busy = Answer.http("503 Service Unavailable")
    let result = try download([busy, busy, busy, busy, busy], attempts: 3)
    #expect(result.error?.contains("busy or down (503) (3 attempts)") == true, "\(result.error ?? "")")
    #expect(result.file == [])
    #expect(result.requests.count == 3)
  }

  @Test func progressRenewsThePatience() throws {
    func piece(_ start: Int, _ end: Int) -> ScriptedServer.Answer {
      .http(
        "206 Partial Content", ["Content-Range: bytes \(start)-\(body.count - 1)/\(body.count)"],
        body: Array(body[start..<end]), length: body.count - start)
    }
    let result = try download(
      [.http("200 OK", body: Array(body[..<1000]), length: body.count), piece(1000, 2000), piece(2000, 3000)]
        + [piece(3000, 5000)], attempts: 2)
    #expect(result.error == nil)
    #expect(result.file == body)
  }

  @Test(arguments: [("404 Not Found", "it is not there (404)"), ("403 Forbidden", "does not allow it (403)")])
  func aRefusalIsNotAskedAgain(status: String, words: String) throws {
    let page = Array("<html>no</html>".utf8)
    let result = try download([.http(status, body: page), .http("200 OK", body: body)])
    #expect(result.error?.contains(words) == true, "\(result.error ?? "")")
    #expect(result.file == [])
    #expect(result.requests.count == 1)
  }

  @Test func redirectsAreFollowed() throws {
    let result = try download([
      .http("302 Found", ["Location: /elsewhere"], body: Array("moved".utf8)), .http("200 OK", body: body),
    ])
    #expect(result.error == nil)
    #expect(result.file == body)
    #expect(result.requests.last?.hasPrefix("GET /elsewhere ") == true)
  }

  @Test func aRedirectToAnotherProtocolIsRefused() throws {
    let result = try download([.http("302 Found", ["Location: file:///etc/hostname"])])
    #expect(result.error != nil)
    #expect(result.file == [])
  }

  @Test func aServerThatFallsSilentIsLeft() throws {
    let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n".utf8)
    let result = try download([.silence(after: head + body[..<700])], attempts: 1)
    #expect(result.error?.contains("nothing came for 1 s") == true, "\(result.error ?? "")")
    #expect(result.file == Array(body[..<700]))
  }

  @Test func moreThanIsExpectedIsRefused() throws {
    let announced = try download([.http("200 OK", body: body)], limit: 4999)
    #expect(announced.error?.contains("longer than the 4999 bytes") == true)
    let unannounced = try download(
      [.bytes(Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".utf8) + body)], limit: 4999)
    #expect(unannounced.error?.contains("longer than the 4999 bytes") == true)
    for result in [announced, unannounced] { #expect(result.file == []) }
  }

  @Test func aStopEndsItAndKeepsWhatCame() throws {
    let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n".utf8)
    let server = try ScriptedServer([.silence(after: head + body[..<700])])
    defer { server.stop() }
    let path = NSTemporaryDirectory() + "/vidproc-download-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let interrupt = Interrupt()
    let download = Download(server.url("/file"), to: path, interrupt: interrupt) { done, _ in
      if done == 700 { interrupt.stop() }
    }
    let error = try #require(throws: MediaError.self) { try download.run() }
    #expect(error.isInterruption)
    #expect(try Data(contentsOf: URL(filePath: path)).count == 700)
  }

  @Test func nobodyListeningIsSaid() throws {
    let server = try ScriptedServer([])
    let url = server.url("/file")
    server.stop()
    let path = NSTemporaryDirectory() + "/vidproc-download-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var options = Download.Options()
    options.backoff = Backoff(base: 0.001, cap: 0.002)
    let error = try #require(throws: MediaError.self) {
      try Download(url, to: path, options: options, interrupt: Interrupt()).run()
    }
    #expect("\(error)".hasPrefix("cannot download \(url): "), "\(error)")
  }
}
