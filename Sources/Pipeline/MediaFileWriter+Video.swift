import Media
import Records

extension MediaFileWriter {
  func openVideo() throws {
    guard let format = PixelFormat(name: stream.pixelFormat) else {
      throw MediaError("write", file.path, cause: "pixel format \(stream.pixelFormat) is unknown")
    }
    let isHDR = SourceProbe.hdrFormat(stream.color) != nil
    // Ten bits only where eight would band (HDR), or the codec's players all take them.
    let deep = format.bitDepth > 8 && (isHDR || codec != .h264)
    let wanted = deep ? "yuv420p10le" : "yuv420p"
    color = stream.color
    var filters: [String] = []
    let isFull = format.impliesFullRange || format.isRGB || color.range == "pc" || format.name == "gray"
    if format.name != wanted || isFull {
      let space = format.isRGB || color.space == nil ? usualSpace : color.space
      var scale = "scale=flags=bicubic+accurate_rnd+full_chroma_int:out_range=tv"
      if format.isRGB {
        scale += ":out_color_matrix=\(space == "bt709" ? "bt709" : "bt601")"
      } else if isFull {
        scale += ":in_range=pc"
      }
      filters = [scale, "format=\(wanted)"]
      color.range = "tv"
      color.space = space
    }
    if stream.width % 2 != 0 || stream.height % 2 != 0 {
      // Chroma covers two pixels: the last column or row is doubled.
      filters += [
        "pad=w=ceil(iw/2)*2:h=ceil(ih/2)*2",
        "fillborders=right=\(stream.width % 2):bottom=\(stream.height % 2):mode=smear",
      ]
    }
    if !filters.isEmpty {
      converter = try FilterGraph(
        .video(
          width: stream.width, height: stream.height, format: format, timeBase: stream.timeBase,
          sampleAspect: stream.sampleAspect, frameRate: nil), chain: filters.joined(separator: ","))
    }
    encoder = try Encoder(
      video: VideoEncoding(
        encoder: codec.encoder, width: stream.width + stream.width % 2,
        height: stream.height + stream.height % 2, pixelFormat: PixelFormat(name: wanted) ?? .yuv420p,
        timeBase: stream.timeBase, frameRate: stream.frameRate, sampleAspect: stream.sampleAspect,
        color: color, bitRate: 0, maxRate: nil, bufferSize: nil, gop: nil, threads: 4,
        options: encoderOptions,
        globalHeader: container.format != "mpegts"))
  }

  private var usualSpace: String { stream.height >= 720 || stream.width >= 1280 ? "bt709" : "smpte170m" }

  /// Threads and instruction sets are fixed, so that the same input gives the same bytes on every machine.
  private var encoderOptions: [String: String] {
    let crf = options.crf ?? codec.defaultCRF
    switch codec {
    case .h264:
      return [
        "crf": "\(crf)", "preset": options.preset ?? "veryfast", "x264-params": "cpu-independent=1",
      ]
    case .hevc:
      return [
        "crf": "\(crf)", "preset": options.preset ?? "fast",
        "x265-params": "frame-threads=2:pools=none:wpp=0:log-level=error",
      ]
    case .vp9:
      return [
        "crf": "\(Int(crf))", "cpu-used": options.preset ?? "4", "deadline": "good", "row-mt": "1",
        "tile-columns": "2",
      ]
    case .av1:
      return codec.encoder == "libsvtav1"
        ? ["crf": "\(Int(crf))", "preset": options.preset ?? "8", "svtav1-params": "lp=4"]
        : ["crf": "\(Int(crf))", "cpu-used": options.preset ?? "6", "row-mt": "1"]
    }
  }
}
