import Media
import Records
import Testing

@testable import Detection

@Suite struct MotionDetectorTests {
  /// Feeds `count` pictures at `rate` a second, changing the scene before each.
  private func run(
    _ scene: inout SyntheticScene, count: Int, rate: Double = 25, from start: Int = 0,
    detector: MotionDetector, change: (inout SyntheticScene, Int) -> Void = { _, _ in }
  ) throws -> [MotionResult] {
    var results: [MotionResult] = []
    for index in start..<start + count {
      change(&scene, index)
      results.append(try detector.update(try scene.frame(), time: Double(index) / rate))
    }
    return results
  }

  private func makeDetector(_ options: MotionOptions = MotionOptions()) throws -> MotionDetector {
    try MotionDetector(width: 160, height: 120, frameRate: 25, options: options)
  }

  /// A square that goes back and forth from the 20th picture on.
  private func place(_ index: Int) -> Box? {
    guard index >= 20 else { return nil }
    let way = Float((index - 20) * 2 % 240)
    return Box(x: way < 120 ? 10 + way : 250 - way, y: 40, width: 20, height: 24)
  }

  /// The share of pictures whose square was found, and how many regions elsewhere there were.
  private func score(_ results: [MotionResult]) -> (recall: Double, falseRegions: Int) {
    var found = 0
    var total = 0
    var wrong = 0
    for (index, result) in results.enumerated() where result.isReady {
      let square = place(index)
      if let square {
        total += 1
        if result.regions.contains(where: { $0.box.intersectionOverUnion(square) > 0.5 }) { found += 1 }
      }
      wrong += result.regions.count { square.map($0.box.intersectionOverSmaller) ?? 0 < 0.3 }
    }
    return (total == 0 ? 1 : Double(found) / Double(total), wrong)
  }

  @Test(arguments: [
    (16, 16), (162, 122), (161, 121), (1366, 768), (1918, 1080), (30, 1000), (1000, 30), (322, 240),
    (700, 500),
  ])
  func picturesOfAnySizeAreCoveredByCells(width: Int, height: Int) throws {
    let format = try #require(PixelFormat(name: "gray"))
    let detector = try MotionDetector(width: width, height: height, frameRate: 25)
    var random = SyntheticScene.Random(state: 5)
    var last: MotionResult?
    for index in 0..<30 {
      let frame = try Frame.picture(width: width, height: height, format: format)
      // A square in the lower right corner comes up in the last pictures.
      frame.withPlane(0) { plane in
        for y in 0..<height {
          for x in 0..<width {
            let isSquare = index > 27 && x >= width - max(8, width / 8) && y >= height - max(8, height / 8)
            plane.base[y * plane.stride + x] = isSquare ? 220 : 100 + UInt8(random.next() & 3)
          }
        }
      }
      last = try detector.update(frame, time: Double(index) / 25)
    }
    let result = try #require(last)
    #expect(Float(result.mask.columns) * result.mask.side >= Float(width) - result.mask.side)
    #expect(result.mask.shares.count == result.mask.columns * result.mask.rows)
    // The very last cell may hold one row or column alone, less than counts.
    let across = result.mask.columns
    let corner = [1, 2, across + 1, across + 2].compactMap { result.mask.shares.suffix($0).first }
    #expect(corner.contains { $0 > 0 }, "the corner moves")
    #expect(result.mask.shares[0] == 0)
    #expect(result.regions.allSatisfy { $0.box.maxX <= Float(width) && $0.box.maxY <= Float(height) })
  }

  @Test func nothingMovesInAStillNoisyPicture() throws {
    var scene = SyntheticScene(noise: 6)
    let results = try run(&scene, count: 80, detector: try makeDetector())
    #expect(results.last?.isReady == true)
    #expect(results.allSatisfy { $0.regions.isEmpty })
  }

  @Test func theFirstPicturesSayNothing() throws {
    var scene = SyntheticScene()
    let results = try run(&scene, count: 20, detector: try makeDetector()) { scene, index in
      scene.square = Box(x: Float(10 + 5 * index), y: 40, width: 20, height: 24)
    }
    #expect(results.prefix(12).allSatisfy { !$0.isReady && $0.regions.isEmpty })
    #expect(results[15].isReady)
  }

  @Test(arguments: ["steady", "flicker", "fade", "keyframes"])
  func aMovingSquareIsFoundAndNothingElse(_ light: String) throws {
    var scene = SyntheticScene(noise: 2)
    let results = try run(&scene, count: 140, detector: try makeDetector()) { scene, index in
      scene.square = self.place(index)
      switch light {
      case "flicker":
        scene.gain = index % 2 == 0 ? 1.12 : 0.9
        scene.offset = index % 3 == 0 ? 8 : 0
      case "fade": scene.gain = 1 - 0.004 * Float(index)
      case "keyframes": scene.noise = index % 12 == 0 ? 6 : 2
      default: break
      }
    }
    let (recall, falseRegions) = score(results)
    #expect(recall >= 0.95)
    #expect(falseRegions == 0)
  }

