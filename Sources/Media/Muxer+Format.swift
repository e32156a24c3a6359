import CFFmpeg

extension Muxer {
  /// The container that a file's name asks for by its ending, by libav's name; nil when libav knows none.
  public static func formatName(forPath path: String) -> String? {
    guard let format = av_guess_format(nil, path, nil) else { return nil }
    // The image formats take any name with a number in it.
    guard format.pointee.flags & AVFMT_NOFILE == 0 else { return nil }
    return Libav.string(format.pointee.name)
  }
}
