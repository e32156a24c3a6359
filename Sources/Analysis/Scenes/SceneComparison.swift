/// The four grids of blocks of 8x8 that overlap by half.
enum SceneGrid {
  /// How far each grid is moved.
  static let shifts: [(x: Int, y: Int)] = [(0, 0), (4, 0), (0, 4), (4, 4)]
  /// Pixels that a block of the coarse picture may have moved.
  static let range = 5
}

extension ScenePicture {
  /// Part of the detail of this picture that the one before does not hold within 4 pixels, 0 (all of it is there)
  /// to 1, the mean of both directions. Blocks that are black in both do not count. Where it is clearly little,
  /// one direction is enough.
  func newDetail(since before: ScenePicture, black: Int) -> Double {
    guard let own = fine, let other = before.fine else { return 0 }
    let dark = UInt32(black + 8) * 64
    // Few blocks say little: a hundredth of a dark picture is no scene.
    let least = Double(own.rows * own.columns) * 0.03
    func missing(_ sums: [UInt32], of deviations: [UInt32]) -> Double {
      var (sum, count) = (0.0, 0)
      for row in 0..<own.rows {
        for index in (row * own.line)..<(row * own.line + own.columns) {
          if before.fineBlocks.deviations[index] < 64, fineBlocks.deviations[index] < 64,
            before.fineBlocks.sums[index] < dark, fineBlocks.sums[index] < dark
          {
            continue
          }
          count += 1
          sum += min(1, Double(sums[index]) / Double(deviations[index] + 96))
        }
      }
      return sum / max(Double(count), least)
    }
    let ahead = missing(own.search(in: other, range: 4), of: fineBlocks.deviations)
    guard ahead > 0.15 else { return ahead }
    return (ahead + missing(other.search(in: own, range: 4), of: before.fineBlocks.deviations)) / 2
  }

  /// Part of the structure of this picture that another does not hold within an eighth of its width, 0 to 1: the
  /// better of both directions. Brightness and contrast do not matter. 1 where there is no structure.
  func newStructure(since other: ScenePicture) -> Double {
    var (ahead, back, own, others) = (0, 0, 0, 0)
    for (grid, shift) in SceneGrid.shifts.enumerated() {
      let (columns, rows) = coarse.part(shift)
      let first = coarse.search(in: other.coarse, range: SceneGrid.range, shift: shift)
      let second = other.coarse.search(in: coarse, range: SceneGrid.range, shift: shift)
      for row in 0..<rows {
        for index in (row * coarse.line)..<(row * coarse.line + columns) {
          let (mine, theirs) = (coarseDeviations[grid][index], other.coarseDeviations[grid][index])
          ahead += Int(min(first[index], mine))
          back += Int(min(second[index], theirs))
          own += Int(mine)
          others += Int(theirs)
        }
      }
    }
    let least = 64 * 2 * coarse.columns * coarse.rows
    guard own > least || others > least else { return 1 }
    let parts = [(ahead, own), (back, others)].map { $0.1 > least ? Double($0.0) / Double($0.1) : 1 }
    return min(parts[0], parts[1])
  }

  /// How differently the levels of luma and chroma are spread over the picture within its bars, 0 to 2.
  func newColors(since other: ScenePicture) -> Double {
    let share = Double(area.count) / Double(size.width * size.height)
    func distance(_ first: [UInt32], _ second: [UInt32]) -> Double {
      guard first.count == second.count, !first.isEmpty else { return 0 }
      var (apart, sum) = (0, 0)
      for index in first.indices {
        apart += abs(Int(first[index]) - Int(second[index]))
        sum += Int(first[index])
      }
      return min(1, Double(apart) / 2 / max(1, Double(sum) * share))
    }
    let luma = distance(histograms.luma, other.histograms.luma)
    guard !histograms.chroma.isEmpty else { return 2 * luma }
    return luma + distance(histograms.chroma, other.histograms.chroma)
  }
}
