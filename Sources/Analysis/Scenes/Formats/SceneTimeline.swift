import Records

/// Scenes as an OpenTimelineIO timeline (the JSON of its file format).
public enum SceneTimeline {
  /// One video track with a clip for each scene; dissolves are SMPTE dissolves between clips.
  /// - Parameters:
  ///   - rate: frames a second.
  ///   - source: address or path of the video.
  ///   - name: name of the timeline.
  public static func text(_ scenes: [SceneRecord], rate: Rational, source: String, name: String) -> String {
    let value = rate.doubleValue
    let rate = value.isFinite && value > 0 ? value : 25
    let events = SceneEvent.list(scenes, rate: Rational(Int64((rate * 1001).rounded()), 1001))
    let total = events.last?.frames.upperBound ?? 0
    var children: [String] = []
    for event in events {
      if let dissolve = event.dissolve {
        children.append(
          """
          {"OTIO_SCHEMA":"Transition.1","name":"dissolve","transition_type":"SMPTE_Dissolve",\
          "in_offset":\(time(dissolve.before, rate)),\
          "out_offset":\(time(dissolve.length - dissolve.before, rate)),"metadata":{}}
          """)
      }
      children.append(clip(event, rate: rate, source: source, total: total))
    }
    return """
      {"OTIO_SCHEMA":"Timeline.1","name":\(quoted(name)),"global_start_time":null,"metadata":{},
      "tracks":{"OTIO_SCHEMA":"Stack.1","name":"tracks","source_range":null,"effects":[],"markers":[],"enabled":true,\
      "metadata":{},"children":[
      {"OTIO_SCHEMA":"Track.1","name":"scenes","kind":"Video","source_range":null,"effects":[],"markers":[],\
      "enabled":true,"metadata":{},"children":[
      \(children.joined(separator: ",\n"))
      ]}]}}

      """
  }

  private static func clip(_ event: SceneEvent, rate: Double, source: String, total: Int) -> String {
    let scene = event.scene
    let score = scene.score.map { ",\"score\":\($0.isFinite ? $0 : 0)" } ?? ""
    return """
      {"OTIO_SCHEMA":"Clip.2","name":"scene \(scene.scene + 1)","source_range":\(range(event.frames, rate)),\
      "effects":[],"markers":[],"enabled":true,\
      "metadata":{"vidproc":{"transition":\(quoted(scene.transition.rawValue))\(score)}},\
      "active_media_reference_key":"DEFAULT_MEDIA","media_references":{"DEFAULT_MEDIA":\
      {"OTIO_SCHEMA":"ExternalReference.1","name":"","available_range":\(range(0..<total, rate)),\
      "available_image_bounds":null,"target_url":\(quoted(source)),"metadata":{}}}}
      """
  }

  private static func range(_ frames: Range<Int>, _ rate: Double) -> String {
    """
    {"OTIO_SCHEMA":"TimeRange.1","start_time":\(time(frames.lowerBound, rate)),\
    "duration":\(time(frames.count, rate))}
    """
  }

  private static func time(_ frames: Int, _ rate: Double) -> String {
    "{\"OTIO_SCHEMA\":\"RationalTime.1\",\"rate\":\(rate),\"value\":\(frames).0}"
  }

  /// Text as a JSON string.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 32:
        quoted += "\\u00" + String(scalar.value / 16) + String(scalar.value % 16, radix: 16)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
