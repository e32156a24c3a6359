/// For each output position along one axis: the two source positions around it and the second's weight.
struct AxisTaps {
  /// The first source position of each output position.
  private(set) var first: [Int32] = []
  /// The second.
  private(set) var second: [Int32] = []
  /// The weight of the second, 0 to 1.
  private(set) var weights: [Float] = []

  /// No positions.
  init() {}

  /// Positions of `to` pixels over `from` pixels that begin at `origin`, between the pixels' centres.
  init(from: Int, to: Int, origin: Int) {
    let scale = Double(from) / Double(max(1, to))
    for position in 0..<to {
      let place = (Double(position) + 0.5) * scale - 0.5
      let whole = place.rounded(.down)
      let lower = min(max(Int(whole), 0), from - 1)
      let upper = min(max(Int(whole) + 1, 0), from - 1)
      first.append(Int32(origin + lower))
      second.append(Int32(origin + upper))
      weights.append(lower == upper ? 0 : Float(place - whole))
    }
  }
}
