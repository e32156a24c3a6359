/// For each output position along one axis: the two source positions around it, and their weights in 2048ths.
///
/// Positions and weights are `cv::resize`'s for `INTER_LINEAR` (opencv/modules/imgproc/src/resize.cpp), bit for
/// bit.
struct AxisTaps {
  /// The first source position of each output position.
  private(set) var first: [Int32] = []
  /// The second.
  private(set) var second: [Int32] = []
  /// The weight of the first.
  private(set) var firstWeights: [Int16] = []
  /// The weight of the second.
  private(set) var secondWeights: [Int16] = []

  /// No positions.
  init() {}

  /// Positions of `to` pixels over `from` pixels that begin at `origin`, between the pixels' centres.
  /// - Parameter isVertical: at the ends of a column both weights stay, over the same row; at the ends of a row
  ///   the first takes all.
  init(from: Int, to: Int, origin: Int, isVertical: Bool) {
    let scale = 1 / (Double(to) / Double(from))
    for position in 0..<to {
      let place = Float((Double(position) + 0.5) * scale - 0.5)
      var start = Int(place.rounded(.down))
      var share = place - Float(start)
      if !isVertical, start < 0 || start >= from - 1 {
        start = start < 0 ? 0 : from - 1
        share = 0
      }
      first.append(Int32(origin + min(max(start, 0), from - 1)))
      second.append(Int32(origin + min(max(start + 1, 0), from - 1)))
      firstWeights.append(Int16(((1 - share) * 2048).rounded(.toNearestOrEven)))
      secondWeights.append(Int16((share * 2048).rounded(.toNearestOrEven)))
    }
  }
}
