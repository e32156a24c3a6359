import Pipeline
import Testing

@Suite struct SourceLocationTests {
  private func location(_ name: String, files: Set<String> = []) -> Pipeline.SourceLocation {
    Pipeline.SourceLocation(name) { files.contains($0) }
  }

  @Test(arguments: ["-", "pipe:0", "/dev/stdin"])
  func standardInputHasThreeNames(name: String) {
    #expect(location(name, files: [name]) == .standardInput)
  }

  @Test func devicesAreToldByTheirNames() {
    #expect(location("/dev/video0", files: ["/dev/video0"]) == .device(format: "v4l2", name: "/dev/video0"))
    #expect(location(":0") == .device(format: "x11grab", name: ":0"))
    #expect(location(":1.0+10,20") == .device(format: "x11grab", name: ":1.0+10,20"))
    #expect(location("x11://:0") == .device(format: "x11grab", name: ":0"))
  }

  @Test func generatorsAreSyntheticSources() {
    #expect(location("testsrc2=size=64x64") == .device(format: "lavfi", name: "testsrc2=size=64x64"))
    #expect(location("testsrc") == .device(format: "lavfi", name: "testsrc"))
    #expect(location("lavfi:mandelbrot") == .device(format: "lavfi", name: "mandelbrot"))
    #expect(location("testsrc2.mp4") == .file("testsrc2.mp4"))
  }

  @Test func addressesHaveAScheme() {
    #expect(location("rtsp://camera/1") == .url("rtsp://camera/1"))
    #expect(location("https://host/film.mp4?a=b") == .url("https://host/film.mp4?a=b"))
  }

  @Test func aFileThatExistsIsAFileWhateverItsName() {
    for name in ["testsrc2=size=64x64", ":0", "a://b", "lavfi", "12:30.mp4"] {
      #expect(location(name, files: [name]) == .file(name))
    }
    #expect(location("film.mp4") == .file("film.mp4"))
  }

  @Test func onlyWhatCannotWaitIsLive() {
    for name in ["rtsp://a", "rtmp://a/b", "srt://a:1", "udp://a:1", "/dev/video0", ":0"] {
      #expect(location(name).isLive)
    }
    for name in ["https://a/b.m3u8", "testsrc2", "-", "film.mp4"] { #expect(!location(name).isLive) }
  }
}
