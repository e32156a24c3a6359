import Media
import Records

/// Decodes the first pictures of published segments.
struct KeyframeReader {
  let plan: TranscodePlan
  let rendition: VideoRendition
  let folder: OutputFolder
  let interrupt: Interrupt

  /// The picture that a segment begins with.
  /// - Throws: MediaError when the segment cannot be read, decrypted or decoded.
  func picture(of entry: SegmentEntry) throws -> Frame {
    var bytes = try OutputFolder.read(folder.root + "/" + entry.path)
    if let encryption = plan.extras?.encryption, entry.key != nil {
      bytes = try SegmentEncryptor(encryption).decrypt(
        bytes, rendition: entry.rendition, index: entry.index)
    }
    guard let range = entry.iframe, range.end <= bytes.count else {
      throw MediaError("read", entry.path, cause: "its first picture is not where the journal says")
    }
    var parts: [UInt8] = []
    if plan.container == .fmp4 { parts = try OutputFolder.read("\(folder.root)/\(rendition.name)/init.mp4") }
    parts += bytes[range.offset..<range.end]
    var options = InputOptions()
    options.format = plan.container == .fmp4 ? "mp4" : "mpegts"
    options.probesStreams = plan.container == .ts
    let demuxer = try Demuxer(
      source: Bytes(parts), name: entry.path, options: options, interrupt: interrupt)
    guard let info = demuxer.streams.first(where: { $0.kind == .video }) else {
      throw MediaError("read", entry.path, cause: "it has no video")
    }
    let decoder = try Decoder(info, name: entry.path, threads: 1)
    let packet = try Packet()
    while try demuxer.read(into: packet) {
      guard packet.streamIndex == info.index else { continue }
      _ = try decoder.send(packet)
      break
    }
    _ = try decoder.send(nil)
    guard let frame = try decoder.receive() else {
      throw MediaError("decode", entry.path, cause: "its first picture cannot be decoded")
    }
    return frame
  }

  /// Bytes in memory.
  private final class Bytes: ByteSource {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(MediaError) -> Int {
      let piece = rest.prefix(buffer.count)
      buffer.copyBytes(from: piece)
      rest = rest.dropFirst(piece.count)
      return piece.count
    }
  }
}
