import Media
import Pipeline
import Records

/// One scene's file while packets are copied into it; times count from the scene's first picture.
final class SceneFile {
  private struct Track {
    let index: Int
    /// In the file's ticks.
    var lastDTS: Int64?
    /// In the source's ticks: for packets that say no decoding time.
    var nextDTS: Int64?
    /// What the first picture may lack, in containers that keep it among the pictures alone.
    var parameters: ParameterSets?
  }

  private let file: PendingFile
  private let origin: Timestamp
  private let limit: Timestamp?
  private let wantsGrowingTimes: Bool
  private var muxer: Muxer?
  private var tracks: [Int: Track] = [:]
  private var end: Timestamp

  /// Begins a file.
  /// - Parameters:
  ///   - origin: the moment in the source's time that becomes zero.
  ///   - limit: when the next file begins, in the source's time; no subtitle is shown longer. Nil for the last.
  init(path: String, container: SceneContainer, origin: Timestamp, limit: Timestamp?) throws(MediaError) {
    file = PendingFile(path: path)
    self.origin = origin
    self.limit = limit
    end = origin
    wantsGrowingTimes = container.wantsGrowingTimes
    do throws(MediaError) {
      let muxer = try Muxer(path: file.besidePath, format: container.format)
      self.muxer = muxer
      for stream in container.streams {
        var track = Track(index: try muxer.addStream(copying: stream, format: container.format))
        if container.format == "mpegts" {
          track.parameters = ParameterSets(
            codec: stream.parameters.codecName, extradata: stream.parameters.extradata)
        }
        tracks[stream.index] = track
      }
      try muxer.writeHeader()
    } catch {
      throw error.named("write", path)
    }
  }

  deinit {
    guard muxer != nil else { return }
    muxer = nil
    file.discard()
  }

  /// Writes a packet of one of the streams; the packet stays as it is.
  func write(_ packet: Packet, stream: StreamInfo) throws(MediaError) {
    do throws(MediaError) { try mux(packet, stream) } catch { throw error.named("write", file.path) }
  }

  private func mux(_ packet: Packet, _ stream: StreamInfo) throws(MediaError) {
    guard let muxer, var track = tracks[stream.index] else { return }
    var copy = try packet.reference()
    if let completed = try track.parameters?.completed(packet) { copy = completed }
    track.parameters = nil
    if stream.kind == .subtitle, let limit, let pts = copy.pts {
      copy.duration = max(0, min(copy.duration, limit.rescaled(to: stream.timeBase).ticks - pts))
    }
    let pts = copy.pts ?? copy.dts ?? track.nextDTS ?? 0
    let dts = min(copy.dts ?? track.nextDTS ?? pts - delay(of: stream), pts)
    track.nextDTS = dts + max(1, copy.duration)
    end = max(end, Timestamp(pts + max(0, copy.duration), stream.timeBase))
    let shift = origin.rescaled(to: stream.timeBase).ticks
    copy.dts = dts - shift
    copy.pts = pts - shift
    copy.streamIndex = track.index
    copy.rescale(from: stream.timeBase, to: muxer.timeBase(of: track.index))
    if let value = copy.dts, let last = track.lastDTS, value < last || value == last && wantsGrowingTimes {
      copy.dts = wantsGrowingTimes ? last + 1 : last
    }
    if let value = copy.dts, let shown = copy.pts, shown < value { copy.pts = value }
    track.lastDTS = copy.dts
    tracks[stream.index] = track
    try muxer.writeInterleaved(copy)
  }

  /// Ticks from decoding to showing, where a stream's first packets do not say when they are decoded.
  private func delay(of stream: StreamInfo) -> Int64 {
    guard stream.kind == .video, let rate = stream.averageFrameRate else { return 0 }
    return Int64(stream.parameters.reorderDepth) * rescale(1, from: rate.inverse, to: stream.timeBase)
  }

  /// Ends the file and gives it its name.
  func finish() throws(MediaError) -> FileRecord {
    do throws(MediaError) {
      try muxer?.writeTrailer()
    } catch {
      throw error.named("write", file.path)
    }
    muxer = nil
    return try file.publishScene(lasting: end.seconds - origin.seconds, from: origin.seconds)
  }
}

extension PendingFile {
  /// Gives a scene's file its name.
  /// - Returns: its record, without the scene's number.
  func publishScene(lasting duration: Double, from start: Double) throws(MediaError) -> FileRecord {
    do throws(MediaError) {
      let (bytes, sha256) = try publish()
      return FileRecord(scene: path, bytes: bytes, sha256: sha256, start: start, duration: duration)
    } catch {
      discard()
      throw error
    }
  }
}

extension FileRecord {
  /// The record of a scene's file.
  init(scene path: String, bytes: Int64, sha256: String, start: Double, duration: Double) {
    let slash = path.lastIndex(of: "/")
    let root = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    self.init(root: root, path: name, role: .scene, bytes: bytes, sha256: sha256)
    self.start = start
    self.duration = duration
  }
}
