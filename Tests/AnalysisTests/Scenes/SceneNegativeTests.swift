import Analysis
import Testing
import Vision

@Suite("What is no shot boundary") struct SceneNegativeTests {
  let world = SceneWorld(seed: 11)

  @Test("a still picture, and a camera that moves", arguments: [(0, 0), (1, 0), (3, 0), (0, 2), (2, 1)])
  func motion(dx: Int, dy: Int) {
    let count = 60 / max(1, max(dx, dy)) * 2 - 2
    #expect(boundaries(world.shot(min(count, 60), dx: dx, dy: dy)).isEmpty)
  }

  @Test("a camera that is knocked")
  func shake() {
    var random = SceneRandom(5)
    let film = (0..<60).map { index in
      let reach = (20..<32).contains(index) ? 6 : 0
      return world.picture(
        x: Int.random(in: -reach...reach, using: &random), y: Int.random(in: -reach...reach, using: &random))
    }
    #expect(boundaries(film).isEmpty)
  }

  @Test("a photo flash of one, two and three frames", arguments: 1...3)
  func flash(frames: Int) {
    var film = world.shot(60, dx: 1)
    for index in 0..<frames { film[25 + index] = film[25 + index].mixed(with: .flat(235), 0.95) }
    #expect(boundaries(film).isEmpty)
  }

  @Test("lightning")
  func lightning() {
    var film = world.shot(60, dx: 1)
    for index in [25, 28, 30] { film[index] = film[index].changed { _, _, value in Int(value) * 3 / 2 + 50 } }
    #expect(boundaries(film).isEmpty)
  }

  @Test("an explosion that dies down")
  func explosion() {
    var film = world.shot(70, dx: 1)
    for index in 0..<16 {
      let share = index < 3 ? 0.3 * Double(index + 1) : 0.9 * Double(16 - index) / 13
      film[25 + index] = film[25 + index].mixed(with: .flat(225), share)
    }
    #expect(boundaries(film).isEmpty)
  }

  @Test("a change of exposure", arguments: [(7, 10), (13, 10), (3, 2)])
  func exposure(gain: Int, over: Int) {
    let film = world.shot(60, dx: 1).enumerated().map { index, picture in
      index < 30 ? picture : picture.changed { _, _, value in 16 + (Int(value) - 16) * gain / over }
    }
    #expect(boundaries(film).isEmpty)
  }

  @Test("a caption that appears")
  func caption() {
    let film = world.shot(60, dx: 1).enumerated().map { index, picture in
      index < 30
        ? picture
        : picture.changed { x, y, value in
          (10..<118).contains(x) && (50..<68).contains(y) ? (x / 2 + y / 3) % 2 * 200 + 30 : Int(value)
        }
    }
    #expect(boundaries(film).isEmpty)
  }

  @Test("something that passes before the camera")
  func passing() {
    let film = world.shot(60, dx: 1).enumerated().map { index, picture in
      picture.changed { x, _, value in
        let left = (index - 20) * 9 - 40
        return (left..<(left + 40)).contains(x) ? 30 : Int(value)
      }
    }
    #expect(boundaries(film).isEmpty)
  }

  @Test("a picture that sharpens at each keyframe")
  func keyframes() {
    let film = world.shot(72).enumerated().map { index, picture in
      let blur = index % 12
      return picture.changed { x, y, value in
        guard blur > 2, x >= 4, x < picture.width - 4 else { return Int(value) }
        let sum = (-4...4).reduce(0) { $0 + Int(picture.luma[y * picture.width + x + $1]) }
        return sum / 9
      }
    }
    #expect(boundaries(film).isEmpty)
  }

  @Test("a burst of noise")
  func noise() {
    var random = SceneRandom(9)
    let film = world.shot(60, dx: 1).enumerated().map { index, picture in
      (25..<35).contains(index)
        ? picture.changed { _, _, value in Int(value) + Int.random(in: -30...30, using: &random) } : picture
    }
    #expect(boundaries(film).isEmpty)
  }

  @Test("frames that are lost")
  func lostFrames() {
    var film = world.shot(60, dx: 1)
    film.removeSubrange(30..<36)
    #expect(boundaries(film).isEmpty)
  }
}
