import Media
import Records

/// Decodes the first few pictures of a video stream for what only they tell: fields, and colour.
final class FirstPictures {
  private let decoder: Decoder
  private let info: StreamInfo
  private var packets = 0
  private var pictures = 0
  private var interlaced = 0
  private var topFirst = 0
  private var color = ColorDescription()
  private var hdr: HDRDescription?
  /// Whether enough has been seen.
  private(set) var isDone = false

  /// Enough to tell fields from frames.
  private static let wantedPictures = 10
  /// Beyond this many packets nothing is expected any more.
  private static let packetLimit = 300

  /// - Returns: nil where nothing is to be learnt, or the stream cannot be decoded.
  init?(_ info: StreamInfo, name: String) {
    guard info.kind == .video else { return nil }
    let color = info.parameters.color
    let knowsColor = info.parameters.pixelFormat.isRGB || (color.space != nil && color.range != nil)
    // HDR metadata often stands in the coded pictures alone.
    let knowsHDR = info.hdr != nil || (knowsColor && SourceProbe.hdrFormat(color) == nil)
    if info.parameters.fieldOrder != nil, knowsColor, knowsHDR { return nil }
    self.info = info
    do { decoder = try Decoder(info, name: name, threads: 1) } catch { return nil }
  }

  /// Decodes one more packet of the stream.
  func add(_ packet: Packet) throws {
    guard !isDone else { return }
    packets += 1
    try decode(packet)
    if packets >= FirstPictures.packetLimit { isDone = true }
  }

  /// The input is at its end.
  func finish() throws {
    guard !isDone else { return }
    try decode(nil)
    isDone = true
  }

  private func decode(_ packet: Packet?) throws {
    var accepted = false
    while !accepted, !isDone {
      accepted = try decoder.send(packet)
      while let frame = try decoder.receive() {
        if pictures == 0 { color = frame.color }
        hdr = hdr ?? frame.hdr
        pictures += 1
        if frame.isInterlaced {
          interlaced += 1
          if frame.topFieldFirst { topFirst += 1 }
        }
        if pictures >= FirstPictures.wantedPictures {
          isDone = true
          return
        }
      }
    }
  }

  /// Adds what the pictures told to what the headers left out.
  func apply(to record: inout ElementaryStreamRecord) {
    guard pictures > 0 else { return }
    if info.parameters.fieldOrder == nil {
      record.isInterlaced = interlaced * 2 > pictures
      let order: FieldOrder = topFirst * 2 >= interlaced ? .topTop : .bottomBottom
      record.fieldOrder = record.isInterlaced == true ? order : .progressive
    }
    let known = info.parameters.color
    let description = ColorDescription(
      range: known.range ?? color.range, space: known.space ?? color.space,
      primaries: known.primaries ?? color.primaries, transfer: known.transfer ?? color.transfer,
      chromaLocation: known.chromaLocation ?? color.chromaLocation)
    record.color = description == ColorDescription() ? nil : description
    record.hdr = record.hdr ?? hdr
    record.hdrFormat = record.hdrFormat ?? SourceProbe.hdrFormat(description)
  }
}
