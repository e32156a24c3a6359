import Testing

@testable import Records

@Suite struct RationalTests {
  @Test func signMovesToTheNumerator() {
    let value = Rational(3, -4)
    #expect(value.num == -3)
    #expect(value.den == 4)
    #expect(Rational(-3, -4) == Rational(3, 4))
  }

  @Test func zeroDenominatorIsUnknownAndNoticedWhereAsked() {
    #expect(Rational(1, 0) == .zero)
    #expect(Rational(exactly: 1, 0) == nil)
    #expect(Rational(exactly: 1, 2) == Rational(1, 2))
  }

  @Test func equalValuesHashAlikeInWhateverTerms() {
    #expect(Rational(50, 2) == Rational(25, 1))
    #expect(Set([Rational(50, 2), Rational(25), Rational(75, 3)]).count == 1)
    #expect(Rational(30000, 1001) != Rational(2997, 100))
  }

  @Test func orderIsExactAtTheExtremes() {
    let a = Rational(.max, .max - 1)
    let b = Rational(.max - 1, .max - 2)
    #expect(a < b)
    #expect(a.doubleValue == b.doubleValue)
    #expect(Rational(.min, 1) < Rational(.max, 1))
    #expect(Rational(.min, -1) == Rational(.max))
    #expect(Rational(.min, .min) == Rational(1))
    #expect(Rational(1, .min) == .zero)
  }

  @Test func arithmeticIsExactInLowestTerms() {
    let ntsc = Rational(30000, 1001)
    #expect(ntsc * ntsc.inverse == Rational(1))
    let frame = ntsc.inverse
    var total = Rational.zero
    for _ in 0..<30000 { total = total + frame }
    #expect(total == Rational(1001))
    #expect(Rational(1, 2) - Rational(1, 3) == Rational(1, 6))
    #expect(Rational(1, 2) / Rational(-3, 4) == Rational(-2, 3))
    #expect((Rational(1, 6) + Rational(1, 3)).den == 2)
    #expect(-Rational(1, 2) == Rational(-1, 2))
  }

  @Test func arithmeticSaturatesInsteadOfTrapping() {
    let most = Rational(.max)
    #expect(most + most == most)
    #expect(most * most == most)
    #expect(Rational(.min) - most == Rational(-.max))
    #expect(-Rational(.min) == most)
    #expect(Rational(1) / .zero == .zero)
    #expect(Rational(1, .max) * Rational(1, .max) == .zero)
    let near = Rational(.max, .max - 1) * Rational(.max - 2, .max - 3)
    #expect((near.doubleValue - 1).magnitude < 1e-15)
  }

  @Test(arguments: [
    ("30000/1001", Rational(30000, 1001)), ("16:9", Rational(16, 9)), ("25", Rational(25)),
    ("29.97", Rational(30000, 1001)), ("23.976", Rational(24000, 1001)),
    ("23.98", Rational(24000, 1001)), ("59.94", Rational(60000, 1001)),
    ("29.970", Rational(30000, 1001)), ("12.5", Rational(25, 2)), ("-1/2", Rational(-1, 2)),
  ])
  func parses(text: String, value: Rational) {
    #expect(Rational(parsing: text) == value)
  }

  @Test(arguments: ["", "a", "1/0", "1/", "/2", "1.2.3", "1e3", ".", "99999999999999999999", "1/2/3", "--1"])
  func refuses(text: String) {
    #expect(Rational(parsing: text) == nil)
  }
}
