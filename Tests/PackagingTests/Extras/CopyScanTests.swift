import Media
import Records
import Testing

@testable import Packaging

@Suite struct CopyScanTests {
  private static let idr: UInt8 = 0x65
  private static let slice: UInt8 = 0x41

  /// A picture as MP4 keeps it: NAL units of these headers, with lengths of four bytes.
  private func packet(_ pts: Int64, _ headers: [UInt8], isKeyframe: Bool) throws -> Packet {
    let packet = try Packet(bytes: headers.flatMap { [0, 0, 0, 2, $0, 0] })
    packet.pts = pts
    packet.isKeyframe = isKeyframe
    return packet
  }

  private func scan() throws -> CopyScan {
    var stream = StreamRecord()
    (stream.width, stream.height, stream.pixelFormat) = (320, 180, "yuv420p")
    (stream.timeBase, stream.frameRate, stream.startPTS) = (Rational(1, 10), Rational(5), 7)
    var options = TranscodeOptions()
    options.segment = Rational(2)
    let plan = try TranscodePlan(stream, options: options)
    let units = try #require(AccessUnits(.h264, configuration: [1, 100, 0, 30, 0xFF, 0xE1, 0]))
    return try CopyScan(plan, units: units, clock: CopyClock(plan, stream: stream))
  }

  /// Scans pictures given as (time in tenths of a second, headers, keyframe), from the origin 7 on.
  private func scanned(_ pictures: [(Int64, [UInt8], Bool)]) throws -> CopyScan {
    var scan = try scan()
    for (time, headers, isKeyframe) in pictures {
      scan.add(try packet(time + 7, headers, isKeyframe: isKeyframe))
    }
    scan.finish()
    return scan
  }

  private func group(_ start: Int64, _ count: Int64 = 10, header: UInt8 = idr) -> [(Int64, [UInt8], Bool)] {
    (0..<count).map { (start + 2 * $0, [$0 == 0 ? header : Self.slice], $0 == 0) }
  }

  @Test func segmentsAreMeasuredWhereKeyframesStandOnTheGrid() throws {
    let scan = try scanned(group(0) + group(20) + group(40, 3))
    #expect(scan.obstacle == nil)
    #expect(scan.sizes.segments.map(\.bytes) == [60, 60, 18])
    #expect(
      scan.sizes.segments.map(\.duration) == [Rational(2), Rational(2), Rational(6, 10)])
  }

  @Test func reorderedPicturesOfAClosedGroupAreFine() throws {
    let pictures: [(Int64, [UInt8], Bool)] = [
      (0, [Self.idr], true), (6, [Self.slice], false), (2, [Self.slice], false), (4, [Self.slice], false),
    ]
    #expect(try scanned(pictures + group(8, 6) + group(20)).obstacle == nil)
  }

  @Test func whatStandsInTheWayIsNamed() throws {
    let cases: [([(Int64, [UInt8], Bool)], String)] = [
      (group(0, 15), "no keyframe where a segment begins at 2.000 s"),
      (group(0, 9) + group(18), "no keyframe where a segment begins at 2.000 s"),
      (group(0) + group(20, header: 0x61), "no IDR picture"),
      (group(2), "first keyframe is not its first picture"),
      ([(0, [Self.slice], false)], "does not begin with a keyframe"),
      ([(0, [0x67, 0x68, Self.idr], true)], "parameter sets"),
      (group(0) + [(20, [Self.idr], true), (18, [Self.slice], false)], "is open"),
      ([], "no pictures"),
    ]
    for (pictures, obstacle) in cases {
      let found = try scanned(pictures).obstacle
      #expect(found?.contains(obstacle) == true, "\(found ?? "nothing") instead of \(obstacle)")
    }
  }

  @Test func accessUnitsThatDoNotAddUpAreDamaged() throws {
    let units = try #require(AccessUnits(.h264, configuration: [1, 100, 0, 30, 0xFD, 0xE1, 0]))
    #expect(units.contents(of: [0, 2, 0x65, 1, 0, 1, 0x67]).isIDR)
    #expect(units.contents(of: [0, 2, 0x65, 1, 0, 1, 0x67]).hasParameterSets)
    #expect(!units.contents(of: [0, 9, 0x65, 1]).isWhole)
    #expect(!units.contents(of: [0, 0, 0x65, 1]).isWhole)
    #expect(AccessUnits(.h264, configuration: [0, 0, 0, 1, 0x67, 100, 0, 30]) == nil)
    #expect(AccessUnits(.av1, configuration: [0x81, 0, 0, 0]) == nil)
  }
}
