import Testing

@testable import Quality

@Suite struct SampleSelectionTests {
  /// Groups of 50 frames, each frame of a group with the same bits.
  private func film(_ bits: [Double]) -> [PassFrame] {
    bits.flatMap { bits in
      (0..<50).map { PassFrame(type: $0 == 0 ? "I" : "P", texture: bits, motion: 0, other: 0) }
    }
  }

  @Test func readsStatisticsInTheOrderOfShowing() {
    let text = """
      #options: 854x480 fps=25/1
      in:0 out:0 type:I dur:2 cpbdur:2 q:19.50 aq:12.63 tex:2043 mv:136 misc:101 imb:25 pmb:0 smb:0 d:- ref:0 ;
      in:2 out:1 type:P dur:2 cpbdur:2 q:22.50 aq:12.63 tex:20 mv:13 misc:10 imb:0 pmb:5 smb:20 d:- ref:0 ;
      in:1 out:2 type:b dur:2 cpbdur:2 q:24.50 aq:12.63 tex:1 mv:3 misc:5 imb:0 pmb:1 smb:24 d:- ref:0 ;
      """
    let frames = PassFrame.read(text)
    #expect(frames.map(\.type) == ["I", "b", "P"])
    #expect(frames.map(\.bits) == [2280, 9, 43])
  }

  @Test func weightsAddUpToOneAndSnippetsBeginAtKeyframes() {
    let samples = SampleSelection().samples(film((0..<60).map { Double($0 * 37 % 60) }), frameRate: 25)
    // 120 seconds: 6% are seven snippets of a second.
    #expect(samples.count == 7)
    #expect(abs(samples.reduce(0) { $0 + $1.weight } - 1) < 1e-9)
    #expect(samples.allSatisfy { $0.frames.lowerBound % 50 == 0 && $0.frames.count == 25 })
    #expect(samples.map(\.frames.lowerBound) == samples.map(\.frames.lowerBound).sorted())
  }

  @Test func easyAndHardPartsAreBothSampled() {
    let samples = SampleSelection().samples(film([10, 10, 10, 10, 10, 500, 500, 10, 10, 10]), frameRate: 25)
    #expect(samples.count == 3)
    let found = Set(samples.map(\.modelledBits))
    #expect(found == [10, 500])
    // What they say of the film is near what it is.
    let mean = samples.reduce(0) { $0 + $1.weight * $1.modelledBits }
    #expect(abs(mean - 108) < 60)
  }

  @Test func shortFilmsAreTakenAsTheyAre() {
    #expect(SampleSelection().samples([], frameRate: 25) == [])
    let one = SampleSelection().samples(
      [PassFrame(type: "I", texture: 5, motion: 0, other: 1)], frameRate: 25)
    #expect(one == [TitleSample(frames: 0..<1, weight: 1, modelledBits: 6)])
    #expect(SampleSelection().samples(film([7]), frameRate: 25).map(\.frames) == [0..<25])
  }

  @Test func longFilmsAreSampledNoMoreThanIsOfUse() {
    let samples = SampleSelection().samples(film((0..<2000).map { Double($0 % 97) }), frameRate: 25)
    #expect(samples.count == 40)
  }
}
