import Media
import Records

/// Encodes one audio track for a file; sound begins with the first picture, gaps are filled with silence.
final class FileSoundEncoder {
  /// Its stream in the file.
  var index = 0
  /// Seconds a tick of the packets' times.
  let timeBase: Rational

  private let encoder: Encoder
  private let sampleRate: Int
  private let layout: String
  private let format: String
  private var graph: FilterGraph?
  private var fed: Int64 = 0
  private var ready: [Packet] = []

  /// Opens an encoder for a track.
  /// - Parameter bitRate: bits a second for two channels.
  init(_ track: AudioTrack, encoder name: String, bitRate: Int) throws {
    let isOpus = name == "libopus"
    format = isOpus ? "flt" : "fltp"
    sampleRate = isOpus ? 48000 : min(96000, max(8000, FileSoundEncoder.usualRate(track.sampleRate)))
    switch track.channels {
    case 1: layout = "mono"
    case 6: layout = "5.1"
    case 8: layout = "7.1"
    default: layout = "stereo"
    }
    timeBase = Rational(1, Int64(sampleRate))
    guard let sampleFormat = SampleFormat(name: format) else {
      throw MediaError("encode", "audio", cause: "sample format \(format) is unknown")
    }
    let channels = layout == "mono" ? 1 : layout == "stereo" ? 2 : track.channels
    encoder = try Encoder(
      audio: name, sampleRate: sampleRate, layout: layout, format: sampleFormat,
      bitRate: Int64(bitRate * (channels + 1) / 2))
  }

  /// The nearest rate that AAC has (ISO/IEC 14496-3, table 1.18).
  private static func usualRate(_ rate: Int) -> Int {
    let rates = [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000]
    return rates.first { $0 >= rate } ?? 96000
  }

  /// What the container must know.
  func parameters() throws -> CodecParameters { try encoder.parameters() }

  /// Takes samples; pts counts from the first picture in 1/sample rate of the frame.
  func encode(_ frame: Frame) throws {
    if graph == nil {
      // Sound from long before the first picture never reaches the resampler.
      guard (frame.pts ?? 0) + Int64(frame.sampleCount) > 0 else { return }
      graph = try makeGraph(for: frame)
    }
    if case .audio(let rate, let format, let layout, _)? = graph?.input,
      rate != frame.sampleRate || format != frame.sampleFormat || layout != frame.channelLayout
    {
      try graph?.push(nil)
      try send()
      graph = try makeGraph(for: frame)
    }
    try graph?.push(frame)
    try send()
  }

  private func makeGraph(for frame: Frame) throws -> FilterGraph {
    let graph = try FilterGraph(
      .audio(
        sampleRate: frame.sampleRate, format: frame.sampleFormat, layout: frame.channelLayout,
        timeBase: Rational(1, Int64(frame.sampleRate))),
      chain: "aresample=async=1:min_hard_comp=0.010:first_pts=\(fed),"
        + "aformat=sample_fmts=\(format):sample_rates=\(sampleRate):channel_layouts=\(layout)")
    graph.setFrameSize(max(1, encoder.frameSize))
    return graph
  }

  private func send() throws {
    while let frame = try graph?.pull() {
      frame.pts = fed
      fed += Int64(frame.sampleCount)
      try encoder.send(frame)
      try collect()
    }
  }

  private func collect() throws {
    while let packet = try encoder.receive() { ready.append(packet) }
  }

  /// No more samples will come.
  func finish() throws {
    try graph?.push(nil)
    try send()
    try encoder.send(nil)
    try collect()
  }

  /// The packets that became ready since the last call.
  func takePackets() -> [Packet] {
    defer { ready = [] }
    return ready
  }
}
