import Records

/// Which packets of a video stream go into which file.
struct SplitPlan {
  /// What goes into one file.
  struct Piece: Equatable {
    /// Numbers of the scenes, from 0.
    var scenes: ClosedRange<Int>
    /// The video packet that it begins with.
    var keyframe: KeyframeScan.Keyframe
    /// What becomes its time zero, in ticks of the video stream.
    var start: Int64
  }

  /// In order; each one ends where the next begins.
  private(set) var pieces: [Piece] = []
  /// What is worth knowing of the cuts.
  private(set) var findings: [FindingRecord] = []

  /// Begins a file at the first keyframe at or after each scene's first frame; a scene without one stays joined
  /// with the one before.
  /// - Parameters:
  ///   - scenes: in order; at least one.
  ///   - fromBeginning: whether the first file begins with the source, whatever its first scene says.
  init(_ scenes: [SceneRecord], _ scan: KeyframeScan, timeBase: Rational, fromBeginning: Bool) {
    var rest = scan.keyframes[...]
    var late: [Double] = []
    for (place, scene) in scenes.enumerated() {
      let isFirst = pieces.isEmpty && fromBeginning
      if !isFirst { rest = rest.drop { $0.pts < scene.pts } }
      let next = place + 1 < scenes.count ? scenes[place + 1].pts : Int64.max
      guard let keyframe = rest.first, isFirst || keyframe.pts < next else {
        join(scene)
        continue
      }
      rest = rest.dropFirst()
      let start = keyframe.isHidden ? max(keyframe.pts, scene.pts) : keyframe.pts
      pieces.append(Piece(scenes: scene.scene...scene.scene, keyframe: keyframe, start: start))
      if start > scene.pts { late.append(Timestamp(start - scene.pts, timeBase).seconds) }
    }
    report(late: late)
    reportLeading()
    if let first = pieces.first?.keyframe.packet, first > 0, fromBeginning {
      var finding = FindingRecord.split(
        "\(first) pictures before the first keyframe cannot be decoded and are in no file", .warning)
      finding.count = first
      findings.append(finding)
    }
  }

  private mutating func join(_ scene: SceneRecord) {
    var finding = FindingRecord.split(
      pieces.isEmpty
        ? "scene \(scene.scene + 1) has no keyframe, and there is none before it: it is in no file"
        : "scene \(scene.scene + 1) has no keyframe: it stays joined with the one before",
      .warning)
    (finding.start, finding.end) = (scene.start, scene.end)
    (finding.frame, finding.endFrame) = (scene.frame, scene.endFrame)
    findings.append(finding)
    guard let last = pieces.last else { return }
    pieces[pieces.count - 1].scenes = last.scenes.lowerBound...max(scene.scene, last.scenes.upperBound)
  }

  private mutating func report(late: [Double]) {
    guard let latest = late.max() else { return }
    var finding = FindingRecord.split(
      late.count == 1
        ? "one file begins at a keyframe after its scene's first frame"
        : "\(late.count) files begin at keyframes after their scenes' first frames", .info)
    finding.count = late.count
    finding.values = ["latest": latest]
    findings.append(finding)
  }

  private mutating func reportLeading() {
    let lost = pieces.dropFirst().reduce(0) { $0 + $1.keyframe.leading }
    guard lost > 0 else { return }
    var finding = FindingRecord.split(
      "\(lost) pictures at the cuts need pictures of the file before (open GOPs) and cannot be shown",
      .warning)
    finding.count = lost
    findings.append(finding)
  }
}

extension FindingRecord {
  /// What is worth knowing of how a source was split.
  static func split(_ what: String, _ severity: FindingSeverity) -> FindingRecord {
    var finding = FindingRecord()
    finding.finding = "split"
    finding.severity = severity
    finding.what = what
    return finding
  }
}
