import Foundation
import Media
import Pipeline
import Records
import Testing

@Suite struct SnapshotTests {
  private func take(
    _ source: String, to pattern: String, every: Rational? = nil, color: ColorDescription? = nil
  ) throws -> [FileRecord] {
    var (stream, items) = try Fixtures.frames(source)
    if let color { stream.color = color }
    var files: [FileRecord] = []
    let writer = try SnapshotWriter(pattern: pattern, every: every, stream: stream) { files.append($0) }
    for item in items { try writer.take(item) }
    return files
  }

  /// The colour of a picture's middle, as red, green and blue.
  private func middle(_ path: String) throws -> [UInt8] {
    let (stream, items) = try Fixtures.frames(path)
    let frame = try #require(items.first?.frame)
    let graph = try FilterGraph(
      .video(
        width: frame.width, height: frame.height, format: frame.pixelFormat, timeBase: stream.timeBase,
        sampleAspect: nil, frameRate: nil),
      chain: "scale=in_color_matrix=bt601:in_range=\(frame.pixelFormat.isRGB ? "auto" : "pc"),format=rgb24")
    try graph.push(frame)
    let bytes = try #require(try graph.pull()).pictureBytes()
    let place = (frame.height / 2 * frame.width + frame.width / 2) * 3
    return Array(bytes[place..<place + 3])
  }

  @Test func intervalsGiveNumberedFiles() throws {
    try Fixtures.withFolder { folder in
      let files = try take(Fixtures.path("sintel.mp4"), to: "\(folder)/shot-%04d.jpg", every: Rational(5))
      #expect(files.map(\.path) == ["shot-0001.jpg", "shot-0121.jpg", "shot-0241.jpg"])
      #expect(try Fixtures.names(in: folder) == files.map(\.path))
      #expect(files.allSatisfy { $0.role == .snapshot && $0.bytes > 1000 && $0.sha256.count == 64 })
    }
  }

  @Test func withoutANumberOnlyTheFirstPictureIsWritten() throws {
    try Fixtures.withFolder { folder in
      let files = try take(Fixtures.path("vfr.mp4"), to: "\(folder)/shot.png")
      #expect(files.map(\.path) == ["shot.png"])
    }
  }

  @Test func pixelsAreSquareAndPicturesUpright() throws {
    try Fixtures.withFolder { folder in
      _ = try take(Fixtures.path("anamorphic.mp4"), to: "\(folder)/wide.png")
      _ = try take(Fixtures.path("rotated.mp4"), to: "\(folder)/tall.jpg")
      let wide = try Fixtures.probe("\(folder)/wide.png").video
      #expect([wide?.width, wide?.height] == [320, 180])
      let tall = try Fixtures.probe("\(folder)/tall.jpg").video
      #expect([tall?.width, tall?.height] == [180, 320])
    }
  }

  /// The same colour through either matrix, either range and either file format.
  @Test(arguments: ["bt709", "smpte170m"], ["png", "jpg"])
  func coloursAreRight(space: String, ending: String) throws {
    try Fixtures.withFolder { folder in
      let matrix = space == "bt709" ? "bt709" : "bt601"
      for range in ["tv", "pc"] {
        let graph =
          "lavfi:color=c=0xC83214:size=640x360:rate=1:duration=1,format=rgb24,"
          + "scale=out_color_matrix=\(matrix):out_range=\(range),format=yuv444p"
        let path = "\(folder)/\(range).\(ending)"
        // Raw video from a device says nothing of its colours: the stream record does.
        var color = ColorDescription()
        color.space = space
        color.range = range
        _ = try take(graph, to: path, color: color)
        for (value, wanted) in zip(try middle(path), [0xC8, 0x32, 0x14]) {
          #expect(abs(Int(value) - wanted) <= 3)
        }
      }
    }
  }

  @Test func namesThatTellNoFormatAreRefused() throws {
    #expect(throws: MediaError.self) {
      try SnapshotWriter(pattern: "/tmp/shot.bmp", every: nil, stream: StreamRecord()) { _ in }
    }
  }
}
