import Media
import Pipeline
import Records

/// The parts of a summary that are known of a source without looking at its pictures.
enum SourceSummary {
  static func fill(_ summary: inout SummaryRecord, from reader: any FrameSource) {
    let stream = reader.stream
    let decoding = reader as? DecodingSource
    if let headers = decoding?.container {
      var container = ContainerSummary()
      container.format = headers.format
      container.duration = headers.duration ?? stream.duration
      container.bytes = headers.bytes
      container.bitRate = headers.bitRate
      container.streams = headers.streams
      summary.container = container
    }
    if stream.width > 0 { fillVideo(&summary, stream, decoding?.tracks.first { $0.kind == .video }) }
    summary.audio = audio(stream, into: summary.audio ?? [])
  }

  private static func fillVideo(_ summary: inout SummaryRecord, _ stream: StreamRecord, _ info: StreamInfo?) {
    var video = summary.video ?? VideoSummary()
    video.codec = info?.parameters.codecName
    video.profile = info?.parameters.profile
    video.width = stream.width
    video.height = stream.height
    video.sampleAspect = stream.sampleAspect
    video.pixelFormat = stream.pixelFormat
    video.bitDepth = PixelFormat(name: stream.pixelFormat)?.bitDepth
    video.frameRate = video.frameRate ?? stream.frameRate.map { AnalyzeJob.rounded($0.doubleValue) }
    video.isVariable = stream.isVariable
    // Where nobody looked at pictures, nobody counted them.
    video.frames = summary.frames > 0 ? summary.frames : nil
    video.duration = video.duration ?? stream.duration
    video.color = stream.color == ColorDescription() ? nil : stream.color
    video.hdr =
      info?.hasDolbyVision == true ? "dolby_vision" : SourceProbe.hdrFormat(stream.color)
    summary.video = video
  }

  private static func audio(_ stream: StreamRecord, into measured: [AudioSummary]) -> [AudioSummary]? {
    guard !stream.audio.isEmpty else { return measured.isEmpty ? nil : measured }
    return stream.audio.map { track in
      var audio = measured.first { $0.track == track.track } ?? AudioSummary()
      audio.track = track.track
      audio.codec = track.codec
      audio.sampleRate = track.sampleRate
      audio.channels = track.channels
      audio.layout = track.layout
      audio.language = track.language
      audio.duration = audio.duration ?? track.duration
      return audio
    }
  }
}
