import Testing

@testable import Records

@Suite struct TimestampTests {
  @Test func momentsCompareExactlyAcrossTimeBases() {
    let a = Timestamp(1, Rational(1, 25))
    #expect(a == Timestamp(3600, Rational(1, 90000)))
    #expect(a < Timestamp(3601, Rational(1, 90000)))
    #expect(Timestamp(-1, Rational(1, 25)) < Timestamp(0, Rational(1, 90000)))
    #expect(Timestamp(-2, Rational(1, 25)) < Timestamp(-3600, Rational(1, 90000)))
    #expect(Set([a, Timestamp(3600, Rational(1, 90000))]).count == 1)
  }

  @Test func momentsCompareExactlyAtTheExtremes() {
    let a = Timestamp(.max, Rational(.max, .max - 1))
    let b = Timestamp(.max - 1, Rational(.max, .max - 1))
    #expect(b < a)
    #expect(!(a < b))
    #expect(Timestamp(.max, Rational(1, .max)) == Timestamp(1, Rational(1)))
    #expect(Timestamp(.min, Rational(1, .max)) < Timestamp(-1, Rational(1)))
    #expect(Timestamp(.max, Rational(1, 90000)) < Timestamp(.max, Rational(1, 89999)))
  }

  @Test func framesAt2997KeepTheirPlaceForDays() {
    let frame = Rational(1001, 30000)
    for index: Int64 in [0, 1, 29, 30, 107_892, 2_589_408, 1_000_000_007] {
      let fine = rescale(index, from: frame, to: Rational(1, 90000))
      #expect(fine == index * 3003)
      #expect(rescale(fine, from: Rational(1, 90000), to: frame) == index)
      let coarse = rescale(index, from: frame, to: Rational(1, 1000))
      #expect(rescale(coarse, from: Rational(1, 1000), to: frame) == index)
    }
  }

  @Test(arguments: [
    (Int64(5), Rounding.nearest, Int64(3)), (-5, .nearest, -3), (5, .down, 2), (-5, .down, -3),
    (5, .up, 3), (-5, .up, -2), (5, .zero, 2), (-5, .zero, -2), (4, .up, 2), (-4, .down, -2),
  ])
  func roundsAsAsked(value: Int64, rounding: Rounding, result: Int64) {
    #expect(rescale(value, from: Rational(1, 2), to: Rational(1), rounding: rounding) == result)
  }

  @Test func rescalingNeverOverflows() {
    #expect(rescale(.max, from: Rational(1), to: Rational(1, 90000)) == .max)
    #expect(rescale(.min, from: Rational(1), to: Rational(1, 90000)) == .min)
    #expect(rescale(.max, from: Rational(1, 90000), to: Rational(1, 90000)) == .max)
    #expect(rescale(.max, from: Rational(1, 2), to: Rational(1)) == Int64.max / 2 + 1)
    #expect(rescale(.max, from: Rational(1, 2), to: Rational(1), rounding: .down) == Int64.max / 2)
    let a = Rational(.max, .max - 1)
    let b = Rational(.max - 2, .max - 1)
    // max * (max / (max - 2)) is a little over max + 2, and the way back is max - 2.
    #expect(rescale(.max, from: a, to: b) == .max)
    #expect(rescale(.max, from: b, to: a) == .max - 2)
    #expect(rescale(.max, from: Rational(.max, 3), to: Rational(.max, 5)) == .max)
    #expect(rescale(.max / 4, from: Rational(.max, 5), to: Rational(.max - 1, 3)) > .max / 8)
    #expect(rescale(7, from: .zero, to: Rational(1)) == 0)
    #expect(rescale(7, from: Rational(1), to: .zero) == .max)
    #expect(rescale(0, from: Rational(1), to: .zero) == 0)
  }

  @Test func wideProductsAgreeWithNarrowOnes() {
    // The same scale in terms so large that the product takes 190 bits.
    let big = Int64(4_611_686_018_427_387_847)
    for value: Int64 in [1, -7, 12345, 99_999_999, .max / 7] {
      let wide = rescale(value, from: Rational(big, 7), to: Rational(big, 3))
      #expect(wide == rescale(value, from: Rational(1, 7), to: Rational(1, 3)))
    }
  }

  @Test func secondsAreTheNearestDouble() {
    #expect(Timestamp(3003, Rational(1, 90000)).seconds == 3003.0 / 90000)
    #expect(Timestamp(.max, Rational(.max, 1)).seconds == 0x1p126)
  }
}

@Suite struct SecondsTests {
  @Test(arguments: [
    ("2", Rational(2)), ("1.5", Rational(3, 2)), ("00:01:30", Rational(90)),
    ("01:30.25", Rational(361, 4)), ("0.1", Rational(1, 10)), ("100:00:00", Rational(360_000)),
    ("3600", Rational(3600)), ("0", .zero),
  ])
  func reads(text: String, value: Rational) throws {
    #expect(try Seconds(parsing: text).value == value)
  }

  @Test(arguments: [
    ("", SecondsError.Problem.empty), ("-1", .negative), ("1:2:3:4", .notATime), ("1e3", .notATime),
    ("01:60", .partTooLarge), (".5", .notATime), ("5.", .notATime), ("1.5:00", .notATime),
    ("1::2", .notATime), ("2s", .notATime), ("99999999999", .tooLong), ("0.1234567890", .notATime),
    ("99999999999999999999", .notATime), ("+1", .notATime), ("1:-2", .notATime),
  ])
  func refuses(text: String, problem: SecondsError.Problem) {
    #expect(throws: SecondsError(text: text, problem: problem)) { try Seconds(parsing: text) }
  }
}
