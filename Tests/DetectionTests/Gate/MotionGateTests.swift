import Records
import Testing

@testable import Detection

@Suite struct MotionGateTests {
  private let width = 640
  private let height = 480

  /// Motion in the cells that a box covers; cells of 8 pixels.
  private func motion(_ boxes: [Box] = [], isReady: Bool = true, isSceneChange: Bool = false) -> MotionResult
  {
    var shares = [Float](repeating: 0, count: 80 * 60)
    for index in shares.indices {
      let cell = Box(x: Float(index % 80) * 8, y: Float(index / 80) * 8, width: 8, height: 8)
      shares[index] = min(1, boxes.reduce(0) { $0 + cell.intersection($1).area } / 64)
    }
    return MotionResult(
      isReady: isReady, isSceneChange: isSceneChange,
      mask: MotionMask(columns: 80, rows: 60, side: 8, shares: shares))
  }

  private var mosaics: RegionLook {
    .mosaic(
      RegionPacker(
        frameWidth: width, frameHeight: height, fullInput: .init(width: 416, height: 416),
        inputs: [.init(width: 192, height: 192), .init(width: 256, height: 256)]))
  }

  private func readyGate(_ look: RegionLook) -> MotionGate {
    var gate = MotionGate(width: width, height: height, look: look)
    _ = gate.decide(motion(isReady: false), time: 0)
    _ = gate.decide(motion(), time: 1)
    return gate
  }

  private let person = Box(x: 200, y: 160, width: 32, height: 80)

  @Test func allIsLookedAtUntilTheBackgroundIsKnown() {
    var gate = MotionGate(width: width, height: height, look: mosaics)
    #expect(gate.decide(motion(isReady: false), time: 0).extent == .full)
    #expect(gate.decide(motion(isReady: false), time: 0.2).extent == .full)
    #expect(gate.decide(motion(), time: 0.4).extent == .full)
    #expect(gate.decide(motion(), time: 0.6).extent == .held)
  }

  @Test func aStillPictureIsLookedAtOnceInAWhile() {
    var gate = readyGate(mosaics)
    var looks: [Double] = []
    for step in 1...120 {
      let time = 1 + Double(step) / 10
      if gate.decide(motion(), time: time).extent != .held { looks.append(time) }
    }
    #expect(looks == [5, 9, 13])
  }

  @Test func regionsHoldWhatMovesWithItsSurroundings() throws {
    var gate = readyGate(mosaics)
    let decision = gate.decide(motion([person]), time: 1.1)
    #expect(decision.extent == .regions)
    let region = try #require(decision.regions.first)
    #expect(decision.regions.count == 1)
    #expect(region.x <= person.x - 8 && region.maxX >= person.maxX + 8)
    #expect(region.y <= person.y - 20 && region.maxY >= person.maxY + 20)
    #expect(
      [region.x, region.y, region.width, region.height].allSatisfy {
        $0.truncatingRemainder(dividingBy: 2) == 0
      })
    #expect(decision.mosaic?.tiles.map(\.source) == [region])
    #expect(decision.mosaic?.width == 192)
  }

  @Test func regionsStayInsideTheFrame() throws {
    var gate = readyGate(.separate)
    let corner = Box(x: 600, y: 440, width: 40, height: 40)
    let region = try #require(gate.decide(motion([corner]), time: 1.1).regions.first)
    #expect(region.maxX == 640 && region.maxY == 480)
  }

  @Test func aPlaceIsLookedAtOnceMoreAfterItsMotion() {
    var gate = readyGate(.separate)
    #expect(gate.decide(motion([person]), time: 1.1).extent == .regions)
    #expect(gate.decide(motion(), time: 1.2).extent == .regions)
    #expect(gate.decide(motion(), time: 1.5).extent == .held)
    // Two frames a second: the next frame looks, however long after.
    #expect(gate.decide(motion([person]), time: 2).extent == .regions)
    #expect(gate.decide(motion(), time: 2.5).extent == .regions)
    #expect(gate.decide(motion(), time: 3).extent == .held)
  }

  @Test func muchMotionIsOneLookAtAll() {
    var gate = readyGate(.separate)
    let half = Box(x: 0, y: 0, width: 320, height: 480)
    #expect(gate.decide(motion([half]), time: 1.1).extent == .full)
  }

  @Test func aModelOfOneSizeNeverLooksAtRegions() {
    var gate = readyGate(.none)
    #expect(gate.decide(motion([person]), time: 1.1).extent == .full)
    #expect(gate.decide(motion(), time: 1.2).extent == .full)
    #expect(gate.decide(motion(), time: 1.5).extent == .held)
  }

  @Test func aChangeOfSceneIsLookedAtAsAWhole() {
    var gate = readyGate(.separate)
    #expect(gate.decide(motion(isReady: false, isSceneChange: true), time: 1.1).extent == .full)
    #expect(gate.decide(motion(isReady: false), time: 1.2).extent == .full)
    #expect(gate.decide(motion(), time: 1.7).extent == .full)
    #expect(gate.decide(motion(), time: 1.8).extent == .held)
  }

  @Test func specksAreNoReasonToLook() {
    var gate = readyGate(.separate)
    let speck = Box(x: 300, y: 300, width: 4, height: 4)
    #expect(gate.decide(motion([speck]), time: 1.1).extent == .held)
  }

  @Test func closeRegionsAreJoinedAndFarOnesAreNot() {
    let joining = RegionJoining(gap: 8, maximum: 2)
    let a = Box(x: 0, y: 0, width: 40, height: 80)
    let b = Box(x: 44, y: 0, width: 40, height: 80)
    let c = Box(x: 400, y: 300, width: 40, height: 80)
    let d = Box(x: 400, y: 0, width: 40, height: 80)
    #expect(joining.join([a, b, c], separate: false) == [a.union(b), c])
    #expect(joining.join([a, c, d], separate: false).count == 3)
    #expect(joining.join([a, c, d], separate: true).count == 2)
  }
}
