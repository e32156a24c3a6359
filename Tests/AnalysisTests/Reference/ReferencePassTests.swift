import Media
import Pipeline
import Records
import Testing

@testable import Analysis

@Suite struct ReferencePassTests {
  private func compare(
    _ clip: @autoclosure () -> MadeClip, with reference: @autoclosure () -> MadeClip, offset: Int? = nil,
    metrics: Set<ReferenceMetric> = [.psnr, .ssim]
  ) throws -> (result: ReferenceResult, frames: [ReferenceFrame]) {
    var options = ReferenceOptions()
    options.offset = offset
    options.metrics = metrics
    options.search = 0.6
    var frames: [ReferenceFrame] = []
    let result = try ReferencePass(options).run(
      distorted: { clip() }, reference: { reference() }, interrupt: Interrupt()
    ) { frames.append($0) }
    return (result, frames)
  }

  /// Partners by the pictures that are shown: they must be the same.
  private func checkPartners(_ frames: [ReferenceFrame], shown: [Int], reference: [Int]) {
    for frame in frames {
      guard let partner = frame.partner else { continue }
      #expect(reference[partner] == shown[frame.index], "frame \(frame.index)")
    }
  }

  private let long = Array(0..<100)

  /// The PSNR of equal pictures of 96x54.
  private let equal = 88.287753

  @Test func equalClipsAreEqual() throws {
    let (result, frames) = try compare(MadeClip(long), with: MadeClip(long))
    #expect(frames.map(\.index) == long)
    #expect(frames.map(\.partner) == long)
    #expect(frames.allSatisfy { abs(($0.metrics["psnr"] ?? 0) - equal) < 1e-6 && $0.metrics["ssim"] == 1 })
    #expect(result.findings.isEmpty)
    #expect(result.summary.frames == 100)
    #expect(result.summary.offset == 0)
    #expect((result.summary.psnrAverage?.global ?? 0) > equal)
    #expect(result.end.frames == 100)
  }

  @Test("A shift at the beginning is found", arguments: [3, -2, -12, 9, 1])
  func findsOffset(offset: Int) throws {
    let shown = offset < 0 ? Array(-offset..<100) : [Int](repeating: 300, count: offset) + long
    let (result, frames) = try compare(MadeClip(shown), with: MadeClip(long))
    #expect(result.summary.offset == offset)
    #expect(result.findings.map(\.finding) == ["reference_offset"])
    #expect(result.findings.first?.count == abs(offset))
    #expect(result.summary.unmatched == max(0, offset))
    #expect(frames.count == shown.count)
    checkPartners(frames, shown: shown, reference: long)
    #expect(result.summary.psnr?.min == equal)
  }

  @Test func aGivenOffsetIsTaken() throws {
    let (result, frames) = try compare(MadeClip(Array(5..<100)), with: MadeClip(long), offset: -5)
    #expect(result.summary.offset == -5)
    #expect(frames.first?.partner == 5)
    #expect(result.summary.dropped == 0)
  }

  @Test func lostFramesLeaveGapsInTime() throws {
    let shown = long.filter { $0 != 40 && $0 != 41 && $0 != 80 }
    let (result, frames) = try compare(MadeClip(shown, ticks: shown), with: MadeClip(long))
    #expect(result.summary.dropped == 3)
    #expect(result.findings.map(\.finding) == ["dropped_frames", "dropped_frames"])
    #expect(result.findings.map(\.frame) == [40, 78])
    #expect(result.findings.map(\.count) == [2, 1])
    checkPartners(frames, shown: shown, reference: long)
  }

  @Test func lostFramesWithoutGapsAreFoundByThePictures() throws {
    let shown = long.filter { $0 != 50 && $0 != 51 }
    let (result, frames) = try compare(MadeClip(shown), with: MadeClip(long))
    #expect(result.summary.offset == 0)
    #expect(result.summary.dropped == 2)
    #expect(result.findings.map(\.frame) == [50])
    checkPartners(frames, shown: shown, reference: long)
    #expect(result.summary.psnr?.min == equal)
  }

  @Test func insertedFramesAreDoubled() throws {
    let shown = Array(0...50) + [50, 50] + Array(51..<100)
    let (result, frames) = try compare(MadeClip(shown), with: MadeClip(long))
    #expect(result.summary.doubled == 2)
    #expect(result.summary.dropped == 0)
    #expect(result.findings.map(\.finding) == ["doubled_frames"])
    #expect(result.findings.first?.frame == 51)
    checkPartners(frames.filter { $0.index > 52 }, shown: shown, reference: long)
  }

