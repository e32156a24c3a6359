/// A file name with a place for a number: `rec-%05d.mp4`, `shot-%d.png`; `%%` stands for a percent sign.
struct NumberedName {
  private let before: String
  private let after: String
  private let digits: Int
  /// Whether there is a place for a number.
  let isNumbered: Bool

  /// Reads the first `%d` or `%0Nd` of a name.
  init(_ pattern: String) {
    var before = ""
    var rest = Substring(pattern)
    while let percent = rest.firstIndex(of: "%") {
      before += rest[..<percent]
      let tail = rest[rest.index(after: percent)...]
      let width = tail.prefix { $0.isASCII && $0.isNumber }
      if tail[width.endIndex...].first == "d", width.count <= 2 {
        self.before = before
        after = String(tail[width.endIndex...].dropFirst().replacing("%%", with: "%"))
        digits = Int(width) ?? 0
        isNumbered = true
        return
      }
      before += "%"
      rest = tail.first == "%" ? tail.dropFirst() : tail
    }
    self.before = before + rest
    after = ""
    digits = 0
    isNumbered = false
  }

  /// The name with a number in its place.
  func name(_ number: Int) -> String {
    guard isNumbered else { return before }
    let text = String(number)
    return before + String(repeating: "0", count: max(0, digits - text.count)) + text + after
  }
}
