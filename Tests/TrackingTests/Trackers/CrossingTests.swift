import Testing

@testable import Tracking

@Suite struct CrossingTests {
  private static func ids(_ kind: TrackerKind, _ frames: [TrackerFrame]) -> (first: [Int], last: [Int]) {
    let outputs = Scene.run(kind.makeTracker(), frames)
    return (outputs[10].detections.map(\.trackID), outputs[frames.count - 1].detections.map(\.trackID))
  }

  @Test(arguments: TrackerKind.allCases) func objectsThatPassKeepTheirIdentities(kind: TrackerKind) {
    let (first, last) = Self.ids(kind, Scene.crossing(hidden: false))
    #expect(first.count == 2)
    #expect(first == last)
  }

  @Test(arguments: [TrackerKind.byteTrack, .ocSORT, .botSORT, .cascade], [10.0, 20.0, 50.0])
  func anObjectThatWasHiddenIsFoundAgain(kind: TrackerKind, rate: Double) {
    let (first, last) = Self.ids(kind, Scene.crossing(rate: rate, hidden: true))
    #expect(first == last)
  }

  @Test(arguments: [TrackerKind.byteTrack, .ocSORT, .botSORT, .cascade])
  func theTimeOfAGapDecidesNotTheNumberOfFrames(kind: TrackerKind) {
    let longest: Double
    switch kind {
    case .cascade: longest = CascadeParameters().maximumLost
    default: longest = 1
    }
    for (gap, isSame) in [(0.8 * longest, true), (longest + 0.5, false)] {
      let frames = (0..<40).map { index in
        let time = Double(index) / 20 + (index >= 20 ? gap : 0)
        return TrackerFrame(
          time: time, detections: [TrackerDetection(left: 200, top: 50, width: 40, height: 100, score: 0.9)])
      }
      let outputs = Scene.run(kind.makeTracker(), frames)
      #expect((outputs[19].detections[0].trackID == outputs[39].detections[0].trackID) == isSame)
    }
  }
}
