import Records

/// Starts of scenes as places where an encoder should put keyframes.
public enum KeyframeList {
  /// Times in seconds from the start of the video, one a line, with six decimals.
  public static func times(_ scenes: [SceneRecord]) -> String {
    starts(scenes).map { $0.decimals(6) + "\n" }.joined()
  }

  /// The times in one line, as ffmpeg's `-force_key_frames` takes them.
  public static func forceKeyFrames(_ scenes: [SceneRecord]) -> String {
    starts(scenes).map { $0.decimals(6) }.joined(separator: ",")
  }

  /// A quantiser file of x264 and x265: an IDR picture at each scene, its quantiser left to the encoder.
  public static func qpFile(_ scenes: [SceneRecord]) -> String {
    let first = scenes.first?.frame ?? 0
    return scenes.map { "\($0.frame - first) I -1\n" }.joined()
  }

  private static func starts(_ scenes: [SceneRecord]) -> [Double] {
    scenes.map { max(0, $0.start - (scenes.first?.start ?? 0)) }
  }
}
