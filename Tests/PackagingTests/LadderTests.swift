import Records
import Testing

@testable import Packaging

@Suite("Ladder") struct LadderTests {
  private func sizes(_ width: Int, _ height: Int, _ aspect: Rational = Rational(1, 1)) -> [String] {
    Ladder.standard.renditions(sourceWidth: width, sourceHeight: height, sampleAspect: aspect).map {
      "\($0.name) \($0.width)x\($0.height)@\($0.bitrate)"
    }
  }

  @Test("The standard ladder is 1080p, 720p and 480p")
  func standard() {
    #expect(Ladder.standard.rungs.map(\.width) == [1920, 1280, 854])
    #expect(Ladder.standard.rungs.map(\.bitrate) == [5_000_000, 2_500_000, 1_000_000])
  }

  @Test("A source gets the rungs that fit it, without enlarging")
  func tables() {
    let full = "1080p 1920x1080@5000000"
    let (middle, low) = ("720p 1280x720@2500000", "480p 854x480@1000000")
    #expect(sizes(1920, 1080) == [full, middle, low])
    #expect(sizes(3840, 2160) == [full, middle, low])
    #expect(sizes(1280, 720) == [middle, low])
    #expect(sizes(1600, 900) == [middle, low])
    #expect(sizes(854, 480) == [low])
    #expect(sizes(850, 480) == ["480p 850x480@1000000"])
    #expect(sizes(853, 480) == ["480p 852x480@1000000"])
    #expect(
      sizes(3026, 1386) == ["880p 1920x880@5000000", "586p 1280x586@2500000", "392p 854x392@1000000"])
    #expect(sizes(1440, 1080).first == "1080p 1440x1080@5000000")
  }

  @Test("A portrait source turns the boxes and is named by its short side")
  func portrait() {
    #expect(
      sizes(1080, 1920) == [
        "1080p 1080x1920@5000000", "720p 720x1280@2500000", "480p 480x854@1000000",
      ])
  }

  @Test("A landscape source turns portrait boxes")
  func portraitLadder() throws {
    let ladder = try Ladder(rungs: [Rung(parsing: "720x1280@2M")])
    let planned = ladder.renditions(sourceWidth: 1920, sourceHeight: 1080, sampleAspect: Rational(1, 1))
    #expect(planned.map(\.width) == [1280])
    let same = ladder.renditions(sourceWidth: 1080, sourceHeight: 1920, sampleAspect: Rational(1, 1))
    #expect(same.map(\.width) == [720])
  }

  @Test("Pixels come out square, the longer side grown")
  func pixelsThatAreNotSquare() {
    #expect(sizes(640, 360, Rational(2, 1)) == ["360p 1280x360@2500000", "240p 854x240@1000000"])
    // 720x480 with 8:9 pixels is 720x540 when its height grows.
    #expect(sizes(720, 480, Rational(8, 9)) == ["480p 640x480@1000000"])
    #expect(sizes(720, 576, Rational(64, 45)) == ["480p 854x480@1000000"])
    #expect(sizes(1440, 1080, Rational(4, 3)).first == "1080p 1920x1080@5000000")
    #expect(sizes(1280, 720, Rational(0, 1)) == sizes(1280, 720))
    #expect(sizes(1280, 720, Rational(3_000_000_000, 3_000_000_000)) == sizes(1280, 720))
  }

  @Test("A source smaller than every rung gets one of its own even size with a scaled rate")
  func smallSources() {
    #expect(sizes(640, 360) == ["360p 640x360@649000"])
    #expect(sizes(176, 144) == ["144p 176x144@164000"])
    #expect(sizes(161, 121) == ["120p 160x120@125000"])
    #expect(sizes(2, 2) == ["2p 2x2@100000"])
    #expect(sizes(1, 1) == ["2p 2x2@100000"])
  }

  @Test("Every rendition is even, inside its box, not enlarged, and keeps its shape to a pixel")
  func invariants() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<1000 {
      let width = Int.random(in: 16...4500, using: &generator)
      let height = Int.random(in: 16...4500, using: &generator)
      let names = Ladder.standard.renditions(
        sourceWidth: width, sourceHeight: height, sampleAspect: Rational(1, 1))
      #expect(!names.isEmpty && Set(names.map(\.name)).count == names.count)
      for rendition in names {
        #expect(rendition.width % 2 == 0 && rendition.height % 2 == 0)
        #expect(rendition.width <= max(2, width) && rendition.height <= max(2, height))
        let long = max(rendition.width, rendition.height), short = min(rendition.width, rendition.height)
        #expect(long <= rendition.rung.width && short <= rendition.rung.height)
        let scale = Double(rendition.width) / Double(width)
        let slack = 2 + 2 * Double(height) / Double(width)
        #expect(abs(Double(height) * scale - Double(rendition.height)) <= slack)
      }
    }
  }

  @Test("Equal sizes merge when their rates are equal, and get the rate in their names when not")
  func duplicates() throws {
    let ladder = try Ladder(rungs: [
      Rung(parsing: "1280x720@2500k"), Rung(parsing: "1280x720@2500k"), Rung(parsing: "1280x720@1234567"),
    ])
    let planned = ladder.renditions(sourceWidth: 1920, sourceHeight: 1080, sampleAspect: Rational(1, 1))
    #expect(planned.map(\.name) == ["720p-2500k", "720p-1234567"])
  }

  @Test("Rates of the VBV follow from the bit rate unless they are given")
  func rates() throws {
    let ladder = try Ladder(rungs: [
      Rung(parsing: "1280x720@2500k"),
      Rung(width: 640, height: 360, bitrate: 800_000, maxrate: 900_000, bufsize: 1_000_000, name: "low"),
    ])
    let planned = ladder.renditions(sourceWidth: 1280, sourceHeight: 720, sampleAspect: Rational(1, 1))
    #expect(planned.map(\.name) == ["720p", "low"])
    #expect(planned.map(\.maxrate) == [2_750_000, 900_000])
    #expect(planned.map(\.bufsize) == [3_750_000, 1_000_000])
  }
}