  @Test func heldFramesAreDoubledAndKeepTheirTimes() throws {
    var shown = long
    (shown[60], shown[61]) = (59, 59)
    let (result, frames) = try compare(MadeClip(shown), with: MadeClip(long))
    #expect(result.summary.doubled == 2)
    #expect(result.findings.map(\.frame) == [60])
    #expect(frames.map(\.partner) == long)
  }

  @Test func aLongFreezeMovesNothing() throws {
    let shown = long.map { (30..<60).contains($0) ? 30 : $0 }
    let (result, frames) = try compare(MadeClip(shown), with: MadeClip(long))
    #expect(frames.map(\.partner) == long)
    #expect((result.summary.doubled ?? 0) == 29)
    #expect(result.summary.dropped == 0)
  }

  @Test func halfTheFrameRateLosesNothing() throws {
    let shown = Array(stride(from: 0, to: 100, by: 2))
    func half() -> MadeClip {
      let clip = MadeClip(shown, ticks: shown)
      clip.declare(rate: Rational(25, 2))
      return clip
    }
    let (result, frames) = try compare(half(), with: MadeClip(long))
    #expect(frames.map(\.partner) == shown)
    #expect(result.summary.dropped == 0)
    #expect(result.summary.doubled == 0)
    #expect(result.findings.isEmpty)
  }

  @Test func otherPicturesAreTold() throws {
    let (result, _) = try compare(MadeClip(long, world: 2), with: MadeClip(long))
    #expect(result.findings.map(\.finding) == ["reference_mismatch"])
    #expect(result.findings.first?.severity == .error)
    #expect(result.summary.frames == 100)
    #expect((result.summary.psnr?.mean ?? 100) < 25)
  }

  @Test func anEarlyEndIsTold() throws {
    let (result, frames) = try compare(MadeClip(Array(0..<70)), with: MadeClip(long))
    #expect(frames.count == 70)
    #expect(result.findings.map(\.finding) == ["reference_end"])
    #expect(abs((result.findings.first?.values?["seconds"] ?? 0) - 1.2) < 1e-6)
  }

  @Test func aShortReferenceIsTold() throws {
    let (result, frames) = try compare(MadeClip(long), with: MadeClip(Array(0..<70)))
    #expect(frames.count == 100)
    #expect(result.summary.frames == 70)
    #expect(result.summary.unmatched == 30)
    #expect(result.findings.map(\.finding) == ["reference_end"])
  }

  @Test func smallerAndDeeperClipsAreBroughtToTheReference() throws {
    let (result, frames) = try compare(
      MadeClip(long, width: 64, height: 36, format: "yuv444p"), with: MadeClip(long))
    #expect((result.summary.width, result.summary.height) == (96, 54))
    #expect(frames.map(\.partner) == long)
    #expect((result.summary.psnr?.min ?? 0) > 30)
    #expect(result.findings.isEmpty)
  }

  @Test("Clips of hardly any frames are compared", arguments: [(1, 1), (1, 5), (2, 1), (0, 3), (3, 0)])
  func takesShortClips(own: Int, other: Int) throws {
    let (result, frames) = try compare(
      MadeClip(Array(0..<own), width: 7, height: 5), with: MadeClip(Array(0..<other), width: 7, height: 5))
    #expect(frames.count == own)
    #expect(result.summary.frames == min(own, other))
  }

  @Test func aClipThatBreaksFails() throws {
    #expect(throws: MediaError.self) {
      try compare(MadeClip(long, failsAt: 90), with: MadeClip(long), offset: 0)
    }
    #expect(throws: MediaError.self) {
      try compare(MadeClip(long), with: MadeClip(long, failsAt: 60), offset: 0)
    }
  }

  @Test func whatTheCallerThrowsEndsTheRun() throws {
    struct Stop: Error {}
    var options = ReferenceOptions()
    options.offset = 0
    #expect(throws: Stop.self) {
      _ = try ReferencePass(options).run(
        distorted: { MadeClip(long) }, reference: { MadeClip(long) }, interrupt: Interrupt()
      ) { if $0.index == 10 { throw Stop() } }
    }
  }

  @Test func onlyWhatIsAskedForIsMeasured() throws {
    let (result, frames) = try compare(MadeClip(long), with: MadeClip(long), metrics: [.ssim])
    #expect(frames.first?.metrics.keys == ["ssim", "ssim_u", "ssim_v", "ssim_average"])
    #expect(result.summary.psnr == nil)
    #expect(result.summary.msSSIM == nil)
  }
}
