import Glibc
import Media
import Testing
import Vision

@Suite struct MultiScaleSimilarityTests {
  /// The paper's formula on arrays, in double precision and with windows in two dimensions.
  private func plain(_ first: [[Double]], _ second: [[Double]]) -> Double {
    let half = [0.266012, 0.213006, 0.109361, 0.036001, 0.007599, 0.001028]
    let low = [0.602914, 0.266846, -0.078201, -0.016828, 0.026727]
    let exponents = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]
    func filtered(_ picture: [[Double]]) -> [[Double]] {
      var rows = picture.map { [Double](repeating: 0, count: $0.count - 10) }
      for y in rows.indices {
        for x in rows[y].indices {
          for step in -5...5 { rows[y][x] += half[abs(step)] * picture[y][x + 5 + step] }
        }
      }
      var result = [[Double]](repeating: rows[0].map { _ in 0 }, count: rows.count - 10)
      for y in result.indices {
        for x in result[y].indices {
          for step in -5...5 { result[y][x] += half[abs(step)] * rows[y + 5 + step][x] }
        }
      }
      return result
    }
    func mirrored(_ place: Int, _ count: Int) -> Int {
      place < 0 ? -1 - place : place >= count ? 2 * count - 1 - place : place
    }
    func halved(_ picture: [[Double]]) -> [[Double]] {
      let (width, height) = (picture[0].count, picture.count)
      var result = [[Double]](
        repeating: [Double](repeating: 0, count: (width + 1) / 2), count: (height + 1) / 2)
      for y in result.indices {
        for x in result[y].indices {
          for v in -4...4 {
            let row = picture[mirrored(2 * y + v, height)]
            for u in -4...4 { result[y][x] += low[abs(u)] * low[abs(v)] * row[mirrored(2 * x + u, width)] }
          }
        }
      }
      return result
    }
    func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
      var result = a
      for y in a.indices {
        for x in a[y].indices { result[y][x] *= b[y][x] }
      }
      return result
    }
    let (c1, c2, c3) = (6.5025, 58.5225, 29.26125)
    var (a, b, result) = (first, second, 1.0)
    for (scale, exponent) in exponents.enumerated() {
      let (m1, m2) = (filtered(a), filtered(b))
      let (s1, s2, s12) = (filtered(product(a, a)), filtered(product(b, b)), filtered(product(a, b)))
      var (l, c, s) = (0.0, 0.0, 0.0)
      for y in m1.indices {
        for x in m1[y].indices {
          let (x1, x2) = (m1[y][x], m2[y][x])
          let (v1, v2) = (max(0, s1[y][x] - x1 * x1), max(0, s2[y][x] - x2 * x2))
          let deviations = (v1 * v2).squareRoot()
          l += (2 * x1 * x2 + c1) / (x1 * x1 + x2 * x2 + c1)
          c += (2 * deviations + c2) / (v1 + v2 + c2)
          s += (s12[y][x] - x1 * x2 + c3) / (deviations + c3)
        }
      }
      let places = Double(m1.count * m1[0].count)
      if scale == 4 { result *= pow(l / places, exponent) }
      result *= pow(c / places, exponent) * pow(s / places, exponent)
      (a, b) = (halved(a), halved(b))
    }
    return result
  }

  @Test("Equals the formula", arguments: [("gray", 177, 181, 30), ("yuv420p10le", 200, 176, 60)])
  func equalsTheFormula(format: String, width: Int, height: Int, noise: UInt64) throws {
    let pair = try NoisyPair(format, width: width, height: height, seed: 11, noise: noise)
    let scale = Double(1 << (pair.first.pixelFormat.bitDepth - 8))
    func samples(_ plane: [[Double]]) -> [[Double]] { plane.map { $0.map { $0 / scale } } }
    let expected = plain(samples(pair.firstPlanes[0]), samples(pair.secondPlanes[0]))
    let found = try PictureComparer(.msSSIM).compare(pair.first, with: pair.second).msSSIM
    #expect(expected < 0.99)
    #expect(abs((found ?? 0) - expected) < 2e-5)
  }

  @Test func smallPicturesHaveNone() throws {
    let pair = try NoisyPair("gray", width: 300, height: 175, seed: 2)
    #expect(try PictureComparer(.msSSIM).compare(pair.first, with: pair.second).msSSIM == nil)
  }

  @Test func oneComparerTakesAllSizes() throws {
    let comparer = PictureComparer(.msSSIM)
    var values: [Double?] = []
    for (width, height) in [(180, 200), (200, 180), (180, 200)] {
      let pair = try NoisyPair("gray", width: width, height: height, seed: 4)
      values.append(try comparer.compare(pair.first, with: pair.second).msSSIM)
    }
    #expect(values[0] == values[2])
    #expect(values[0] != values[1])
  }
}
