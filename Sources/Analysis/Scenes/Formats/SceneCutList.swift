import Records

/// A scene as a piece of a timeline: where it lies, in frames, and how long a dissolve leads into it.
struct SceneEvent {
  /// First frame, and the first after it.
  var frames: Range<Int>
  /// Frames of the dissolve into it, and how many of them precede `frames`; nothing for cuts and fades.
  var dissolve: (length: Int, before: Int)?
  /// The scene.
  var scene: SceneRecord

  /// The scenes as pieces that follow each other; frames count from the first scene's start.
  static func list(_ scenes: [SceneRecord], rate: Rational) -> [SceneEvent] {
    let origin = scenes.first?.frame ?? 0
    var events: [SceneEvent] = []
    for scene in scenes where scene.endFrame > scene.frame {
      var event = SceneEvent(frames: (scene.frame - origin)..<(scene.endFrame - origin), scene: scene)
      if scene.transition == .dissolve, let start = scene.transitionStart, let end = scene.transitionEnd,
        let last = events.last
      {
        let rate = rate.doubleValue
        let room = last.frames.count - (last.dissolve.map { $0.length - $0.before } ?? 0)
        let before = min(frames(scene.start - start, rate), room)
        let after = min(frames(end - scene.start, rate), event.frames.count)
        if before + after > 0 { event.dissolve = (before + after, before) }
      }
      events.append(event)
    }
    return events
  }

  private static func frames(_ seconds: Double, _ rate: Double) -> Int {
    let count = seconds * rate
    return count.isFinite ? Int(max(0, min(count, 1e6)).rounded()) : 0
  }
}

/// Scenes as an edit decision list in the CMX 3600 format.
///
/// Each scene is an event of the one source; dissolves are events of two lines: the outgoing scene for no time, then
/// the incoming with `D` and the count of frames. Fades are written as cuts: the source itself holds the fade.
public enum SceneCutList {
  /// The list.
  /// - Parameters:
  ///   - rate: frames a second. 30000/1001 and 60000/1001 count drop-frame.
  ///   - source: file name of the video.
  ///   - title: title of the list.
  public static func text(_ scenes: [SceneRecord], rate: Rational, source: String, title: String) -> String {
    let code = SceneTimecode(rate)
    var text = "TITLE: \(plain(title, 70))\nFCM: \(code.isDropFrame ? "DROP FRAME" : "NON-DROP FRAME")\n\n"
    let name = plain(source, 200)
    let events = SceneEvent.list(scenes, rate: rate)
    for (index, event) in events.enumerated() {
      var frames = event.frames
      if let dissolve = event.dissolve { frames = (frames.lowerBound - dissolve.before)..<frames.upperBound }
      if index + 1 < events.count, let next = events[index + 1].dissolve {
        // The next event begins with its dissolve.
        frames = frames.lowerBound..<max(frames.lowerBound, frames.upperBound - next.before)
      }
      let number = (index + 1).padded(3)
      let (from, to) = (code.text(frames.lowerBound), code.text(frames.upperBound))
      if let dissolve = event.dissolve {
        text += "\(number)  AX       V     C        \(from) \(from) \(from) \(from)\n"
        text += "\(number)  AX       V     D    \(dissolve.length.padded(3)) \(from) \(to) \(from) \(to)\n"
        text += "* FROM CLIP NAME: \(name)\n* TO CLIP NAME: \(name)\n"
      } else {
        text += "\(number)  AX       V     C        \(from) \(to) \(from) \(to)\n* FROM CLIP NAME: \(name)\n"
      }
      text += "\n"
    }
    return text
  }

  /// Printable ASCII, without line breaks, of a greatest length.
  private static func plain(_ text: String, _ length: Int) -> String {
    String(decoding: text.utf8.prefix(length).map { (32...126).contains($0) ? $0 : 95 }, as: UTF8.self)
  }
}
