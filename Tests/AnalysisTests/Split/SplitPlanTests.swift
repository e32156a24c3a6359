import Records
import Testing

@testable import Analysis

@Suite struct SplitPlanTests {
  private let base = Rational(1, 10)

  /// Packets by the time at which each is shown, keyframes negated and shifted by one: `-1` is a keyframe at 0.
  private func scan(_ packets: [Int64]) -> KeyframeScan {
    var scan = KeyframeScan()
    for packet in packets { scan.add(pts: packet < 0 ? -packet - 1 : packet, isKeyframe: packet < 0) }
    return scan
  }

  private func scenes(_ starts: [Int64]) -> [SceneRecord] {
    starts.enumerated().map { number, start in
      var scene = SceneRecord()
      scene.scene = number
      scene.pts = start
      return scene
    }
  }

  @Test func leadingPicturesAreThoseShownBeforeTheirKeyframe() {
    let scan = scan([-1, 3, 1, 2, -7, 4, 5, 9, 7, 8])
    #expect(scan.packets == 10)
    #expect(scan.keyframes.map(\.packet) == [0, 4])
    #expect(scan.keyframes.map(\.pts) == [0, 6])
    #expect(scan.keyframes.map(\.leading) == [0, 2])
  }

  @Test func aFileBeginsAtTheFirstKeyframeOfItsScene() {
    let scan = scan([-1, 1, 2, -4, 4, 5, -7, 7, -9, 9])
    let plan = SplitPlan(scenes([0, 3, 7]), scan, timeBase: base, fromBeginning: true)
    #expect(plan.pieces.map(\.keyframe.packet) == [0, 3, 8])
    #expect(plan.pieces.map(\.start) == [0, 3, 8])
    #expect(plan.pieces.map(\.scenes) == [0...0, 1...1, 2...2])
    #expect(plan.findings.map(\.severity) == [.info])
    #expect(plan.findings.first?.count == 1)
    #expect(plan.findings.first?.values?["latest"].map { abs($0 - 0.1) < 1e-9 } == true)
  }

  @Test func aSceneWithoutAKeyframeStaysJoined() {
    let scan = scan([-1, 1, 2, 3, 4, 5, -7, 7])
    let plan = SplitPlan(scenes([0, 2, 4, 6]), scan, timeBase: base, fromBeginning: true)
    #expect(plan.pieces.map(\.scenes) == [0...2, 3...3])
    #expect(
      plan.findings.map(\.what) == [
        "scene 2 has no keyframe: it stays joined with the one before",
        "scene 3 has no keyframe: it stays joined with the one before",
      ])
  }

  @Test func picturesThatNeedTheFileBeforeAreTold() {
    let scan = scan([-1, 3, 1, 2, -7, 4, 5, 9, 7, 8])
    let plan = SplitPlan(scenes([0, 6]), scan, timeBase: base, fromBeginning: true)
    #expect(plan.pieces.map(\.keyframe.packet) == [0, 4])
    #expect(plan.findings.map(\.count) == [2])
    #expect(plan.findings.first?.what.contains("open GOPs") == true)
  }

  @Test func whatIsBeforeTheFirstKeyframeIsToldAndLeftOut() {
    let plan = SplitPlan(scenes([2]), scan([0, 1, -3, 3]), timeBase: base, fromBeginning: true)
    #expect(plan.pieces.map(\.keyframe.packet) == [2])
    #expect(plan.findings.first?.count == 2)
    #expect(plan.findings.first?.severity == .warning)
  }

  @Test func aHiddenKeyframeLetsTimeBeginWithTheScene() {
    var scan = KeyframeScan()
    scan.add(pts: -4, isKeyframe: true, isHidden: true)
    for pts in Int64(-3)..<4 { scan.add(pts: pts, isKeyframe: false, isHidden: pts < 0) }
    let plan = SplitPlan(scenes([0]), scan, timeBase: base, fromBeginning: true)
    #expect(plan.pieces.map(\.start) == [0])
    #expect(plan.pieces.map(\.keyframe.packet) == [0])
    #expect(plan.findings.isEmpty)
  }

  @Test func aLaterStartBeginsAtItsOwnKeyframe() {
    let scan = scan([-1, 1, 2, -4, 4, 5])
    #expect(
      SplitPlan(scenes([1]), scan, timeBase: base, fromBeginning: false).pieces.map(\.start) == [3])
    let none = SplitPlan(scenes([5]), scan, timeBase: base, fromBeginning: false)
    #expect(none.pieces.isEmpty)
    #expect(none.findings.first?.what.contains("it is in no file") == true)
  }

  @Test func noKeyframeGivesNoFile() {
    #expect(SplitPlan(scenes([0, 2]), scan([0, 1, 2]), timeBase: base, fromBeginning: true).pieces.isEmpty)
    #expect(SplitPlan(scenes([0]), KeyframeScan(), timeBase: base, fromBeginning: true).pieces.isEmpty)
  }

  @Test(arguments: [
    (1, 0, "x/n-Scene-001.mp4"), (999, 998, "x/n-Scene-999.mp4"), (1000, 0, "x/n-Scene-0001.mp4"),
    (12345, 12344, "x/n-Scene-12345.mp4"),
  ])
  func namesHaveDigitsEnough(scenes: Int, scene: Int, path: String) {
    #expect(SceneFileNames(folder: "x", name: "n", scenes: scenes).path(scene, ending: "mp4") == path)
    #expect(SceneFileNames(folder: "x/", name: "n", scenes: scenes).path(scene, ending: "mp4") == path)
  }
}
