import Foundation
import Records
import Testing

/// What ffprobe, which is not ours, says of files.
enum Probe {
  struct Packet {
    var pts: Int64
    var duration: Int64
    var isKeyframe: Bool
    var timeBase: Rational
  }

  /// The packets of a file's first video (`v:0`) or audio (`a:0`) stream in presentation order.
  static func packets(_ path: String, stream: String = "v:0") throws -> [Packet] {
    let outcome = try run(
      ["-select_streams", stream, "-show_entries", "stream=time_base:packet=pts,duration,flags", path])
    var packets: [Packet] = []
    let streams = try #require(outcome["streams"] as? [[String: Any]])
    let base = try #require((streams.first?["time_base"] as? String).flatMap { Rational(parsing: $0) })
    for packet in try #require(outcome["packets"] as? [[String: Any]]) {
      packets.append(
        Packet(
          pts: try #require(packet["pts"] as? Int64 ?? (packet["pts"] as? Int).map(Int64.init)),
          duration: (packet["duration"] as? Int).map(Int64.init) ?? 0,
          isKeyframe: (packet["flags"] as? String)?.contains("K") ?? false, timeBase: base))
    }
    return packets.sorted { $0.pts < $1.pts }
  }

  /// The first stream of a kind, as ffprobe describes it.
  static func stream(_ path: String, _ stream: String) throws -> [String: Any] {
    let outcome = try run(["-select_streams", stream, "-show_streams", path])
    return try #require((outcome["streams"] as? [[String: Any]])?.first)
  }

  /// How many pictures can be decoded, and what the decoder complains of.
  static func decoded(_ path: String) throws -> (frames: Int, complaints: String) {
    let outcome = try Program.pipeline([
      [
        "ffprobe", "-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries",
        "stream=nb_read_frames",
        "-of", "csv=p=0", path,
      ]
    ])[0]
    let line = outcome.text.split(whereSeparator: { $0 == "\n" || $0 == "," }).first
    return (line.flatMap { Int($0) } ?? 0, outcome.errors)
  }

  private static func run(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Program.pipeline([["ffprobe", "-v", "error", "-of", "json"] + arguments])[0]
    #expect(outcome.ending == .exited(0), "\(outcome.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
  }
}
