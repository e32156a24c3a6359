import Testing

@testable import Packaging

@Suite("CMAF fragments") struct FragmentTests {
  /// A group of pictures with B-frames: decoding time, offset, duration 512 each.
  private func group(
    number: UInt32 = 3, at time: UInt64 = 5_000_000_000, index: UInt32? = nil
  ) throws -> FragmentWriter {
    var writer = FragmentWriter(sequenceNumber: number, baseMediaDecodeTime: time, indexTimescale: index)
    for (size, offset, sync) in [(600, Int32(0), true), (90, 512, false), (40, -512, false), (41, 0, false)] {
      try writer.append(
        [UInt8](repeating: UInt8(size % 251), count: size), duration: 512, compositionOffset: offset,
        isSync: sync)
    }
    return writer
  }

  @Test("A fragment reads back as it was written, with 64-bit time and signed offsets")
  func roundTrip() throws {
    let writer = try group()
    let reader = BoxReader(writer.bytes)
    #expect(try reader.boxes().map(\.type) == ["styp", "moof", "mdat"])
    let moof = try #require(try reader.first(["moof"]))
    #expect(try reader.children(of: moof).map(\.type) == ["mfhd", "traf"])
    let traf = try #require(try reader.first(["moof", "traf"]))
    #expect(try reader.children(of: traf).map(\.type) == ["tfhd", "tfdt", "trun"])
    let fragment = try #require(try reader.fragments().first)
    #expect(fragment.sequenceNumber == 3 && fragment.trackID == 1)
    #expect(fragment.baseMediaDecodeTime == 5_000_000_000)
    #expect(fragment.duration == 2048 && writer.nextDecodeTime == 5_000_002_048)
    #expect(fragment.samples.map(\.compositionOffset) == [0, 512, -512, 0])
    #expect(fragment.samples.map(\.flags) == [0x0200_0000, 0x0101_0000, 0x0101_0000, 0x0101_0000])
    #expect(fragment.samples.map(\.range.count) == [600, 90, 40, 41])
    #expect(fragment.samples.map(\.decodeTime).last == 5_000_001_536)
    for sample in fragment.samples {
      #expect(reader.bytes[sample.range].allSatisfy { $0 == UInt8(sample.range.count % 251) })
    }
    #expect(writer.byteCount == writer.bytes.count && writer.bytes == writer.header + writer.payload)
  }

  @Test("The boxes of a fragment are exact to the byte")
  func golden() throws {
    var writer = FragmentWriter(sequenceNumber: 1, baseMediaDecodeTime: 2)
    try writer.append([0xAA], duration: 10, compositionOffset: 0, isSync: true)
    try writer.append([0xBB, 0xCC], duration: 11, compositionOffset: -1, isSync: false)
    let expected = """
      00000018 73747970 6d736468 00000000 6d736468 636d6673
      00000078 6d6f6f66 00000010 6d666864 00000000 00000001 00000060 74726166
      00000014 74666864 00020020 00000001 01010000 00000014 74666474 01000000 00000000 00000002
      00000030 7472756e 01000b05 00000002 00000080 02000000
      0000000a 00000001 00000000 0000000b 00000002 ffffffff
      0000000b 6d646174 aabbcc
      """
    // The offset of the data is the size of moof and 8 bytes of mdat.
    let size = try #require(try BoxReader(writer.bytes).first(["moof"])).range.count
    #expect(size == 0x78)
    #expect(writer.bytes == bytes(hex: expected))
  }

  @Test("The I-frame's range goes from the moof to the end of the first sample")
  func iframe() throws {
    for index in [nil, UInt32(12_800)] {
      let writer = try group(index: index)
      let range = try #require(writer.iframeRange)
      let reader = BoxReader(writer.bytes)
      let moof = try #require(try reader.first(["moof"]))
      let sample = try #require(try reader.fragments().first?.samples.first)
      #expect(range.offset == moof.range.lowerBound && range.end == sample.range.upperBound)
    }
    var delta = FragmentWriter(sequenceNumber: 1, baseMediaDecodeTime: 0)
    #expect(delta.iframeRange == nil)
    try delta.append([1], duration: 1, isSync: false)
    #expect(delta.iframeRange == nil)
  }

  @Test("A segment index is written only where it is asked for, and points at the fragment")
  func index() throws {
    let writer = try group(index: 12_800)
    let reader = BoxReader(writer.bytes)
    #expect(try reader.boxes().map(\.type) == ["styp", "sidx", "moof", "mdat"])
    let sidx = try #require(try reader.first(["sidx"]))
    let moof = try #require(try reader.first(["moof"]))
    let start = sidx.payload.lowerBound
    #expect(sidx.range.upperBound == moof.range.lowerBound && sidx.range.count == 52)
    #expect(try reader.integer(at: start + 8, bytes: 4) == 12_800)
    #expect(try reader.integer(at: start + 12, bytes: 8) == 5_000_000_000)
    #expect(try reader.integer(at: start + 32, bytes: 4) == UInt64(writer.byteCount - moof.range.lowerBound))
    #expect(try reader.integer(at: start + 36, bytes: 4) == 2048)
    #expect(try reader.integer(at: start + 40, bytes: 4) == 0x9000_0000)
    let brands = try #require(try reader.first(["styp"]))
    #expect(String(decoding: writer.bytes[brands.payload], as: UTF8.self).contains("msix"))
  }

