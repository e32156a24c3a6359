import Testing
import Vision

@testable import Analysis

@Suite struct OffsetSearchTests {
  /// A picture of a wave that moves by `place`, at a brightness.
  private func mark(_ index: Int, place: Double, level: Float = 1, noise: Float = 0) -> FrameMark {
    let cells = (0..<PictureSignature.columns * PictureSignature.rows).map { cell -> Float in
      let column = Double(cell % PictureSignature.columns)
      let part = (column * 0.11 + place * 0.02).truncatingRemainder(dividingBy: 1)
      let wave = Float(part < 0.5 ? part : 1 - part)
      return level * (40 + 200 * wave) + noise * Float((cell * 7 + index * 13) % 11 - 5)
    }
    return FrameMark(index: index, time: Double(index) / 25, signature: PictureSignature(cells: cells))
  }

  private func offset(_ own: [FrameMark], _ reference: [FrameMark], search: Double = 1) -> Int {
    OffsetSearch(distorted: own, reference: reference, frameLength: 0.04, search: search).offset
  }

  private func moving(_ places: Range<Int>, noise: Float = 0) -> [FrameMark] {
    places.enumerated().map { mark($0.offset, place: Double($0.element), noise: noise) }
  }

  @Test("Shifts are found through noise", arguments: [0, 1, -1, 7, -20, 24])
  func findsShifts(shift: Int) {
    #expect(offset(moving(-shift..<60 - shift, noise: 0.5), moving(0..<60)) == shift)
  }

  @Test func whatIsBeyondTheSearchIsNotTaken() {
    #expect(offset(moving(30..<90), moving(0..<60), search: 0.4) == 0)
  }

  @Test func aStillPictureTellsNothing() {
    let still = (0..<60).map { mark($0, place: 3) }
    #expect(offset(still, still) == 0)
  }

  @Test func aFadeAtOtherLevelsIsNoShift() {
    // A still picture that fades out: darker by a part in one clip, which looks like an earlier frame's level.
    let reference = (0..<60).map { mark($0, place: 3, level: 1 - Float($0) / 80) }
    let own = (0..<60).map { mark($0, place: 3, level: 0.95 * (1 - Float($0) / 80)) }
    #expect(offset(own, reference) == 0)
  }

  @Test func aShiftThatBeginsLaterIsNotOneOfTheBeginning() {
    // Frames 20 and 21 are lost: the beginning is in step, most of what follows is not.
    let places = Array(0..<20) + Array(22..<70)
    let own = places.enumerated().map { mark($0.offset, place: Double($0.element)) }
    #expect(offset(own, moving(0..<70)) == 0)
  }

  @Test("Hardly any frames give no shift", arguments: [0, 1, 3])
  func takesFewFrames(count: Int) {
    #expect(offset(moving(5..<5 + count), moving(0..<count)) == 0)
    #expect(offset(moving(0..<count), []) == 0)
  }

  @Test func partnersAreTheNearestWithinHalfAFrame() {
    let marks = [0.0, 0.04, 0.08, 0.4].enumerated().map { index, time in
      var mark = mark(index, place: 0)
      mark.time = time
      return mark
    }
    let timeline = ReferenceTimeline(marks, frameLength: 0.04)
    #expect(timeline.partner(at: 0.041) == 1)
    #expect(timeline.partner(at: 0.059) == 1)
    #expect(timeline.partner(at: 0.061) == 2)
    // Of two that are equally near the earlier; in a long gap the one that is still shown.
    #expect(timeline.partner(at: 0.06) == 1)
    #expect(timeline.partner(at: 0.3) == 2)
    #expect(timeline.partner(at: 0.39) == 3)
    #expect(timeline.partner(at: -0.03) == nil)
    #expect(timeline.partner(at: 0.43) == nil)
  }
}
