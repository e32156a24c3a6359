import Records

/// Turns boundaries into scenes, and sums them up.
struct SceneLedger {
  /// What the summary tells.
  private(set) var summary = ScenesSummary()
  private var scene = SceneRecord()
  private var total = 0.0
  /// Facts of the frames since the start of the scene that is under way, by number.
  private var facts: [FrameFacts] = []
  /// Number of the first of `facts`.
  private var start = 0
  private var count = 0

  /// Takes the next frame.
  mutating func add(_ frame: FrameFacts) {
    if count == 0 { open(frame) }
    count += 1
    facts.append(frame)
    // Boundaries lie within the last seconds.
    if facts.count > 4096 {
      start += facts.count - 2048
      facts.removeFirst(facts.count - 2048)
    }
  }

  /// Begins a scene.
  /// - Returns: the one that ends there; nil where the boundary only says how the video opens.
  mutating func begin(_ boundary: SceneBoundary) -> SceneRecord? {
    guard let frame = fact(boundary.number) else { return nil }
    if boundary.transition == .start {
      describe(boundary)
      return nil
    }
    let ended = close(frame: frame.index, time: frame.time)
    let number = scene.scene + 1
    open(frame)
    scene.scene = number
    describe(boundary)
    switch boundary.transition {
    case .dissolve: summary.dissolves += 1
    case .fade: summary.fades += 1
    default: summary.cuts += 1
    }
    return ended
  }

  /// Ends the last scene.
  mutating func finish(at end: Double) -> SceneRecord? {
    guard let last = facts.last else { return nil }
    let end = end.isFinite ? max(end, last.time) : last.time
    return close(frame: last.index + 1, time: end)
  }

  private mutating func open(_ frame: FrameFacts) {
    scene = SceneRecord()
    scene.frame = frame.index
    scene.pts = frame.pts
    scene.start = frame.time
    scene.isKeyframe = frame.isKeyframe
  }

  private mutating func describe(_ boundary: SceneBoundary) {
    scene.transition = boundary.transition
    if boundary.transition != .start { scene.score = (boundary.score * 1000).rounded() / 1000 }
    if let range = boundary.gradual, let first = fact(range.lowerBound), let last = fact(range.upperBound) {
      scene.transitionStart = first.time
      // It ends where its last frame does.
      scene.transitionEnd = fact(range.upperBound + 1)?.time ?? last.time
    }
  }

  private mutating func close(frame: Int, time: Double) -> SceneRecord {
    scene.endFrame = frame
    scene.end = time
    let length = max(0, time - scene.start)
    total += length
    summary.count += 1
    summary.shortest = min(summary.shortest ?? length, length)
    summary.longest = max(summary.longest ?? length, length)
    summary.meanLength = total / Double(summary.count)
    return scene
  }

  private func fact(_ number: Int) -> FrameFacts? {
    let index = number - start
    return facts.indices.contains(index) ? facts[index] : nil
  }
}
