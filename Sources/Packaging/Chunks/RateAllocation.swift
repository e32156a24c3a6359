import Records

/// Shares a rendition's average rate out among chunks, so that all are coded about equally well.
enum RateAllocation {
  /// One chunk's demand.
  struct Chunk {
    var statistics: PassStatistics
    var seconds: Double

    /// Bits a second that x264 asks for at the least: what hardly changes with the quantiser (ratecontrol.c
    /// init_pass2, "requested bitrate is too low").
    func lowest(_ size: Double) -> Int {
      guard seconds > 0 else { return 1000 }
      return (Int(Double(statistics.other) * size / seconds * 1.05 / 1000) + 2) * 1000
    }
  }

  /// Bits a second for each chunk.
  ///
  /// One fineness of quantisation is searched for all chunks together at which they take the average rate; no
  /// chunk gets more than the highest rate, and what it would have got beyond goes to the others.
  /// - Parameters:
  ///   - chunks: those that are balanced against each other, in order.
  ///   - average: bits a second over all of them.
  ///   - highest: bits a second of any.
  ///   - size: by what bits grow from the analysed picture to this rendition's.
  static func rates(_ chunks: [Chunk], average: Int, highest: Int, size: Double) -> [Int] {
    let seconds = chunks.reduce(0) { $0 + $1.seconds }
    let wanted = Double(average) * seconds
    func taken(_ chunk: Chunk, _ fineness: Double) -> Double {
      min(chunk.statistics.bits(fineness: fineness, size: size), Double(highest) * chunk.seconds)
    }
    var low = 1.0 / 1024
    var high = 1024.0
    for _ in 0..<48 {
      let middle = (low * high).squareRoot()
      if chunks.reduce(0, { $0 + taken($1, middle) }) < wanted { low = middle } else { high = middle }
    }
    return chunks.map { chunk in
      guard chunk.seconds > 0 else { return average }
      let rate = taken(chunk, (low * high).squareRoot()) / chunk.seconds
      // Whole thousands: x264 takes kilobits.
      return max(chunk.lowest(size), Int((rate / 1000).rounded()) * 1000)
    }
  }

  /// By what x264 scales bits between two sizes (ratecontrol.c: blocks to the power 0.7).
  static func sizeFactor(from: (width: Int, height: Int), to: (width: Int, height: Int)) -> Double {
    func blocks(_ size: (width: Int, height: Int)) -> Double {
      Double(((size.width + 15) / 16) * ((size.height + 15) / 16))
    }
    let ratio = blocks(to) / blocks(from)
    // ratio^0.7 as ratio^(0.5 + 0.125 + 0.0625 + ...), in operations that round the same on every machine.
    let half = ratio.squareRoot()
    let eighth = half.squareRoot().squareRoot()
    let sixteenth = eighth.squareRoot()
    let eightieth = 0.2 * (sixteenth - 1) + 1
    return half * eighth * sixteenth * eightieth
  }
}
