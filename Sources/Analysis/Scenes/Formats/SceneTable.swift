import Records

/// Scenes as a table of comma-separated values, with the columns of PySceneDetect's scene list.
public enum SceneTable {
  /// The table, its first line the names of the columns. Frames and scenes count from 1, as there; times are
  /// hours:minutes:seconds with milliseconds, and count from the start of the video.
  public static func text(_ scenes: [SceneRecord]) -> String {
    var text =
      "Scene Number,Start Frame,Start Timecode,Start Time (seconds),End Frame,End Timecode,End Time (seconds),"
      + "Length (frames),Length (timecode),Length (seconds)\n"
    let origin = scenes.first?.start ?? 0
    for scene in scenes {
      let (start, end) = (scene.start - origin, scene.end - origin)
      let length = max(0, end - start)
      let columns = [
        String(scene.scene + 1), String(scene.frame + 1), time(start), start.decimals(3),
        String(scene.endFrame),
        time(end), end.decimals(3), String(scene.endFrame - scene.frame), time(length), length.decimals(3),
      ]
      text += columns.joined(separator: ",") + "\n"
    }
    return text
  }

  /// Seconds as hours:minutes:seconds with milliseconds.
  private static func time(_ seconds: Double) -> String {
    let count = seconds.isFinite ? Int((max(0, min(seconds, 1e9)) * 1000).rounded()) : 0
    return
      "\((count / 3_600_000).padded(2)):\((count / 60_000 % 60).padded(2)):\((count / 1000 % 60).padded(2))."
      + (count % 1000).padded(3)
  }
}
