import Records
import Testing
import Vision

@testable import Analysis

@Suite("Flashes that may provoke seizures") struct FlashTests {
  private let format = PictureFormat(
    width: 1280, height: 720,
    color: ColorDescription(
      range: "tv", space: "bt709", primaries: "bt709", transfer: "bt709", chromaLocation: nil))

  private func run(
    _ count: Int, rate: Double, format: PictureFormat? = nil, options: FlashOptions = FlashOptions(),
    _ picture: (Int) -> SmallPicture
  ) -> (FlashSummary, [FindingRecord]) {
    let analyser = FlashAnalyser(format ?? self.format, options: options)
    var output = AnalyserOutput()
    var summary = SummaryRecord()
    for index in 0..<count {
      analyser.add(MeasuredPicture(facts: Made.facts(index, rate: rate), small: picture(index)), to: &output)
    }
    analyser.finish(at: Double(count) / rate, into: &summary, output: &output)
    return (summary.flash ?? FlashSummary(), output.findings)
  }

  /// Whether the bright half of a period of a frequency is shown.
  private func isBright(_ index: Int, hertz: Double, rate: Double) -> Bool {
    let phase = (Double(index) + 0.25) / rate * hertz
    return phase - phase.rounded(.down) < 0.5
  }

  @Test("more than three a second fail", arguments: [4, 5, 7, 10, 12, 15, 20, 25])
  func fast(hertz: Int) {
    let (summary, findings) = run(200, rate: 50) {
      Made.small(luma: isBright($0, hertz: Double(hertz), rate: 50) ? 180 : 40)
    }
    #expect(!summary.hasPassed)
    #expect(summary.worst == hertz)
    #expect(abs(summary.general - 4 * hertz) <= 1)
    #expect(findings.count == 1)
    #expect((findings.first?.start ?? 9) < 0.3)
    #expect((findings.first?.end ?? 0) > 3.7)
    #expect(findings.first?.values?["area"] == 1)
  }

  @Test("three a second and fewer pass", arguments: [1, 2, 3]) func slow(hertz: Int) {
    let (summary, findings) = run(300, rate: 60) {
      Made.small(luma: isBright($0, hertz: Double(hertz), rate: 60) ? 220 : 30)
    }
    #expect(summary.hasPassed)
    #expect(summary.worst == hertz)
    #expect(findings.isEmpty)
  }

  @Test("a change of less than a tenth, and one between bright pictures, pass") func contrast() {
    // Relative luminance by sRGB: code 100 is 0.113, 120 is 0.178, 140 is 0.262.
    #expect(run(100, rate: 25) { Made.small(luma: $0 % 2 == 0 ? 100 : 120) }.0.hasPassed)
    #expect(!run(100, rate: 25) { Made.small(luma: $0 % 2 == 0 ? 100 : 140) }.0.hasPassed)
    // 0.80 is code 215.
    #expect(run(100, rate: 25) { Made.small(luma: $0 % 2 == 0 ? 217 : 235) }.0.hasPassed)
    #expect(!run(100, rate: 25) { Made.small(luma: $0 % 2 == 0 ? 210 : 235) }.0.hasPassed)
  }

  @Test("a quarter of a field of view is enough, and needed") func area() {
    func patch(_ index: Int, width: Int, height: Int) -> SmallPicture {
      var small = Made.small(luma: 40)
      guard index % 3 == 0 else { return small }
      for y in 40..<40 + height { for x in 60..<60 + width { small.luma[y * 160 + x] = 200 } }
      return small
    }
    // A field is 53x30 cells; a quarter is 400.
    #expect(run(100, rate: 30) { patch($0, width: 18, height: 18) }.0.hasPassed)
    #expect(!run(100, rate: 30) { patch($0, width: 22, height: 22) }.0.hasPassed)
    // ITU-R BT.1702 asks for a quarter of the screen.
    var screen = FlashOptions()
    (screen.fieldWidth, screen.fieldHeight) = (1, 1)
    #expect(run(100, rate: 30, options: screen) { patch($0, width: 22, height: 22) }.0.hasPassed)
    #expect(!run(100, rate: 30, options: screen) { patch($0, width: 90, height: 45) }.0.hasPassed)
  }

  @Test("flashes of saturated red count without a change of luminance") func red() {
    // sRGB (205,78,78) and (31,134,134) have a relative luminance of 0.19 both; in Y'CbCr of BT.709.
    let red = Made.small(luma: 106, blue: 115, red: 184)
    let green = Made.small(luma: 112, blue: 138, red: 83)
    let (summary, findings) = run(100, rate: 25) { $0 % 4 < 2 ? red : green }
    #expect(!summary.hasPassed)
    #expect(summary.general == 0)
    #expect(summary.red > 20)
    #expect(findings.map { $0.values?["red"] } == [1])
    #expect(run(100, rate: 25) { $0 % 16 < 8 ? red : green }.0.hasPassed)
  }

  @Test("a strobe within a moving picture is found, and its place") func strobe() {
    let rows = (0..<90).map { y in (0..<660).map { UInt8(Made.texture(Double($0), Double(y))) } }
    func moving(_ index: Int) -> SmallPicture {
      var small = Made.small()
      small.luma = rows.flatMap { $0[(2 * index)..<(2 * index + 160)] }
      return small
    }
    let quiet = run(250, rate: 25) { moving($0) }
    #expect(quiet.0.hasPassed)
    let (summary, findings) = run(250, rate: 25) { index in
      (100..<150).contains(index) && index % 4 < 2 ? Made.small(luma: 235) : moving(index)
    }
    #expect(summary.count == 1)
    #expect(abs((findings.first?.start ?? 0) - 4) < 0.2)
    #expect(abs((findings.first?.end ?? 0) - 6) < 0.2)
  }

  @Test("stripes that move are no flashes") func stripes() {
    let (summary, _) = run(120, rate: 24) { index in
      var small = Made.small()
      for y in 0..<90 {
        for x in 0..<160 { small.luma[y * 160 + x] = (x + 3 * index) / 8 % 2 == 0 ? 60 : 200 }
      }
      return small
    }
    #expect(summary.hasPassed)
  }

  @Test("two cuts a second between dark and bright scenes are no danger") func cuts() {
    #expect(run(250, rate: 25) { Made.small(luma: $0 / 12 % 2 == 0 ? 30 : 200) }.0.hasPassed)
  }

  @Test("ramps count like steps") func ramps() {
    // A triangle of 5 Hz over 12 frames at 60 frames a second.
    let (summary, _) = run(240, rate: 60) { Made.small(luma: UInt8(40 + 25 * abs($0 % 12 - 6))) }
    #expect(!summary.hasPassed)
    #expect(summary.worst == 5)
  }

  @Test("grey, tiny and empty pictures are taken") func odd() {
    #expect(
      !run(100, rate: 25) {
        SmallPicture(cell: 1, width: 3, height: 1, luma: [UInt8](repeating: $0 % 2 == 0 ? 20 : 220, count: 3))
      }.0.hasPassed)
    #expect(run(10, rate: 25) { _ in SmallPicture(cell: 1, width: 0, height: 0, luma: []) }.0.hasPassed)
    #expect(run(0, rate: 25) { _ in Made.small() }.0.hasPassed)
  }
}