  @Test func aLightSwitchedOnIsNotMotion() throws {
    var scene = SyntheticScene()
    let results = try run(&scene, count: 60, detector: try makeDetector()) { scene, index in
      if index >= 30 { (scene.gain, scene.offset) = (1.3, 25) }
    }
    #expect(results.allSatisfy { $0.regions.isEmpty })
  }

  @Test func anotherSceneIsAChangeAndNotMotion() throws {
    var scene = SyntheticScene()
    let results = try run(&scene, count: 60, detector: try makeDetector()) { scene, index in
      if index >= 30 { scene.seed = 2 }
    }
    #expect(results.indices.filter { results[$0].isSceneChange } == [30])
    #expect(results.allSatisfy { $0.regions.isEmpty })
    let isReady = results[50].isReady
    #expect(isReady)
  }

  @Test func aCameraThatTurnsIsNeverTakenForStillness() throws {
    var scene = SyntheticScene()
    let results = try run(&scene, count: 80, detector: try makeDetector()) { scene, index in
      scene.shift = max(0, index - 30) * 2
    }
    let still = results.indices.filter { results[$0].isReady && results[$0].movingFraction < 0.05 }
    #expect(still.contains(29))
    #expect(still.allSatisfy { $0 < 32 })
  }

  @Test(arguments: [5.0, 25.0])
  func whatStopsBelongsToTheBackgroundAfterTheSameSeconds(_ rate: Double) throws {
    var options = MotionOptions()
    options.stillTime = 2
    options.warmUp = 0.2
    var scene = SyntheticScene()
    let results = try run(&scene, count: Int(10 * rate), rate: rate, detector: try makeDetector(options)) {
      scene, index in
      scene.square = Double(index) / rate >= 4 ? Box(x: 60, y: 40, width: 20, height: 24) : nil
    }
    let seen = results.indices.filter { !results[$0].regions.isEmpty }.map { Double($0) / rate }
    #expect(abs(try #require(seen.first) - 4) < 0.01)
    #expect((5.6...7.0).contains(try #require(seen.last)))
  }

  @Test(arguments: ["nv12", "gray", "yuv444p", "yuv420p10le", "p010le", "rgb24", "gbrp"])
  func everyFormatOfBrightnessIsRead(_ format: String) throws {
    var scene = SyntheticScene(noise: 1)
    let detector = try makeDetector()
    for index in 0..<20 { _ = try detector.update(try scene.frame(format), time: Double(index) / 25) }
    let square = Box(x: 60, y: 40, width: 20, height: 24)
    scene.square = square
    let result = try detector.update(try scene.frame(format), time: 20 / 25)
    #expect(result.regions.count == 1)
    #expect(result.regions.first.map { $0.box.intersectionOverUnion(square) } ?? 0 > 0.7)
    #expect(result.regions.first.map { $0.score } ?? 0 > 0.5)
    let object = try #require(result.objects.first)
    #expect(object.label == "motion")
    #expect((200...480).contains(try #require(object.area)))
  }

  @Test func smallAreasAreLeftOutWhereAsked() throws {
    for (area, count) in [(MotionOptions.Area.pixels(100), 1), (.pixels(600), 0), (.fraction(0.2), 0)] {
      var options = MotionOptions()
      options.minimumArea = area
      var scene = SyntheticScene()
      let results = try run(&scene, count: 21, detector: try makeDetector(options)) { scene, index in
        scene.square = index == 20 ? Box(x: 60, y: 40, width: 20, height: 24) : nil
      }
      #expect(results[20].regions.count == count)
      #expect(results[20].mask.shares.contains { $0 > 0.5 })
    }
  }

  @Test func sensitivityDecidesAboutFaintThings() throws {
    for (sensitivity, isFound) in [(0.0, false), (1.0, true)] {
      var options = MotionOptions()
      options.sensitivity = sensitivity
      var scene = SyntheticScene(noise: 0.5)
      scene.contrast = 8
      let results = try run(&scene, count: 50, detector: try makeDetector(options)) { scene, index in
        scene.square = index >= 49 ? Box(x: 60, y: 40, width: 20, height: 24) : nil
      }
      #expect(results[49].regions.isEmpty != isFound)
    }
  }

  @Test func otherSizesAndUnreadableFormatsAreRefused() throws {
    let detector = try MotionDetector(width: 64, height: 64, frameRate: 25)
    #expect(throws: MediaError.self) { try detector.update(try SyntheticScene.blank(32, 32), time: 0) }
    #expect(throws: MediaError.self) { try MotionDetector(width: 8, height: 8, frameRate: 25) }
    #expect(throws: MediaError.self) {
      try detector.update(try SyntheticScene.blank(64, 64, "yuv420p16be"), time: 0)
    }
  }
}

extension SyntheticScene {
  static func blank(_ width: Int, _ height: Int, _ format: String = "yuv420p") throws -> Frame {
    try Frame.picture(width: width, height: height, format: try #require(PixelFormat(name: format)))
  }
}
