import Media
import Pipeline
import Records
import Testing

@testable import Detection

@Suite struct HOGDetectorTests {
  private func firstFrame() throws -> Frame {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
      separator: "/")
    let source = try SourceOpening.open(
      root + "/Fixtures/people.avi", options: SourceOptions(), interrupt: Interrupt())
    while let item = try source.next() {
      if case .video(let video) = item { return video.frame }
    }
    throw MediaError("read", "people.avi", cause: "it has no picture")
  }

  @Test func peopleAreFoundInTheirPlaces() throws {
    let frame = try firstFrame()
    let detector = try HOGDetector()
    let people = try detector.detect(frame, regions: nil)
    #expect(people.count >= 2)
    #expect(people.allSatisfy { $0.label == "person" && $0.classID == 0 && (0.25...1).contains($0.score) })
    let best = try #require(people.max { $0.score < $1.score })
    // The same person in a part of the picture, and nobody where there is only ground.
    let part = Box(
      x: max(0, best.box.x - 60), y: max(0, best.box.y - 60), width: best.box.width + 120,
      height: best.box.height + 120)
    let again = try detector.detect(frame, regions: [part])
    #expect(again.contains { $0.box.intersectionOverUnion(best.box) > 0.5 })
    #expect(try detector.detect(frame, regions: [Box(x: 0, y: 400, width: 200, height: 170)]).isEmpty)
  }

  @Test func aScoreGrowsWithTheDistanceFromTheBorder() {
    let scores = stride(from: Float(-1), through: 4, by: 0.25).map(HOGDetector.score)
    #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 < $1 })
    #expect(scores.allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test func picturesTooSmallShowNobody() throws {
    var scene = SyntheticScene()
    let detector = try HOGDetector(scale: 1)
    #expect(try detector.detect(try scene.frame(), regions: [Box(width: 40, height: 40)]).isEmpty)
    #expect(try detector.detect(try scene.frame("yuv420p10le"), regions: nil).count < 3)
    #expect(throws: MediaError.self) { try HOGDetector(scale: 0) }
  }
}
