@testable import Analysis
import Records
import Testing
import Vision

@Suite("Scenes of odd input") struct SceneInputTests {
  @Test("no frame, no scene")
  func empty() {
    let (scenes, _, summary) = detect([])
    #expect(scenes.isEmpty)
    #expect(summary?.count == 0)
    #expect(summary?.meanLength == nil)
  }

  @Test("one frame, one scene")
  func one() {
    let (scenes, _, _) = detect([SceneWorld(seed: 1).picture()])
    #expect(scenes.map(\.endFrame) == [1])
    #expect(scenes.first?.end == 0.04)
  }

  @Test("pictures of any size", arguments: [(1, 1), (3, 5), (7, 9), (9, 2), (161, 1), (33, 17), (40, 8)])
  func sizes(width: Int, height: Int) {
    var random = SceneRandom(3)
    let film = (0..<40).map { _ in
      SmallPicture(
        cell: 1, width: width, height: height,
        luma: (0..<(width * height)).map { _ in UInt8.random(in: 0...255, using: &random) },
        chromaWidth: (width + 1) / 2, chromaHeight: (height + 1) / 2,
        blue: [UInt8](repeating: 100, count: (width + 1) / 2 * ((height + 1) / 2)),
        red: [UInt8](repeating: 150, count: (width + 1) / 2 * ((height + 1) / 2)))
    }
    let (scenes, _, _) = detect(film)
    #expect(scenes.first?.frame == 0)
    #expect(scenes.last?.endFrame == 40)
  }

  @Test("a size that changes")
  func changingSize() {
    let small = SmallPicture(cell: 8, width: 40, height: 30, luma: [UInt8](repeating: 90, count: 1200))
    let film =
      SceneWorld(seed: 1).shot(20) + Array(repeating: small, count: 20) + SceneWorld(seed: 2).shot(20)
    #expect(detect(film).scenes.last?.endFrame == 60)
  }

  @Test("rates and options that make no sense", arguments: [nil, 0, -1, .nan, .infinity, 1e9] as [Double?])
  func rates(rate: Double?) {
    var options = SceneOptions()
    options.minimumLength = rate ?? .nan
    options.longestDissolve = -(rate ?? 1)
    options.flashLength = rate ?? 0
    options.longestFade = rate ?? .infinity
    let detector = SceneDetector(
      format: PictureFormat(width: 8, height: 8, frameRate: rate), options: options)
    var output = AnalyserOutput()
    for (index, picture) in SceneWorld(seed: 4).shot(30).enumerated() {
      let facts = FrameFacts(index: index, pts: 0, time: index == 3 ? .nan : Double(index))
      detector.add(MeasuredPicture(facts: facts, small: picture), to: &output)
    }
    var summary = SummaryRecord()
    detector.finish(at: .nan, into: &summary, output: &output)
    #expect(output.scenes.last?.endFrame == 30)
  }

  @Test("a block that moved is found again")
  func search() {
    let world = SceneWorld(seed: 6)
    let planes = [world.picture(), world.picture(x: 3, y: -2)].map {
      ScenePlane($0.luma, width: $0.width, height: $0.height)
    }
    // The border's blocks may have left the picture.
    let sums = planes[0].search(in: planes[1], range: 4)
    for row in 1..<8 {
      for column in 1..<15 { #expect(sums[row * planes[0].line + column] == 0) }
    }
    let still = planes[0].search(in: planes[1], range: 1)
    #expect(still.reduce(0) { $0 + Int($1) } > 100_000)
  }

  @Test("a picture in another light has the same structure, another picture has not")
  func structure() {
    let facts = FrameFacts(index: 0, pts: 0, time: 0)
    let picture = SceneWorld(seed: 7).picture()
    let dark = picture.changed { _, _, value in 16 + (Int(value) - 16) / 2 }
    let other = SceneWorld(seed: 8).picture()
    var area = ScenePictureArea()
    let pictures = [picture, dark, other].map { ScenePicture($0, facts: facts, black: 16, area: &area) }
    #expect(pictures[1].newStructure(since: pictures[0]) < 0.3)
    #expect(pictures[2].newStructure(since: pictures[0]) > 0.6)
    #expect(pictures[0].newStructure(since: pictures[0]) == 0)
    #expect(pictures[0].newColors(since: pictures[0]) == 0)
  }
}