@Suite("Rung") struct RungTests {
  @Test("Rates are read in bits, k and M")
  func rates() throws {
    #expect(try Rung(parsing: "1280x720@2500k").bitrate == 2_500_000)
    #expect(try Rung(parsing: "1280x720@2.5M").bitrate == 2_500_000)
    #expect(try Rung(parsing: "1280x720@2500000").bitrate == 2_500_000)
  }

  @Test(
    "Malformed rungs are refused with the text, a cause and a hint",
    arguments: [
      "", "1280x720", "1280@2500k", "x@1", "1280x720@", "1280x720@2500", "1280x720@k", "1280x720@2.5kk",
      "-1280x720@2500k", "1280x720@2500k@1", "1280x720x2@1M", "99999x720@1M", "1280x720@-5M",
      "1280x720@1.2345k",
      "99999999999999999999x1@1M", "1280x720@999999999.123456789M", "+1280x720@1M",
    ])
  func malformed(text: String) {
    #expect { try Rung(parsing: text) } throws: { error in
      guard let error = error as? PackagingFormatError else { return false }
      return !error.cause.isEmpty && !error.hint.isEmpty
    }
  }
}

@Suite("Ladder files") struct LadderFileTests {
  @Test("YAML and JSON of the same ladder are read alike")
  func formats() throws {
    let yaml = """
      rungs:
        - {width: 1920, height: 1080, bitrate: 5M, maxrate: 6000k, bufsize: 8000000, name: hd}
        - width: 1280
          height: 720
          bitrate: 2500000
          codec: hevc
          preset: slow
          crf: 21.5
        - 854x480@1000k
      """
    let json = """
      [{"width": 1920, "height": 1080, "bitrate": "5M", "maxrate": "6000k", "bufsize": 8000000, "name": "hd"},
       {"width": 1280, "height": 720, "bitrate": 2500000, "codec": "hevc", "preset": "slow", "crf": 21.5},
       "854x480@1000k"]
      """
    let expected = try Ladder(rungs: [
      Rung(
        width: 1920, height: 1080, bitrate: 5_000_000, maxrate: 6_000_000, bufsize: 8_000_000, name: "hd"),
      Rung(width: 1280, height: 720, bitrate: 2_500_000, codec: "hevc", preset: "slow", crf: 21.5),
      Rung(parsing: "854x480@1000k"),
    ])
    #expect(try Ladder(file: yaml, isYAML: true) == expected)
    #expect(try Ladder(file: json, isYAML: false) == expected)
    #expect(try Ladder(file: "{\"rungs\": \(json)}", isYAML: false) == expected)
    #expect(try Ladder(file: json, isYAML: true) == expected)
  }

  private func failure(_ text: String, isYAML: Bool = true) -> PackagingFormatError? {
    do {
      _ = try Ladder(file: text, isYAML: isYAML, named: "my.yaml")
      return nil
    } catch {
      return error
    }
  }

  @Test("Errors name the rung, the key and what to write")
  func errors() {
    let unknown = failure("rungs: [{width: 1280, height: 720, bitrat: 2500k}]")
    #expect(unknown?.subject == "my.yaml, rung 1")
    #expect(unknown?.cause == "the key 'bitrat' is unknown")
    #expect(unknown?.hint.contains("bitrate") == true)
    #expect(failure("{rungs: [], extra: 1}")?.cause == "the key 'extra' is unknown")
    #expect(failure("- {width: 1280, height: 720}")?.cause == "'bitrate' is missing")
    #expect(failure("- {width: 12.5, height: 720, bitrate: 1M}")?.cause == "'width' is no whole number")
    #expect(failure("- {width: 1280, height: 720, bitrate: fast}")?.cause == "'bitrate' is no number of bits")
    #expect(failure("- 1280x720")?.subject == "my.yaml, rung 1, 1280x720")
    #expect(failure("- {width: 1280, height: 720, bitrate: 1M, name: ../up}") != nil)
    #expect(failure("- {width: 1280, height: 720, bitrate: 2M, maxrate: 1M}") != nil)
    #expect(failure("- {width: 1, height: 720, bitrate: 2M}") != nil)
    #expect(failure("rungs: []")?.cause == "there are none")
    #expect(failure("") != nil && failure("12") != nil && failure("[") != nil && failure("rungs:") != nil)
    #expect(failure("[{\"width\"", isYAML: false)?.cause.contains("JSON") == true)
    #expect(failure("[{\"width\": true, \"height\": 2, \"bitrate\": 1}]", isYAML: false) != nil)
    #expect(failure("[null]", isYAML: false) != nil)
    #expect(failure("[{}]", isYAML: false)?.cause == "'width' is missing")
  }
}
