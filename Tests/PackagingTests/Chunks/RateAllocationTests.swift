import Glibc
import Media
import Records
import Testing

@testable import Packaging

@Suite struct RateAllocationTests {
  private func statistics(_ frames: Int, texture: Int, motion: Int, other: Int) throws -> PassStatistics {
    let lines = (0..<frames).map {
      "in:\($0) out:\($0) type:P dur:2 cpbdur:2 q:23.00 aq:20.10 tex:\(texture) mv:\(motion) misc:\(other) imb:1 pmb:2 smb:3 d:- ref:0 ;"
    }
    return try PassStatistics(
      Array((["#options: 640x360 fps=25/1"] + lines).joined(separator: "\n").utf8), named: "stats")
  }

  @Test func x264sStatisticsAreSummedUp() throws {
    let found = try statistics(3, texture: 1000, motion: 200, other: 30)
    #expect((found.frames, found.texture, found.motion, found.other) == (3, 3000, 600, 90))
    for text in ["", "#options: 640x360", "in:0 out:0 type:I dur:2"] {
      #expect(throws: MediaError.self) { try PassStatistics(Array(text.utf8), named: "stats") }
    }
  }

  @Test func bitsFollowX264sModel() throws {
    let found = try statistics(1, texture: 10_000, motion: 400, other: 50)
    #expect(found.bits(fineness: 1, size: 1) == 10_450)
    for fineness in [0.2, 0.5, 0.9, 1.5, 4] {
      let model = (10_000 * pow(fineness, 1.1) + 400 * sqrt(fineness) + 50) * 3
      #expect(abs(found.bits(fineness: fineness, size: 3) / model - 1) < 0.01, "\(fineness)")
    }
  }

  @Test(arguments: [(1920, 1080), (1280, 720), (854, 480), (320, 180), (3840, 2160)])
  func sizesWeighAsX264WeighsThem(width: Int, height: Int) {
    func blocks(_ width: Int, _ height: Int) -> Double { Double((width + 15) / 16 * ((height + 15) / 16)) }
    let expected = pow(blocks(width, height) / blocks(640, 360), 0.7)
    let found = RateAllocation.sizeFactor(from: (640, 360), to: (width, height))
    #expect(abs(found / expected - 1) < 0.02)
  }

  @Test func chunksShareTheirRateByWhatTheyNeed() throws {
    let easy = RateAllocation.Chunk(
      statistics: try statistics(100, texture: 2000, motion: 100, other: 50), seconds: 4)
    let hard = RateAllocation.Chunk(
      statistics: try statistics(100, texture: 9000, motion: 900, other: 50), seconds: 4)
    let rates = RateAllocation.rates([easy, hard, easy], average: 500_000, highest: 5_000_000, size: 1)
    #expect(abs(rates.reduce(0, +) - 1_500_000) <= 3000)
    #expect(rates[0] == rates[2] && Double(rates[1]) > 3 * Double(rates[0]))
    // No chunk beyond the highest rate; the others get the rest.
    let capped = RateAllocation.rates([easy, hard, easy], average: 500_000, highest: 550_000, size: 1)
    #expect(capped[1] == 550_000 && abs(capped[0] - 475_000) <= 1000)
    // A title that every chunk of is at the highest rate stays under its average.
    #expect(RateAllocation.rates([hard], average: 500_000, highest: 400_000, size: 1) == [400_000])
  }

  @Test func noChunkGetsLessThanX264Takes() throws {
    let still = RateAllocation.Chunk(
      statistics: try statistics(100, texture: 0, motion: 0, other: 1000), seconds: 4)
    let moving = RateAllocation.Chunk(
      statistics: try statistics(100, texture: 5000, motion: 500, other: 1000), seconds: 4)
    let rates = RateAllocation.rates([still, moving], average: 20_000, highest: 22_000, size: 1)
    #expect(rates.allSatisfy { $0 > 25_000 })
  }

  @Test func aChunkWithoutLengthGetsTheAverage() throws {
    let chunk = RateAllocation.Chunk(
      statistics: try statistics(1, texture: 10, motion: 1, other: 1), seconds: 0)
    #expect(RateAllocation.rates([chunk], average: 300_000, highest: 330_000, size: 1) == [300_000])
  }
}
