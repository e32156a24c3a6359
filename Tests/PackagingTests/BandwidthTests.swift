import Records
import Testing

@testable import Packaging

@Suite("Bandwidth") struct BandwidthTests {
  /// The definition of RFC 8216 section 4.3.4.2, tried on every run of segments.
  private func bruteForce(_ segments: [SegmentSize], _ target: Rational) -> Int? {
    var peak: Int?
    for first in segments.indices {
      for last in first..<segments.count {
        let run = segments[first...last]
        let seconds = run.reduce(Rational(0, 1)) { $0 + $1.duration }
        let bits = run.reduce(0) { $0 + 8 * $1.bytes }
        let low = target * Rational(1, 2), high = target * Rational(3, 2)
        guard seconds >= low, seconds <= high else { continue }
        let rate = (bits * Int(seconds.den) + Int(seconds.num) - 1) / Int(seconds.num)
        peak = max(peak ?? 0, rate)
      }
    }
    return peak
  }

  @Test("The peak is that of the definition on random streams", arguments: 0..<200)
  func peaks(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let target = Int64.random(in: 1...8, using: &generator)
    let segments = (0..<Int.random(in: 2...40, using: &generator)).map { _ in
      SegmentSize(
        bytes: Int.random(in: 1...2_000_000, using: &generator),
        duration: Rational(Int64.random(in: 1...(target * 90_000), using: &generator), 90_000))
    }
    let sizes = SegmentSizes(segments)
    if let expected = bruteForce(segments, Rational(target, 1)) {
      #expect(sizes.peak(targetDuration: Rational(target, 1)) == expected)
    } else {
      #expect(sizes.peak(targetDuration: Rational(target, 1)) == sizes.average)
    }
  }

  @Test("A stream of one short segment is measured as a whole, and nothing is 0")
  func short() {
    let sizes = SegmentSizes([SegmentSize(bytes: 1000, duration: Rational(3, 10))])
    #expect(sizes.peak(targetDuration: Rational(6, 1)) == 26_667)
    #expect(sizes.average == 26_667)
    #expect(SegmentSizes().peak() == 0 && SegmentSizes().average == 0)
  }

  @Test("The average counts all bits over all time, rounded up")
  func averages() {
    var sizes = SegmentSizes()
    sizes.append(bytes: 1000, duration: Rational(3, 1))
    sizes.append(bytes: 1, duration: Rational(4, 1))
    #expect(sizes.average == 1144)
    #expect(sizes.totalBytes == 1001)
    #expect(sizes.targetDuration == 4)
  }

  @Test("A meter keeps only what a window can hold")
  func bounded() {
    var meter = BandwidthMeter(targetDuration: Rational(6, 1))
    for index in 0..<5000 { meter.append(bytes: 1000 + index % 7, duration: Rational(6006, 1000)) }
    #expect(meter.peak == (8 * 1006 * 1000 + 6005) / 6006)
  }

  @Test("A segment longer than any window is measured alone")
  func long() {
    let sizes = SegmentSizes([
      SegmentSize(bytes: 1000, duration: Rational(6, 1)),
      SegmentSize(bytes: 100_000, duration: Rational(20, 1)),
    ])
    #expect(sizes.peak(targetDuration: Rational(6, 1)) == 40_000)
  }
}

@Suite("Segment grid") struct SegmentGridTests {
  @Test(
    "Boundaries do not drift in ten hours",
    arguments: [
      Rational(30_000, 1001), Rational(60_000, 1001), Rational(24_000, 1001), Rational(25, 1),
    ])
  func drift(rate: Rational) throws {
    let grid = try SegmentGrid(duration: Rational(6, 1))
    let timeBase = Rational(rate.den, rate.num)
    for segment in 1...Int64(6000) {
      // The first frame at or after the boundary, by another road.
      let ticks = segment * 6 * rate.num
      let first = (ticks + rate.den - 1) / rate.den
      #expect(grid.index(ticks: first - 1, timeBase: timeBase) == segment - 1)
      #expect(grid.index(ticks: first, timeBase: timeBase) == segment)
      #expect(grid.index(at: Rational(first, 1) * timeBase) == segment)
      let late = Rational(first, 1) * timeBase - grid.start(of: segment)
      #expect(late >= Rational(0, 1) && late < timeBase)
    }
  }

  @Test("A time on a boundary begins the next segment, and times before the start are below 0")
  func edges() throws {
    let grid = try SegmentGrid(duration: Rational(1001, 500))
    #expect(grid.index(at: Rational(1001, 500)) == 1)
    #expect(grid.index(ticks: 180_179, timeBase: Rational(1, 90_000)) == 0)
    #expect(grid.index(ticks: 180_180, timeBase: Rational(1, 90_000)) == 1)
    #expect(grid.index(at: Rational(-1, 90_000)) == -1)
    #expect(grid.index(ticks: -1, timeBase: Rational(1, 90_000)) == -1)
    #expect(grid.index(ticks: .max, timeBase: Rational(1, 1)) == 4_607_078_939_487_900_003)
    #expect(throws: PackagingFormatError.self) { try SegmentGrid(duration: Rational(0, 1)) }
  }

  @Test("Audio is cut at the frame nearest to the video's boundary")
  func audio() throws {
    let grid = try SegmentGrid(duration: Rational(6, 1))
    func cut(_ boundary: Rational) -> Int64 {
      grid.audioCut(videoBoundary: boundary, sampleRate: 48_000, samplesPerFrame: 1024)
    }
    #expect(cut(Rational(0, 1)) == 0)
    #expect(cut(Rational(6, 1)) == 281)
    #expect(cut(Rational(512, 48_000)) == 1)
    #expect(cut(Rational(511, 48_000)) == 0)
    for segment in 1...6000 {
      let boundary = Rational(Int64(segment) * 6, 1)
      let error = Rational(cut(boundary) * 1024, 48_000) - boundary
      #expect(error <= Rational(512, 48_000) && error >= Rational(-512, 48_000))
    }
  }
}
