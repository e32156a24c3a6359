import Foundation
import Testing

@testable import Quality

/// Four clips, encoded whole and in snippets by Tests/Benchmarks/Quality/snippets.py: what is predicted from two
/// encodes of each snippet, against the encodes of the whole clip.
@Suite struct SamplesOfTitlesTests {
  struct Clip: Decodable, CustomTestStringConvertible {
    struct Size: Decodable {
      var width: Int
      var height: Int
      var cap: Double
      var truth: [QuantiserPoint]
      var points: [[Measured]]
    }
    struct Measured: Decodable {
      var quantiser: Double
      var rate: Double
      var quality: Double
      var estimate: Double
    }
    var name: String
    var frameRate: Double
    var types: String
    var texture: [Double]
    var motion: [Double]
    var other: [Double]
    var samples: [[Int]]
    var sizes: [Size]
    var testDescription: String { name }

    var frames: [PassFrame] {
      zip(types, texture.indices).map {
        PassFrame(type: $0, texture: texture[$1], motion: motion[$1], other: other[$1])
      }
    }

    /// What is predicted of each size, by VMAF or by the estimate.
    func candidates(estimate: Bool = false) -> [QualityCandidate] {
      let frames = frames
      let chosen = SampleSelection().samples(frames, frameRate: frameRate)
      let bits = frames.reduce(0) { $0 + $1.bits } / Double(frames.count)
      return sizes.map { size in
        let samples = zip(chosen, size.points).map { sample, points in
          QualitySample(
            weight: sample.weight,
            points: points.map {
              QuantiserPoint(
                quantiser: $0.quantiser, quality: estimate ? $0.estimate : $0.quality, rate: $0.rate)
            }, modelledRate: sample.modelledBits)
        }
        return QualityCandidate(
          width: size.width, height: size.height, cap: size.cap,
          curve: TitleCurve(samples, modelledRate: bits))
      }
    }
  }

  static let clips: [Clip] = {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Fixtures/ladder_clips.json")
    return (try? JSONDecoder().decode([Clip].self, from: Data(contentsOf: path))) ?? []
  }()

  @Test func thereAreFourClips() { #expect(Self.clips.count == 4) }

  @Test(arguments: clips) func theSnippetsAreThoseThatWereEncoded(clip: Clip) {
    let chosen = SampleSelection().samples(clip.frames, frameRate: clip.frameRate)
    #expect(chosen.map { [$0.frames.lowerBound, $0.frames.count] } == clip.samples)
  }

  @Test(arguments: clips, [88.0, 93.0, 95.0])
  func theBestRungComesNearTheTarget(clip: Clip, target: Double) throws {
    for estimate in [false, true] {
      var candidates = clip.candidates(estimate: estimate)
      for index in candidates.indices { candidates[index].cap = .infinity }
      let top = try #require(QualityTarget(target).ladder(candidates).rungs.first)
      let size = try #require(clip.sizes.first { $0.height == top.height })
      let truth = QuantiserCurve(size.truth)
      // Two-pass encodes are given the rate, others the quantiser.
      let byRate = TitleCurve([QualitySample(weight: 1, points: size.truth)]).quality(rate: top.rate)
      let byQuantiser = truth.quality(at: top.quantiser)
      print(
        "\(clip.name) target \(target) by \(estimate ? "estimate" : "vmaf"): \(top.height) rows, "
          + "crf \(top.quantiser) gives \(byQuantiser), \(Int(top.rate / 1000))k gives \(byRate)")
      #expect(abs(byRate - target) < 1.5)
      #expect(abs(byQuantiser - target) < 2)
      #expect(abs(top.rate / truth.rate(at: top.quantiser) - 1) < 0.25)
    }
  }

  @Test(arguments: clips) func rungsComeNearWhatIsExpected(clip: Clip) throws {
    let ladder = QualityTarget(93).ladder(clip.candidates())
    for rung in ladder.rungs {
      let size = try #require(clip.sizes.first { $0.height == rung.height })
      let truth = QuantiserCurve(size.truth)
      print(
        "\(clip.name) \(rung.width)x\(rung.height) \(Int(rung.rate / 1000))k crf \(rung.quantiser) expected "
          + "\(rung.quality) got \(truth.quality(at: rung.quantiser)): \(rung.reason)")
      #expect(rung.rate <= clip.sizes[rung.place].cap)
      #expect(abs(truth.quality(at: rung.quantiser) - rung.quality) < 3)
    }
    for rung in ladder.dropped { print("\(clip.name) without \(rung.height): \(rung.reason)") }
  }
}
