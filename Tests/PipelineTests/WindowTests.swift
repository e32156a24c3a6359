import Media
import Records
import Testing

@testable import Pipeline

@Suite struct WindowTests {
  private struct Read {
    var stream: StreamRecord
    var pictures: [VideoItem] = []
    var sound: [Int: [(start: Double, end: Double)]] = [:]
    var end = EndRecord()
  }

  private func read(_ name: String, _ change: (inout SourceOptions) -> Void = { _ in }) throws -> Read {
    var options = SourceOptions()
    change(&options)
    let source = try SourceOpening.open(Fixtures.path(name), options: options, interrupt: Interrupt())
    return try all(of: source)
  }

  private func all(of source: any FrameSource) throws -> Read {
    var read = Read(stream: source.stream)
    while let item = try source.next() {
      switch item {
      case .video(let picture): read.pictures.append(picture)
      case .audio(let track, let frame):
        let start = Double(frame.pts ?? 0) / Double(frame.sampleRate)
        read.sound[track, default: []].append(
          (start, start + Double(frame.sampleCount) / Double(frame.sampleRate)))
      }
    }
    read.end = source.end
    return read
  }

  @Test(arguments: [
    ("vfr.mp4", 100), ("run_2997.mp4", 150), ("interlaced.ts", 50), ("anamorphic.mp4", 50),
    ("people.avi", 80),
  ])
  func everyFrameIsReadOnce(name: String, count: Int) throws {
    let whole = try read(name)
    #expect(whole.pictures.count == count)
    #expect(whole.pictures.map(\.record.frame) == Array(0..<count))
    let times = whole.pictures.map(\.record.pts)
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
    #expect(whole.end.status == .complete)
    #expect(whole.end.frames == count)
    #expect(whole.end.errors == 0)
  }

  @Test(arguments: ["vfr.mp4", "interlaced.ts", "run_2997.mp4", "sintel.mp4"])
  func aWindowIsAPieceOfTheWhole(name: String) throws {
    let whole = try read(name) { $0.audio = false }
    let piece = try read(name) {
      $0.audio = false
      $0.start = Rational(1, 2)
      $0.duration = Rational(1)
    }
    let origin = whole.pictures[0].record.time
    let wanted = whole.pictures.filter { $0.record.time - origin >= 0.5 && $0.record.time - origin < 1.5 }
    #expect(!wanted.isEmpty)
    #expect(piece.pictures.map(\.record.pts) == wanted.map(\.record.pts))
    let sums = try piece.pictures.prefix(3).map { SHA256.hex(try $0.frame.pictureBytes()) }
    #expect(try wanted.prefix(3).map { SHA256.hex(try $0.frame.pictureBytes()) } == sums)
  }

  @Test func soundCoversTheWindow() throws {
    let piece = try read("two_languages.mp4") {
      $0.start = Rational(1)
      $0.duration = Rational(1)
    }
    #expect(piece.pictures.count == 25)
    for track in [0, 1] {
      let sound = try #require(piece.sound[track])
      #expect(try #require(sound.first).start <= 1)
      #expect(try #require(sound.first).end > 1)
      #expect(try #require(sound.last).end >= 2)
      #expect(try #require(sound.last).start < 2)
    }
  }

  @Test func aLimitCountsFramesAndEndsTheSoundWithThem() throws {
    let piece = try read("two_languages.mp4") { $0.limit = 10 }
    #expect(piece.pictures.count == 10)
    #expect(piece.stream.frames == 10)
    let sound = try #require(piece.sound[0]?.last)
    // The end is known only when the next picture comes, so some sound of the interleaving is let through.
    #expect(sound.start < 0.9)
    #expect(sound.end >= 0.4)
  }

  @Test func audioCanBeLeftOut() throws {
    let silent = try read("two_languages.mp4") {
      $0.audio = false
      $0.limit = 5
    }
    #expect(silent.sound.isEmpty)
    #expect(silent.stream.audio.isEmpty)
  }

  @Test func aStartBeyondTheEndIsAnError() throws {
    let error = try #require(throws: MediaError.self) { _ = try read("vfr.mp4") { $0.start = Rational(100) } }
    #expect("\(error)".contains("--start"))
  }

  private func filtered(_ name: String, _ change: (inout PictureChanges) -> Void) throws -> Read {
    var changes = PictureChanges()
    change(&changes)
    var options = SourceOptions()
    options.audio = false
    let source = try SourceOpening.open(Fixtures.path(name), options: options, interrupt: Interrupt())
    return try all(of: try FilteredSource(source, changes: changes))
  }

  @Test func filteredPicturesAreWhatTheStreamRecordSays() throws {
    let result = try filtered("studio.mp4") {
      $0.width = 88
      $0.pixelFormat = "gray"
    }
    #expect(result.pictures.count == 242)
    #expect([result.stream.width, result.stream.height] == [88, 72])
    #expect(
      result.pictures.allSatisfy {
        $0.frame.width == 88 && $0.frame.height == 72 && $0.frame.pixelFormat.name == "gray"
      })
    #expect(result.pictures.map(\.record.frame) == Array(0..<242))
  }

  @Test func variableTimesPassAFilterUnchanged() throws {
    let plain = try read("vfr.mp4")
    let result = try filtered("vfr.mp4") { $0.filter = "hue=s=0" }
    #expect(
      result.pictures.map { Timestamp($0.record.pts, result.stream.timeBase) }
        == plain.pictures.map { Timestamp($0.record.pts, plain.stream.timeBase) })
    #expect(result.stream.isVariable)
  }

  @Test func aRateKeepsTheRecordOfTheSourceFrame() throws {
    let half = try filtered("run_2997.mp4") { $0.frameRate = Rational(15000, 1001) }
    #expect(half.pictures.count == 75)
    let indices = half.pictures.map(\.record.frame)
    #expect(zip(indices, indices.dropFirst()).allSatisfy { $1 - $0 == 2 })
    let double = try filtered("studio.mp4") { $0.frameRate = Rational(48) }
    #expect(double.pictures.count == 484)
    #expect(double.pictures.prefix(4).map(\.record.frame) == [0, 0, 1, 1])
  }

  @Test func boxesAreScaledWithTheirPicture() throws {
    var options = SourceOptions()
    options.limit = 1
    options.audio = false
    let source = Boxed(
      try SourceOpening.open(Fixtures.path("studio.mp4"), options: options, interrupt: Interrupt()))
    var changes = PictureChanges()
    changes.width = 352
    let result = try all(of: try FilteredSource(source, changes: changes))
    #expect(result.pictures.first?.record.objects?.first?.box == Box(x: 20, y: 40, width: 60, height: 80))
  }

  /// Adds one object to each picture.
  private final class Boxed: FrameSource {
    private let source: any FrameSource
    init(_ source: any FrameSource) { self.source = source }
    var stream: StreamRecord { source.stream }
    var end: EndRecord { source.end }
    func takeProblems() -> [ProblemRecord] { source.takeProblems() }
    func next() throws -> StreamItem? {
      guard case .video(var item)? = try source.next() else { return nil }
      item.record.objects = [
        DetectedObject(label: "x", classID: 0, score: 1, box: Box(x: 10, y: 20, width: 30, height: 40))
      ]
      return .video(item)
    }
  }

  @Test func filtersThatDoNotExistAreErrors() {
    #expect(throws: MediaError.self) { try filtered("studio.mp4") { $0.filter = "nonsense" } }
    #expect(throws: MediaError.self) { try filtered("studio.mp4") { $0.pixelFormat = "nonsense" } }
  }
}
