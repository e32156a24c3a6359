import Media
import Records

/// One file of a recording: packets as they came, with times counted from its first picture.
final class RecordingFile {
  private struct Track {
    let index: Int
    /// In the file's ticks.
    var lastDTS: Int64?
    /// In the source's ticks: for packets that say no time.
    var nextDTS: Int64?
  }

  /// Its number among the recording's files, from 0.
  let number: Int
  private let file: PendingFile
  private var muxer: Muxer?
  private var tracks: [Int: Track] = [:]
  /// When the first picture is shown: the moment in the source's time that becomes zero.
  let start: Timestamp
  private var end: Timestamp

  /// Begins a file.
  /// - Parameters:
  ///   - first: the packet that it begins with, and the stream it belongs to.
  ///   - format: container by libav's name.
  init(
    _ file: PendingFile, number: Int, format: String, streams: [StreamInfo], first: (Packet, StreamInfo)
  ) throws {
    self.file = file
    self.number = number
    let (packet, stream) = first
    start = Timestamp(packet.pts ?? packet.dts ?? 0, stream.timeBase)
    end = start
    try named { try open(format: format, streams: streams) }
  }

  private func open(format: String, streams: [StreamInfo]) throws {
    let muxer = try Muxer(path: file.partialPath, format: format)
    self.muxer = muxer
    for stream in streams {
      let isQuickTime = ["mp4", "mov", "ipod", "ismv"].contains(format)
      let index = try muxer.addStream(
        stream.parameters, timeBase: stream.timeBase, language: stream.language, title: stream.title,
        frameRate: stream.averageFrameRate,
        codecTag: isQuickTime && stream.parameters.codecName == "hevc" ? "hvc1" : nil)
      try muxer.setDisplay(stream.orientation, sampleAspect: stream.sampleAspect, of: index)
      tracks[stream.index] = Track(index: index)
    }
    do {
      try muxer.writeHeader()
    } catch {
      var refusal = error
      refusal.hint = refusal.hint ?? "the container may not take these codecs; .mkv takes nearly all"
      throw refusal
    }
  }

  deinit {
    guard muxer != nil else { return }
    muxer = nil
    file.discard()
  }

  /// Writes a packet of one of the streams; the packet stays as it is.
  func write(_ packet: Packet, stream: StreamInfo) throws {
    try named { try mux(packet, stream: stream) }
  }

  private func mux(_ packet: Packet, stream: StreamInfo) throws {
    guard let muxer, var track = tracks[stream.index] else { return }
    let copy = try packet.reference()
    let dts = copy.dts ?? track.nextDTS ?? copy.pts ?? 0
    let pts = copy.pts ?? dts
    track.nextDTS = dts + max(1, copy.duration)
    end = max(end, Timestamp(pts + max(0, copy.duration), stream.timeBase))
    let shift = start.rescaled(to: stream.timeBase).ticks
    copy.dts = dts - shift
    copy.pts = pts - shift
    copy.streamIndex = track.index
    copy.rescale(from: stream.timeBase, to: muxer.timeBase(of: track.index))
    // Containers refuse decoding times that do not increase, and presentation before decoding.
    if let value = copy.dts, let last = track.lastDTS, value <= last { copy.dts = last + 1 }
    if let value = copy.dts, let shown = copy.pts, shown < value { copy.pts = value }
    track.lastDTS = copy.dts
    tracks[stream.index] = track
    try muxer.writeInterleaved(copy)
  }

  /// Ends the file and gives it its name.
  func finish() throws -> FileRecord {
    try named {
      try muxer?.writeTrailer()
      muxer = nil
      do {
        let (bytes, sha256) = try file.publish()
        var record = FileRecord(
          root: file.directory, path: file.name, role: .recording, bytes: bytes, sha256: sha256)
        record.index = number
        record.duration = end.seconds - start.seconds
        return record
      } catch {
        file.discard()
        throw error
      }
    }
  }

  /// Names the recording in what goes wrong with it.
  private func named<R>(_ work: () throws -> R) throws -> R {
    do {
      return try work()
    } catch var error as MediaError {
      error.operation = "record to"
      error.subject = file.path
      throw error
    }
  }
}
