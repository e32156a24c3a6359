import Analysis
import Records
import Testing
import Vision

@Suite("Gradual transitions") struct SceneGradualTests {
  let first = SceneWorld(seed: 21)
  let second = SceneWorld(seed: 22)

  /// Frames of a change, as the scene's times at 25 frames a second tell them.
  func frames(_ scene: SceneRecord) -> (first: Int, last: Int)? {
    guard let start = scene.transitionStart, let end = scene.transitionEnd else { return nil }
    return (Int((start * 25).rounded()), Int((end * 25).rounded()) - 1)
  }

  @Test("a dissolve is found with its ends", arguments: [8, 12, 24, 36, 48])
  func dissolve(length: Int) throws {
    let (from, to) = (first.shot(40 + length), second.shot(40 + length))
    let mixed = (0..<length).map { from[40 + $0].mixed(with: to[$0], Double($0 + 1) / Double(length + 1)) }
    let (scenes, _, summary) = detect(from.prefix(40) + mixed + to.suffix(40))
    try #require(scenes.count == 2)
    #expect(scenes[1].transition == .dissolve)
    let found = try #require(frames(scenes[1]))
    #expect(abs(found.first - 40) <= 2)
    #expect(abs(found.last - (39 + length)) <= 2)
    #expect(abs(scenes[1].frame - (40 + length / 2)) <= 2)
    #expect(summary?.dissolves == 1)
  }

  @Test("a dissolve between shots that move slowly is found")
  func movingDissolve() throws {
    let (from, to) = (first.shot(64, dx: 1), second.shot(64, dy: 1))
    let mixed = (0..<16).map { from[48 + $0].mixed(with: to[$0], Double($0 + 1) / 17) }
    let (scenes, _, _) = detect(from.prefix(48) + mixed + to.suffix(48))
    try #require(scenes.count == 2)
    #expect(scenes[1].transition == .dissolve)
    #expect(abs(scenes[1].frame - 56) <= 4)
  }

  @Test("a fade through one colour is one boundary", arguments: [16, 235, 120] as [UInt8])
  func fade(color: UInt8) throws {
    var film = first.shot(80, dx: 1).prefix(40) + first.shot(40).prefix(0)
    let out = first.shot(80, dx: 1)
    for index in 0..<12 { film.append(out[40 + index].mixed(with: .flat(color), Double(index + 1) / 13)) }
    film += Array(repeating: .flat(color), count: 5)
    let into = second.shot(80, dx: 1)
    for index in 0..<12 { film.append(into[index].mixed(with: .flat(color), Double(12 - index) / 13)) }
    film += into.dropFirst(12).prefix(40)
    let (scenes, _, summary) = detect(Array(film))
    try #require(scenes.count == 2)
    #expect(scenes[1].transition == .fade)
    #expect((52...58).contains(scenes[1].frame))
    let found = try #require(frames(scenes[1]))
    #expect(abs(found.first - 40) <= 3)
    #expect(abs(found.last - 68) <= 3)
    #expect(summary?.fades == 1)
  }

  @Test("a fade out before a sudden picture belongs to the cut")
  func fadeOutThenCut() throws {
    var film = first.shot(40)
    for index in 0..<20 { film.append(film[39].mixed(with: .flat(16), Double(index + 1) / 20)) }
    film += Array(repeating: .flat(16), count: 4) + second.shot(40)
    let (scenes, _, _) = detect(film)
    try #require(scenes.count == 2)
    #expect(scenes[1].transition == .cut)
    #expect(scenes[1].frame == 64)
    let found = try #require(frames(scenes[1]))
    #expect(abs(found.first - 40) <= 3)
  }

  @Test("a fade in after a cut to black belongs to the cut")
  func cutThenFadeIn() throws {
    var film = first.shot(40) + Array(repeating: .flat(16), count: 8)
    let into = second.shot(60)
    for index in 0..<20 { film.append(into[index].mixed(with: .flat(16), Double(19 - index) / 20)) }
    film += into.suffix(40)
    let (scenes, _, _) = detect(film)
    try #require(scenes.count == 2)
    #expect(scenes[1].transition == .cut)
    #expect(scenes[1].frame == 40)
    let found = try #require(frames(scenes[1]))
    #expect(abs(found.last - 67) <= 3)
  }

  @Test("a fade in at the start opens the first scene")
  func opening() throws {
    var film: [SmallPicture] = Array(repeating: .flat(16), count: 10)
    let into = first.shot(70, dx: 1)
    for index in 0..<30 { film.append(into[index].mixed(with: .flat(16), Double(29 - index) / 30)) }
    film += into.suffix(40)
    let (scenes, _, _) = detect(film)
    try #require(scenes.count == 1)
    #expect(scenes[0].transition == .start)
    let found = try #require(frames(scenes[0]))
    #expect(abs(found.last - 39) <= 3)
  }

  @Test("a fade out at the end is no boundary")
  func ending() {
    var film = first.shot(40)
    for index in 0..<20 { film.append(film[39].mixed(with: .flat(16), Double(index + 1) / 20)) }
    film += Array(repeating: .flat(16), count: 20)
    #expect(boundaries(film).isEmpty)
  }

  @Test("light that is turned up slowly is no boundary")
  func light() {
    let film = first.shot(90).enumerated().map { index, picture in
      picture.changed { _, _, value in 16 + (Int(value) - 16) * (40 + min(index, 60)) / 100 }
    }
    #expect(boundaries(film).isEmpty)
  }

  @Test("gradual transitions are left alone where nobody asks for them")
  func off() {
    var options = SceneOptions()
    options.findsGradual = false
    let (from, to) = (first.shot(64), second.shot(64))
    let mixed = (0..<24).map { from[40 + $0].mixed(with: to[$0], Double($0 + 1) / 25) }
    #expect(boundaries(from.prefix(40) + mixed + to.suffix(40), options: options).isEmpty)
  }
}
