import Records
import Testing

@testable import Media

@Suite struct LibavRationalTests {
  @Test(arguments: [
    Rational(30000, 1001), Rational(1, 90000), Rational(24), Rational(4, 3), Rational(2, 4),
    Rational(Int64(Int32.max), 1),
  ])
  func comesBackAsItWas(value: Rational) throws {
    let back = try #require(Rational(known: value.libav))
    #expect(back.num == value.num)
    #expect(back.den == value.den)
  }

  @Test func whatDoesNotFitIsApproximated() throws {
    let exact = try #require(Rational(known: Rational(60_000_000_000, 2_002_000_000).libav))
    #expect(exact == Rational(30000, 1001))
    let close = try #require(Rational(known: Rational(10_000_000_019, 3).libav).map(\.doubleValue))
    #expect(close <= Double(Int32.max))
    #expect(close > 2e9)
  }

  @Test func libavsUnknownIsNothing() {
    #expect(Rational(known: Rational(0, 1).libav) == nil)
    #expect(Rational(known: Rational(-1, 25).libav) == nil)
  }
}
