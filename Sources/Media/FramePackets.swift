import CFFmpeg

/// Hands memory to a pipe without copying; it must stay unchanged until the reader has taken it.
/// - Returns: bytes taken, or -1 with errno set.
public func vmsplice(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  vp_vmsplice(descriptor, bytes.baseAddress, bytes.count)
}

extension Frame {
  /// The picture as a packet of packed raw video, sharing memory where the planes already lie so.
  public func packedPicture() throws(MediaError) -> Packet { try rawVideoPacket() }

  /// The frame itself inside a packet, for muxers that take whole frames (AV_CODEC_ID_WRAPPED_AVFRAME).
  public func wrapped() throws(MediaError) -> Packet {
    let packet = try Packet()
    let copy = av_frame_clone(raw)
    guard let copy else { throw MediaError("wrap", "a frame", code: vp_error_no_memory) }
    let size = MemoryLayout<AVFrame>.size
    packet.raw.pointee.buf = UnsafeMutableRawPointer(copy).withMemoryRebound(to: UInt8.self, capacity: size) {
      bytes in
      av_buffer_create(
        bytes, size,
        { _, data in
          var frame = data.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: AVFrame.self) }
          av_frame_free(&frame)
        }, nil, AV_BUFFER_FLAG_READONLY)
    }
    packet.raw.pointee.data = packet.raw.pointee.buf?.pointee.data
    packet.raw.pointee.size = Int32(size)
    packet.isKeyframe = true
    return packet
  }

  /// The samples interleaved, in the packed form of this frame's own format.
  /// - Throws: MediaError when the frame's format or channels are not the stream's.
  public func interleavedSamples(as format: String, channels wanted: Int) throws(MediaError) -> Packet {
    let packed = sampleFormat.packed
    guard packed.name == format, channels == wanted else {
      throw MediaError(
        "write", "audio",
        cause: "its format changed in mid-stream from \(format)/\(wanted) to \(packed.name)/\(channels)")
    }
    let width = packed.bytesPerSample
    let packet = try Packet()
    let size = sampleCount * channels * width
    try Libav.check(av_new_packet(packet.raw, Int32(size)), "allocate", "\(size) bytes of audio")
    guard let target = packet.raw.pointee.data, let planes = raw.pointee.extended_data else { return packet }
    if packed == sampleFormat {
      if let source = planes[0] { target.update(from: source, count: size) }
      return packet
    }
    for channel in 0..<channels {
      guard let source = planes[channel] else { continue }
      switch width {
      case 4: Frame.interleave(source, target, channel, channels, sampleCount, UInt32.self)
      case 2: Frame.interleave(source, target, channel, channels, sampleCount, UInt16.self)
      case 8: Frame.interleave(source, target, channel, channels, sampleCount, UInt64.self)
      default: Frame.interleave(source, target, channel, channels, sampleCount, UInt8.self)
      }
    }
    return packet
  }

  private static func interleave<T>(
    _ source: UnsafeMutablePointer<UInt8>, _ target: UnsafeMutablePointer<UInt8>, _ channel: Int,
    _ channels: Int,
    _ count: Int, _: T.Type
  ) {
    source.withMemoryRebound(to: T.self, capacity: count) { from in
      target.withMemoryRebound(to: T.self, capacity: count * channels) { to in
        for sample in 0..<count { to[sample * channels + channel] = from[sample] }
      }
    }
  }
}

extension CodecParameters {
  /// The same picture format for a muxer that takes whole frames.
  public static func wrappedFrames(like parameters: CodecParameters) throws(MediaError) -> CodecParameters {
    let copy = try CodecParameters(copying: parameters.raw)
    copy.raw.pointee.codec_id = AV_CODEC_ID_WRAPPED_AVFRAME
    copy.raw.pointee.codec_tag = 0
    return copy
  }
}
