import CPictureKernels

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

  /// The positions in planes of one byte a sample, four at a time where four lie close enough together.
  final class Quads {
    private let count: Int
    private var quads: [vp_quad] = []
    /// Positions that are taken one by one: all where four span more than 16 bytes, else the last few.
    private let first: [Int32]
    private let second: [Int32]

    fileprivate init(_ taps: AxisTaps, shift: Int, limit: Int) {
      first = taps.first.map { $0 >> Int32(shift) }
      second = taps.second.map { $0 >> Int32(shift) }
      count = first.count
      let bytes = Int32(((limit - 1) >> shift) + 1)
      for index in stride(from: 0, to: count - 3, by: 4) {
        // No load reaches over the end of a row.
        let start = min(first[index], bytes - 16)
        guard start >= 0, second[index + 3] - start < 16 else { break }
        func places(_ list: [Int32]) -> (UInt8, UInt8, UInt8, UInt8) {
          func place(_ offset: Int) -> UInt8 { UInt8(truncatingIfNeeded: list[index + offset] - start) }
          return (place(0), place(1), place(2), place(3))
        }
        quads.append(vp_quad(start: start, first: places(first), second: places(second)))
      }
    }

    /// Takes both samples of each position out of a row.
    func take(
      _ row: UnsafePointer<UInt8>, first target: UnsafeMutablePointer<Int16>,
      second other: UnsafeMutablePointer<Int16>
    ) {
      quads.withUnsafeBufferPointer { vp_take_quads(row, $0.baseAddress, $0.count, target, other) }
      first.withUnsafeBufferPointer { first in
        second.withUnsafeBufferPointer { second in
          for index in 4 * quads.count..<count {
            target[index] = Int16(row[Int(first[index])])
            other[index] = Int16(row[Int(second[index])])
          }
        }
      }
    }
  }

  /// The positions in a plane whose samples stand for `1 << shift` columns of a picture `limit` columns wide.
  func quads(shift: Int, limit: Int) -> Quads { Quads(self, shift: shift, limit: limit) }
}
