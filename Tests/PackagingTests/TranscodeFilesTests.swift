import Media
import Records
import Testing

@testable import Packaging

@Suite struct TranscodeFilesTests {
  // MARK: Edit lists

  private func box(_ type: String, _ payload: [UInt8]) -> [UInt8] {
    let size = payload.count + 8
    return (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) } + Array(type.utf8) + payload
  }

  private func movie(edits: [UInt8]? = nil, editsFirst: Bool = false) -> [UInt8] {
    let header = box("tkhd", [UInt8](repeating: 7, count: 84))
    let list = edits.map { box("edts", $0) } ?? []
    let track = box(
      "trak", (editsFirst ? list + header : header + list) + box("mdia", box("mdhd", [1, 2, 3, 4])))
    return box("ftyp", Array("iso6".utf8)) + box("moov", box("mvhd", [9, 9]) + track + box("mvex", []))
  }

  private func expectOneEdit(_ bytes: [UInt8], mediaTime: UInt64) throws {
    let reader = BoxReader(bytes)
    #expect(reader.isWhole)
    #expect(try reader.boxes().map(\.type) == ["ftyp", "moov"])
    let track = try #require(try reader.first(["moov", "trak"]))
    #expect(try reader.children(of: track).map(\.type).sorted() == ["edts", "mdia", "tkhd"])
    let list = try #require(try reader.first(["moov", "trak", "edts", "elst"]))
    let payload = Array(bytes[list.payload])
    #expect(payload.count == 28)
    #expect(Array(payload[..<8]) == [1, 0, 0, 0, 0, 0, 0, 1])
    #expect(payload[16..<24].reduce(0 as UInt64) { $0 << 8 | UInt64($1) } == mediaTime)
    let kept = try #require(try reader.first(["moov", "trak", "mdia", "mdhd"]))
    #expect(Array(bytes[kept.payload]) == [1, 2, 3, 4])
    let header = try #require(try reader.first(["moov", "trak", "tkhd"]))
    #expect(bytes[header.payload].allSatisfy { $0 == 7 })
  }

  @Test func anEditIsAddedBehindTheTrackHeader() throws {
    try expectOneEdit(try EditList.inserted(into: movie(), mediaTime: 2002), mediaTime: 2002)
    try expectOneEdit(try EditList.inserted(into: movie(), mediaTime: 1 << 40), mediaTime: 1 << 40)
  }

  @Test func anOldEditIsReplacedWhereverItStands() throws {
    let old = box("elst", [UInt8](repeating: 3, count: 20))
    try expectOneEdit(try EditList.inserted(into: movie(edits: old), mediaTime: 5), mediaTime: 5)
    try expectOneEdit(
      try EditList.inserted(into: movie(edits: old, editsFirst: true), mediaTime: 5), mediaTime: 5)
  }

  @Test func whatIsNoMovieIsAnError() {
    #expect(throws: PackagingFormatError.self) { try EditList.inserted(into: box("ftyp", []), mediaTime: 1) }
    #expect(throws: PackagingFormatError.self) {
      try EditList.inserted(into: Array(movie().dropLast(3)), mediaTime: 1)
    }
  }

  @Test func anInitializationSectionWithAnEditIsWhole() throws {
    let format = try #require(SampleFormat(name: "fltp"))
    let encoder = try Encoder(
      audio: "aac", sampleRate: 48000, layout: "stereo", format: format, bitRate: 64000)
    let assembler = FragmentedMP4Assembler(
      parameters: try encoder.parameters(), timeBase: Rational(1, 48000), codec: "aac", delay: 960,
      frameRate: nil,
      language: "deu")
    let bytes = try #require(try assembler.initialization())
    let reader = BoxReader(bytes)
    #expect(reader.isWhole)
    let list = try #require(try reader.first(["moov", "trak", "edts", "elst"]))
    #expect(bytes[list.payload].dropFirst(16).prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) } == 960)
    #expect(try reader.first(["moov", "mvex"]) != nil)
  }

  // MARK: The journal

  private func segment(_ rendition: String, _ index: Int) -> SegmentEntry {
    SegmentEntry(
      rendition: rendition, index: index, path: "\(rendition)/seg_\(index).m4s",
      start: Int64(index - 1) * 100,
      duration: 100, timescale: 50, samples: 4, bytes: 1000 + index, sha256: "ab", iframe: nil)
  }

  private func file(_ path: String, bytes: Int = 1) -> FileEntry {
    FileEntry(path: path, role: "init", rendition: nil, bytes: bytes, sha256: "cd")
  }

  private func journal(_ lines: [JournalLine]) throws -> [UInt8] {
    var bytes: [UInt8] = []
    for line in lines { bytes += try Journal.line(line) }
    return bytes
  }

  @Test func whatWasNotedIsReadAgain() throws {
    let key = JobKey(
      generation: 1, input: "file:x",
      plan: try TranscodePlan(TranscodePlanTests.film(), options: TranscodeOptions()))
    let journal = Journal(
      try journal([
        .job(key), .file(file("720p/init.mp4")), .segment(segment("720p", 1)), .segment(segment("audio", 1)),
        .segment(segment("720p", 2)), .codec(rendition: "720p", codecs: "avc1.64001F"), .finished,
      ]))
    #expect(journal.key == key)
    #expect(journal.segments["720p"] == [segment("720p", 1), segment("720p", 2)])
    #expect(journal.segments["audio"] == [segment("audio", 1)])
    #expect(journal.files == [file("720p/init.mp4")])
    #expect(journal.codecs == ["720p": "avc1.64001F"])
    #expect(journal.isFinished)
    #expect(segment("720p", 3).exactDuration == Rational(2))
    #expect(segment("720p", 3).end == 300)
  }

  @Test func aTornLastLineIsIgnored() throws {
    let whole = try journal([.segment(segment("720p", 1)), .segment(segment("720p", 2))])
    let last = try Journal.line(.segment(segment("720p", 3)))
    for length in 0..<last.count - 1 {
      let journal = Journal(whole + last[..<length])
      #expect(journal.segments["720p"]?.map(\.index) == [1, 2], "\(length) bytes")
      #expect(!journal.isFinished)
    }
    #expect(Journal(whole + last).segments["720p"]?.count == 3)
    #expect(Journal([]).key == nil)
    #expect(Journal(Array("not a journal\n\u{0}\n".utf8)).segments.isEmpty)
  }

  @Test func aSegmentWrittenAgainTakesThePlaceOfAllAfterIt() throws {
    var again = segment("720p", 2)
    again.bytes = 5
    let journal = Journal(
      try journal([
        .segment(segment("720p", 1)), .segment(segment("720p", 2)), .segment(segment("720p", 3)),
        .segment(again),
        .file(file("a", bytes: 1)), .file(file("b", bytes: 2)), .file(file("a", bytes: 3)),
      ]))
    #expect(journal.segments["720p"] == [segment("720p", 1), again])
    #expect(journal.files == [file("b", bytes: 2), file("a", bytes: 3)])
  }
}
