import Foundation
import Media
import Pipeline
import Records
import Testing

@testable import Analysis

@Suite struct SceneSplitterTests {
  private func refusal(
    _ source: String, scenes: [SceneRecord], folder: String = "/nowhere", name: String = "clip",
    mode: SceneSplitter.Mode = .copy, interrupt: Interrupt = Interrupt()
  ) -> String {
    let splitter = SceneSplitter(
      source: source, options: SourceOptions(), folder: folder, name: name, mode: mode, interrupt: interrupt)
    do {
      _ = try splitter.run(scenes: scenes) { _ in }
      return ""
    } catch { return "\(error)" }
  }

  @Test func whatCannotBeSplitIsRefused() throws {
    let one = [SceneRecord()]
    #expect(refusal("-", scenes: one).contains("standard input: it can be read only once"))
    #expect(refusal("rtsp://camera/1", scenes: one).contains("it is live"))
    #expect(refusal(SplitClips.path("studio.mp4"), scenes: []).contains("no scenes"))
    #expect(refusal(SplitClips.path("studio.mp4"), scenes: one, name: "a/b").contains("\"a/b\""))
    try SplitClips.withFolder { folder in
      for mode in SceneSplitter.Mode.allCases {
        let sound = refusal(SplitClips.path("audio_only.m4a"), scenes: one, folder: folder, mode: mode)
        #expect(sound.contains("it has no video stream, only audio"))
        let missing = refusal(SplitClips.path("none.mp4"), scenes: one, folder: folder, mode: mode)
        #expect(missing.contains("No such file"))
      }
      #expect(try SplitClips.names(in: folder) == [])
      let file = "\(folder)/file"
      try Data().write(to: URL(filePath: file))
      #expect(refusal(SplitClips.path("studio.mp4"), scenes: one, folder: "\(file)/x").contains(file))
    }
  }

  @Test func theSourceIsNotWrittenOver() throws {
    try SplitClips.withFolder { folder in
      let source = "\(folder)/clip-Scene-001.mp4"
      try FileManager.default.copyItem(atPath: SplitClips.path("studio.mp4"), toPath: source)
      let scenes = try SplitClips.scenes("studio.mp4", at: [0, 183])
      for mode in SceneSplitter.Mode.allCases {
        #expect(refusal(source, scenes: scenes, folder: folder, mode: mode).contains("is the source itself"))
      }
      #expect(try SplitClips.names(in: folder) == ["clip-Scene-001.mp4"])
      #expect(
        FileManager.default.contentsEqual(atPath: source, andPath: SplitClips.path("studio.mp4")))
    }
  }

  @Test func foldersAreMadeAndFilesReplaced() throws {
    try SplitClips.withFolder { folder in
      let inner = "\(folder)/a/b"
      try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
      try Data("old".utf8).write(to: URL(filePath: "\(inner)/clip-Scene-001.mp4"))
      let first = try SplitClips.split("studio.mp4", at: [0, 183], mode: .copy, into: inner).files
      let again = try SplitClips.split("studio.mp4", at: [0, 183], mode: .copy, into: inner).files
      #expect(first.map(\.sha256) == again.map(\.sha256))
      #expect(try SplitClips.names(in: inner) == ["clip-Scene-001.mp4", "clip-Scene-002.mp4"])
      let other = try SplitClips.split("studio.mp4", at: [0], mode: .copy, into: "\(folder)/new/er").files
      #expect(other.count == 1)
    }
  }

  @Test(arguments: SceneSplitter.Mode.allCases)
  func anInterruptLeavesWholeFilesOnly(mode: SceneSplitter.Mode) throws {
    try SplitClips.withFolder { folder in
      let interrupt = Interrupt()
      let splitter = SceneSplitter(
        source: SplitClips.path("sintel.mp4"), options: SourceOptions(), folder: folder, name: "clip",
        mode: mode,
        interrupt: interrupt)
      var options = MediaFileOptions()
      options.codec = .h264
      options.preset = "ultrafast"
      splitter.encoding = options
      let scenes = try SplitClips.scenes("sintel.mp4", at: [0, 46, 108, 148])
      let error = #expect(throws: MediaError.self) {
        try splitter.run(scenes: scenes) { _ in interrupt.stop() }
      }
      #expect(error?.isInterruption == true)
      #expect(try SplitClips.names(in: folder) == ["clip-Scene-001.mp4"])
    }
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")), arguments: SceneSplitter.Mode.allCases)
  func aFullDiskNamesTheFileAndLeavesNoHalf(mode: SceneSplitter.Mode) throws {
    try SplitClips.withFolder { folder in
      let path = "\(folder)/clip-Scene-002.mp4"
      try FileManager.default.createSymbolicLink(atPath: path + ".part", withDestinationPath: "/dev/full")
      let error = #expect(throws: MediaError.self) {
        _ = try SplitClips.split("studio.mp4", at: [0, 183], mode: mode, into: folder)
      }
      #expect(error?.description.contains(path) == true)
      #expect(error?.description.contains("No space left on device") == true)
      #expect(try SplitClips.names(in: folder).allSatisfy { $0 == "clip-Scene-001.mp4" })
    }
  }

  @Test func progressGoesForward() throws {
    try SplitClips.withFolder { folder in
      let splitter = SceneSplitter(
        source: SplitClips.path("studio.mp4"), options: SourceOptions(), folder: folder, name: "clip",
        mode: .copy, interrupt: Interrupt())
      var seconds: [Double] = []
      splitter.progress = { seconds.append($0) }
      _ = try splitter.run(scenes: try SplitClips.scenes("studio.mp4", at: [0, 183])) { _ in }
      #expect(seconds.count == 242)
      #expect(seconds == seconds.sorted())
      #expect(seconds.last.map { abs($0 - 241.0 / 24) < 0.01 } == true)
    }
  }
}