  @Test("What all samples share is written once")
  func sharing() throws {
    var audio = FragmentWriter(sequenceNumber: 1, baseMediaDecodeTime: 0)
    for size in 0..<40 {
      try audio.append([UInt8](repeating: 1, count: 300 + size), duration: 1024, isSync: true)
    }
    let trun = try #require(try BoxReader(audio.bytes).first(["moof", "traf", "trun"]))
    #expect(trun.range.count == 20 + 40 * 4)
    #expect(try BoxReader(audio.bytes).fragments().first?.samples.allSatisfy(\.isSync) == true)
    var constant = FragmentWriter(sequenceNumber: 1, baseMediaDecodeTime: 0)
    for _ in 0..<40 { try constant.append([UInt8](repeating: 1, count: 768), duration: 1536, isSync: true) }
    #expect(try BoxReader(constant.bytes).first(["moof", "traf", "trun"])?.range.count == 20)
    #expect(try BoxReader(constant.bytes).fragments().first?.duration == 40 * 1536)
  }

  @Test("Random fragments read back as they were written", arguments: 0..<100)
  func random(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    var writer = FragmentWriter(sequenceNumber: 9, baseMediaDecodeTime: UInt64(seed), trackID: 7)
    let kinds = (0..<4).map { _ in Bool.random(using: &generator) }
    var expected: [(Int, UInt32, Int64, Bool)] = []
    for _ in 0..<Int.random(in: 0...20, using: &generator) {
      let size = kinds[0] ? 5 : Int.random(in: 0...300, using: &generator)
      let duration = kinds[1] ? 512 : UInt32.random(in: 0...5000, using: &generator)
      let offset = kinds[2] ? 0 : Int32.random(in: -3000...3000, using: &generator)
      let sync = kinds[3] || Bool.random(using: &generator)
      try writer.append(
        [UInt8](repeating: 0, count: size), duration: duration, compositionOffset: offset, isSync: sync)
      expected.append((size, duration, Int64(offset), sync))
    }
    let fragment = try #require(try BoxReader(writer.bytes).fragments().first)
    #expect(fragment.trackID == 7 && fragment.samples.count == expected.count)
    for (sample, want) in zip(fragment.samples, expected) {
      #expect((sample.range.count, sample.duration, sample.compositionOffset, sample.isSync) == want)
    }
    #expect(writer.byteCount == writer.bytes.count)
  }

  @Test("The next fragment goes on where the last one ended")
  func next() throws {
    var writer = try group()
    writer.startNext()
    #expect(writer.sequenceNumber == 4 && writer.baseMediaDecodeTime == 5_000_002_048)
    #expect(writer.sampleCount == 0 && writer.payload.isEmpty && writer.duration == 0)
    writer.startNext(baseMediaDecodeTime: 7)
    #expect(writer.baseMediaDecodeTime == 7)
  }

  @Test("A sample that cannot be written leaves the fragment as it was")
  func failingSample() throws {
    var writer = try group()
    let before = writer.bytes
    #expect(throws: PackagingFormatError.self) {
      try writer.append(duration: 1, isSync: true) { (payload) throws(PackagingFormatError) in
        payload.append(1)
        try NALUnits.appendLengthPrefixed(annexB: [1, 2, 3], codec: .h264, to: &payload)
      }
    }
    #expect(writer.bytes == before)
  }

  @Test("A segment that was cut off anywhere is not whole, but between its parts")
  func whole() throws {
    let bytes = try group().bytes
    #expect(BoxReader(bytes).isWhole)
    for count in 1..<bytes.count {
      // After styp alone there is nothing to miss.
      #expect(BoxReader(Array(bytes[..<count])).isWhole == (count == 24), "\(count) bytes")
    }
    #expect(!BoxReader([]).isWhole)
  }

  /// The boxes of an initialization segment that a reader of tracks looks at.
  private var initialization: [UInt8] {
    var writer = BoxWriter()
    writer.box("moov") { moov in
      moov.box("trak") { trak in
        trak.fullBox("tkhd", version: 1, flags: 7) { tkhd in
          tkhd.u64(0)
          tkhd.u64(0)
          tkhd.u32(2)
        }
        trak.box("mdia") { mdia in
          mdia.fullBox("mdhd", version: 0, flags: 0) { mdhd in
            mdhd.u64(0)
            mdhd.u32(12_800)
          }
          mdia.fullBox("hdlr", version: 0, flags: 0) { hdlr in
            hdlr.u32(0)
            hdlr.code("vide")
          }
          mdia.box("minf") { minf in
            minf.box("stbl") { stbl in
              stbl.fullBox("stsd", version: 0, flags: 0) { stsd in
                stsd.u32(1)
                stsd.box("avc1") { $0.u64(0) }
              }
            }
          }
        }
      }
      moov.box("mvex") { mvex in
        mvex.fullBox("trex", version: 0, flags: 0) { trex in
          for value in [2, 1, 512, 100, 0x0101_0000] { trex.u32(UInt32(value)) }
        }
      }
    }
    return writer.bytes
  }

  @Test("An initialization segment says what its track is")
  func track() throws {
    let track = try #require(try BoxReader(initialization).track())
    #expect((track.trackID, track.timescale) == (2, 12_800))
    #expect((track.handler, track.sampleEntry) == ("vide", "avc1"))
    #expect((track.defaultDuration, track.defaultSize, track.defaultFlags) == (512, 100, 0x0101_0000))
    #expect(try BoxReader(try group().bytes).track() == nil)
    for count in 0..<initialization.count { _ = try? BoxReader(Array(initialization[..<count])).track() }
    var generator = SeededGenerator(seed: 6)
    for _ in 0..<3000 {
      var bad = initialization
      bad[Int.random(in: 0..<bad.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      _ = try? BoxReader(bad).track()
    }
  }

  @Test("Damaged boxes are refused, never read past their end")
  func damaged() throws {
    let good = try group(index: 12_800).bytes
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<3000 {
      var bad = good
      for _ in 0..<3 {
        bad[Int.random(in: 0..<250, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      _ = try? BoxReader(bad).fragments()
      _ = try? BoxReader(bad).track()
    }
  }
}
