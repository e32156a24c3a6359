import Foundation
import Records
import Testing

@Suite struct TrackEvalTests {
  private static let walk = (1...10).map { "\($0),1,\($0 * 5),20,30,80,1,1,1\n" }.joined()
  private static let stay = (1...10).map { "\($0),4,300,20,30,80,1,1,1\n" }.joined()

  private func write(_ text: String, _ path: String) throws {
    try FileManager.default.createDirectory(
      at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  /// Two sequences, A as the benchmarks lay them out and B plain, and two trackers' results.
  private func withSequences(_ body: (String) throws -> Void) throws {
    try Scratch.withFolder { folder in
      try write(Self.walk, folder + "/gt/A/gt/gt.txt")
      try write("[Sequence]\nname=A\nseqLength=20\n", folder + "/gt/A/seqinfo.ini")
      try write(Self.walk + Self.stay, folder + "/gt/B/gt.txt")
      try write(Self.walk, folder + "/one/A.txt")
      try write(Self.walk + Self.stay, folder + "/one/B.txt")
      try write("", folder + "/two/data/A.txt")
      try write(Self.walk, folder + "/two/data/B.txt")
      try body(folder)
    }
  }

  private func scores(_ arguments: [String], input: Input = .nothing) throws -> [TrackScoreRecord] {
    let outcome = try Program.run(["track-eval"] + arguments + ["--format", "ndjson"], input: input)
    #expect(outcome.ending == .exited(0), "\(outcome.errors)")
    return try RecordLog(outcome).records.compactMap { $0.record as? TrackScoreRecord }
  }

  @Test func foldersOfSequencesAreScoredOneByOneAndAsOne() throws {
    try withSequences { folder in
      let records = try scores([folder + "/gt", folder + "/one", folder + "/two", "--per-sequence"])
      #expect(records.map(\.tracker) == ["one", "one", "one", "two", "two", "two"])
      #expect(records.map(\.sequence) == ["A", "B", "COMBINED", "A", "B", "COMBINED"])
      #expect(records.map(\.frames) == [20, 10, 30, 20, 10, 30])
      #expect(records.map(\.clrFN) == [0, 0, 0, 10, 10, 20])
      #expect(records[2].hota > 0.999 && records[2].idf1 == 1)
      let combined = try scores([folder + "/gt", folder + "/one", folder + "/two"])
      #expect(combined.map(\.sequence) == ["COMBINED", "COMBINED"])
      #expect(combined[1] == records[5])
    }
  }

  @Test func oneSequenceIsNamedByItsFolderOrFile() throws {
    try withSequences { folder in
      for truth in ["/gt/A", "/gt/A/gt/gt.txt"] {
        let record = try #require(try scores([folder + truth, folder + "/one/A.txt"]).first)
        #expect(record.sequence == "A" && record.tracker == "A" && record.frames == 20 && record.mota == 1)
      }
      let record = try #require(try scores([folder + "/one/B.txt", folder + "/one/B.txt"]).first)
      #expect(record.sequence == "B" && record.frames == 10)
    }
  }

  @Test func recordsOnStandardInputAreScored() throws {
    try withSequences { folder in
      var encoder = RecordEncoder()
      for frame in 0..<10 {
        var object = DetectedObject(
          label: "person", score: 1, box: Box(x: Float(frame * 5 + 5), y: 20, width: 30, height: 80))
        object.trackID = 3
        encoder.append(FrameRecord(frame: frame, pts: Int64(frame), time: 0, objects: [object]))
      }
      try write(String(decoding: encoder.bytes, as: UTF8.self), folder + "/walk.ndjson")
      let input = Input.file(folder + "/walk.ndjson")
      let record = try #require(try scores([folder + "/gt/B", "-"], input: input).first)
      #expect(record.clrTP == 10 && record.clrFN == 10 && record.idsw == 0 && record.tracker == "-")
      let none = try scores([folder + "/gt/B", "-", "--classes", "car"], input: input).first
      #expect(none?.dets == 0)
    }
  }

  @Test func tableHasALineForEachScore() throws {
    try withSequences { folder in
      let outcome = try Program.run(["track-eval", folder + "/gt", folder + "/one", folder + "/two"])
      let lines = outcome.text.split(separator: "\n").map { $0.split(separator: " ") }
      #expect(outcome.ending == .exited(0) && lines.count == 3)
      #expect(Set(lines.map(\.count)).count == 1)
      #expect(lines[0].prefix(4) == ["TRACKER", "SEQUENCE", "HOTA", "DetA"])
      #expect(lines[1].prefix(3) == ["one", "COMBINED", "100.000"])
      #expect(lines[2].prefix(2) == ["two", "COMBINED"] && lines[2].contains("33.333"))
    }
  }

  @Test func faultsAreNamedWithTheirPlace() throws {
    try withSequences { folder in
      try write("1,1,0,0,1,1\n1,two,0,0,1,1\n", folder + "/bad.txt")
      let cases: [([String], String)] = [
        (["/gt/A", "/bad.txt"], "bad.txt, line 2: column 2 is \"two\""),
        (["/gt/A", "/none.txt"], "cannot read \(folder)/none.txt: No such file"),
        (["/none", "/one"], "cannot read \(folder)/none: No such file"),
        (["/gt", "/one/A.txt"], "it is no folder, and there are 2 sequences"),
        (["/gt", "/gt"], "there is no result of the sequence A"),
        (["/one", "/one"], "there is no ground truth in it"),
      ]
      for (paths, says) in cases {
        let outcome = try Program.run(["track-eval"] + paths.map { folder + $0 })
        #expect(outcome.ending == .exited(2) && outcome.output.isEmpty)
        #expect(outcome.errorLines.count == 1 && outcome.errors.contains(says), "\(outcome.errors)")
      }
      for options in [["--threshold", "0"], ["--curves"], ["--benchmark", "mot99"]] {
        let outcome = try Program.run(["track-eval", folder + "/gt/A", folder + "/one/A.txt"] + options)
        #expect(outcome.ending == .exited(64))
      }
    }
  }
}
