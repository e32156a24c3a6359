import Analysis
import Records
import Testing
import Vision

@Suite("Hard cuts") struct SceneCutTests {
  let worlds = (1...5).map { SceneWorld(seed: UInt64($0)) }

  @Test("are found to the frame, and scenes follow each other without gaps")
  func exactFrames() throws {
    let film =
      worlds[0].shot(30, dx: 1) + worlds[1].shot(41) + worlds[2].shot(25, dx: -2) + worlds[3].shot(33, dy: 1)
    let (scenes, _, summary) = detect(film)
    #expect(scenes.map(\.frame) == [0, 30, 71, 96])
    #expect(scenes.map(\.endFrame) == [30, 71, 96, 129])
    #expect(scenes.map(\.scene) == [0, 1, 2, 3])
    #expect(scenes.map(\.transition) == [.start, .cut, .cut, .cut])
    #expect(scenes.map(\.pts) == [0, 300, 710, 960])
    #expect(scenes.map(\.isKeyframe) == [true, false, false, true])
    for (scene, next) in zip(scenes, scenes.dropFirst()) { #expect(scene.end == next.start) }
    #expect(scenes[0].score == nil)
    for scene in scenes.dropFirst() {
      let score = try #require(scene.score)
      #expect(score > 0.5 && score <= 1)
    }
    let sums = try #require(summary)
    #expect((sums.count, sums.cuts, sums.dissolves, sums.fades) == (4, 3, 0, 0))
    #expect(abs((sums.meanLength ?? 0) - 129.0 / 25 / 4) < 1e-9)
    #expect(abs((sums.shortest ?? 0) - 1) < 1e-9)
    #expect(abs((sums.longest ?? 0) - 41.0 / 25) < 1e-9)
  }

  @Test("carry the source's own frame numbers")
  func sourceNumbers() {
    let (scenes, _, _) = detect(worlds[0].shot(30) + worlds[1].shot(30), firstIndex: 1000)
    #expect(scenes.map(\.frame) == [1000, 1030])
    #expect(scenes.last?.endFrame == 1060)
  }

  @Test("are told soon, however long the film goes on")
  func delay() {
    let film = (0..<6).flatMap { worlds[$0 % 5].shot(50, dx: 1) }
    let (scenes, told, _) = detect(film)
    #expect(scenes.count == 6)
    for (scene, frame) in zip(scenes, told).dropLast() { #expect(frame - scene.endFrame <= 30) }
  }

  @Test("of shots of eight frames are found")
  func shortShots() {
    let film = worlds[0].shot(20, dx: 1) + worlds[1].shot(8, dx: 1) + worlds[2].shot(8) + worlds[3].shot(20)
    #expect(boundaries(film) == [20, 28, 36])
  }

  @Test("nearer to each other than the shortest scene count once")
  func shortestScene() {
    var options = SceneOptions()
    options.minimumLength = 1
    let film = worlds[0].shot(40) + worlds[1].shot(12) + worlds[2].shot(40)
    #expect(boundaries(film) == [40, 52])
    #expect(boundaries(film, options: options).count == 1)
  }

  @Test("are none at a threshold that no score reaches")
  func threshold() {
    var options = SceneOptions()
    options.threshold = 1.1
    #expect(boundaries(worlds[0].shot(30) + worlds[1].shot(30), options: options).isEmpty)
  }

  @Test("are found where every picture comes twice")
  func repeatedFrames() {
    let film = (worlds[0].shot(15, dx: 2) + worlds[1].shot(15, dx: 2)).flatMap { [$0, $0] }
    #expect(boundaries(film) == [30])
  }

  @Test("are found between black bars and under noise")
  func barsAndNoise() {
    var random = SceneRandom(77)
    let film = (worlds[0].shot(25, dx: 1) + worlds[1].shot(25)).map { picture in
      picture.changed { _, y, value in
        y < 16 || y >= 56 ? 16 : Int(value) + Int.random(in: -8...8, using: &random)
      }
    }
    #expect(boundaries(film) == [25])
  }

  @Test("are found in grey pictures")
  func grey() {
    let film = (worlds[0].shot(25, dx: 1) + worlds[1].shot(25)).map {
      SmallPicture(cell: 8, width: $0.width, height: $0.height, luma: $0.luma)
    }
    #expect(boundaries(film) == [25])
  }

  @Test("to and from a title on black are found")
  func title() {
    let title = SmallPicture.flat(16).changed { x, y, value in
      (40..<88).contains(x) && (30..<38).contains(y) && (x / 2 + y) % 3 != 0 ? 220 : Int(value)
    }
    let film = worlds[0].shot(25) + Array(repeating: title, count: 25) + worlds[1].shot(25)
    #expect(boundaries(film) == [25, 50])
  }

  @Test("to black that lasts, and out of it, are two")
  func blackScene() {
    let film = worlds[0].shot(25) + Array(repeating: .flat(16), count: 40) + worlds[1].shot(25)
    #expect(boundaries(film) == [25, 65])
  }
}
