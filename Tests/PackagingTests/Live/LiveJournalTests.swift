import Foundation
import Records
import Testing

@testable import Packaging

@Suite struct LiveJournalTests {
  private func withFolder<R>(_ body: (String) throws -> R) throws -> R {
    let root = FileManager.default.temporaryDirectory.appending(path: "vidproc-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: root) }
    return try body(root.path)
  }

  private let settings = LiveSettings(window: Rational(12))

  /// A stream of segments, as a job notes them; returns the window at the end.
  @discardableResult
  private func write(_ count: Int, in folder: String, removing: Bool = true) throws -> LiveWindow {
    var journal = try LiveJournal(folder: folder)
    defer { journal.close() }
    let past = try journal.past()
    var window = LiveWindow(settings, targetDuration: 4, segments: past.segments, past: past)
    for _ in 0..<count {
      let index = window.nextIndex
      _ = window.append(LiveWindowTests.segment(index, seconds: 4, discontinuous: index % 10 == 0))
      try journal.note(window)
      while removing, window.departed > 3, let first = window.segments.first {
        try journal.noteRemoved(first.index)
        window.forgetFirst()
      }
    }
    return window
  }

  @Test func aWindowIsReadBackAsItWas() throws {
    try withFolder { folder in
      let before = try write(25, in: folder)
      let journal = try LiveJournal(folder: folder)
      defer { journal.close() }
      let past = try journal.past()
      let after = LiveWindow(settings, targetDuration: 4, segments: past.segments, past: past)
      #expect(after.segments == before.segments)
      #expect(after.mediaSequence == before.mediaSequence)
      #expect(after.discontinuitySequence == 2)
      #expect(after.discontinuitySequence == before.discontinuitySequence)
      #expect(after.nextIndex == 26)
    }
  }

  @Test func staysShort() throws {
    try withFolder { folder in
      let path = "\(folder)/\(LiveJournal.name)"
      try write(500, in: folder)
      let early = try Data(contentsOf: URL(filePath: path)).count
      let window = try write(1000, in: folder)
      let late = try Data(contentsOf: URL(filePath: path)).count
      #expect(window.nextIndex == 1501)
      #expect(late < 2 * early + 4096, "\(early), then \(late) bytes")
    }
  }

  @Test func aTornLineIsPassedOver() throws {
    try withFolder { folder in
      try write(8, in: folder)
      let path = "\(folder)/\(LiveJournal.name)"
      var bytes = try Data(contentsOf: URL(filePath: path))
      bytes.removeLast(30)
      try bytes.write(to: URL(filePath: path))
      let journal = try LiveJournal(folder: folder)
      defer { journal.close() }
      #expect(try journal.past().lastIndex == 7)
    }
  }

  /// A playlist cannot list what is gone; numbers go on all the same.
  @Test func lostSegmentsAreCounted() throws {
    try withFolder { folder in
      try write(21, in: folder)
      let journal = try LiveJournal(folder: folder)
      defer { journal.close() }
      let past = try journal.past()
      let window = LiveWindow(settings, targetDuration: 4, segments: [], past: past)
      #expect(window.nextIndex == 22)
      #expect(window.mediaSequence == 22)
      // Number 10 had left before; number 20 is lost now.
      #expect(window.discontinuitySequence == 2)
    }
  }
}
