import CFFmpeg

/// Capture devices, through libavdevice, which is opened only when one is asked for.
public enum Devices {
  /// Loads libavdevice.
  public static func load() throws(MediaError) {
    guard vp_devices_register() == 0 else {
      throw MediaError(
        "open", "a device", cause: "libavdevice is not installed", hint: "apt-get install libavdevice59")
    }
  }

  /// The devices of one format ("v4l2"): name and description.
  /// - Returns: nil when the format cannot list its devices.
  public static func list(format: String) throws(MediaError) -> [(name: String, description: String)]? {
    try load()
    var error: Int32 = 0
    guard let text = vp_devices_list(format, &error) else { return nil }
    defer { av_free(text) }
    return String(cString: text).split(separator: "\n").map { line in
      let parts = line.split(separator: "\t", maxSplits: 1)
      return (String(parts.first ?? ""), parts.count > 1 ? String(parts[1]) : "")
    }
  }
}
