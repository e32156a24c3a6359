import Glibc
import Media
import Pipeline

/// The container that scenes are copied into, and the streams that it takes.
struct SceneContainer {
  /// libav's name of the format.
  let format: String
  /// The usual ending of its files, without the dot.
  let ending: String
  /// The streams that are copied.
  var streams: [StreamInfo]

  /// Whether decoding times must grow from packet to packet.
  var wantsGrowingTimes: Bool { format != "matroska" && format != "webm" }

  /// The containers to try for a source, the best first: its own, then Matroska, which takes nearly every codec.
  static func candidates(_ demuxer: Demuxer) -> [(format: String, ending: String)] {
    let formats = demuxer.formatName.split(separator: ",")
    let ending = demuxer.name.lowercased().split(separator: ".").last.map(String.init) ?? ""
    let matroska = ("matroska", "mkv")
    switch formats.first ?? "" {
    case "mov":
      switch ending {
      case "mov": return [("mov", "mov"), matroska]
      case "3gp", "3g2": return [(ending, ending), ("mp4", "mp4"), matroska]
      case "m4v": return [("mp4", "m4v"), matroska]
      default: return [("mp4", "mp4"), ("mov", "mov"), matroska]
      }
    case "matroska": return ending == "webm" ? [("webm", "webm"), matroska] : [matroska]
    case "mpegts": return [("mpegts", "ts"), matroska]
    case "avi":
      // The times of MP3 in AVI depend on its header's block size, which a copy does not keep.
      let hasMP3 = demuxer.streams.contains { $0.parameters.codecName == "mp3" }
      return hasMP3 ? [matroska] : [("avi", "avi"), matroska]
    case "flv": return [("flv", "flv"), matroska]
    case "ogg": return [("ogg", "ogv"), matroska]
    case "asf": return [("asf", ending == "asf" ? "asf" : "wmv"), matroska]
    case "mxf": return [("mxf", "mxf"), matroska]
    case "nut": return [("nut", "nut"), matroska]
    default: return [matroska]
    }
  }

  /// Finds a container that takes all video and audio streams, and of the subtitles those that it can.
  /// - Parameter path: the first file that will be written, from the container's ending.
  /// - Throws: MediaError where none takes them, or nothing can be written there.
  init(_ demuxer: Demuxer, path: (String) -> String) throws {
    let known = demuxer.streams.filter { $0.isCopied }
    let media = known.filter { $0.kind != .subtitle }
    var refusal: MediaError?
    for (format, ending) in SceneContainer.candidates(demuxer) {
      let file = path(ending)
      do {
        try SceneContainer.tryHeader(file, format: format, streams: media)
      } catch {
        refusal = refusal ?? error
        continue
      }
      self.format = format
      self.ending = ending
      streams = known.filter { stream in
        guard stream.kind == .subtitle else { return true }
        do {
          try SceneContainer.tryHeader(file, format: format, streams: media + [stream])
          return true
        } catch { return false }
      }
      return
    }
    throw refusal ?? MediaError("split", demuxer.name, cause: "no container takes its streams")
  }

  /// Writes the header of a file of these streams, and takes it away again.
  private static func tryHeader(_ path: String, format: String, streams: [StreamInfo]) throws(MediaError) {
    let partial = PendingFile(path: path).besidePath
    defer { unlink(partial) }
    do throws(MediaError) {
      let muxer = try Muxer(path: partial, format: format)
      for stream in streams { try muxer.addStream(copying: stream, format: format) }
      try muxer.writeHeader()
    } catch {
      throw error.named("write", path)
    }
  }
}

extension StreamInfo {
  /// Whether it is copied into the scenes' files: video, sound and subtitles of which enough is known.
  var isCopied: Bool {
    guard parameters.codecName != "none" else { return false }
    switch kind {
    case .video: return parameters.width > 0
    case .audio: return parameters.sampleRate > 0
    case .subtitle: return parameters.codecName != "text"
    default: return false
    }
  }
}

extension Muxer {
  /// Adds a stream that is copied from a source.
  @discardableResult
  func addStream(copying stream: StreamInfo, format: String) throws(MediaError) -> Int {
    let isQuickTime = ["mp4", "mov", "3gp", "3g2"].contains(format)
    let index = try addStream(
      stream.parameters, timeBase: stream.timeBase, language: stream.language, title: stream.title,
      frameRate: stream.averageFrameRate,
      codecTag: isQuickTime && stream.parameters.codecName == "hevc" ? "hvc1" : nil)
    try setDisplay(stream.orientation, sampleAspect: stream.sampleAspect, of: index)
    return index
  }
}

extension PendingFile {
  /// Where the file is written until it is whole.
  var besidePath: String { path + ".part" }
}

extension MediaError {
  /// The same refusal, told of another operation and subject.
  func named(_ operation: String, _ subject: String) -> MediaError {
    var error = self
    (error.operation, error.subject) = (operation, subject)
    return error
  }
}
