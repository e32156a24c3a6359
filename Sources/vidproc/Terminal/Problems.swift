import Records

/// Says on standard error what was met and passed over.
enum Problems {
  static func show(_ problems: [ProblemRecord], quiet: Bool) {
    guard !quiet else { return }
    for problem in problems {
      var text = problem.what
      if let time = problem.time { text += " at \((time * 1000).rounded() / 1000) s" }
      if let count = problem.count, count > 1 { text += " (\(count) times)" }
      Console.warning(text)
    }
  }
}
