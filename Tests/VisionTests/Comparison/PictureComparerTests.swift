import Media
import Testing
import Vision

/// Pictures of seeded noise around a gradient, and a plain computation of what is to come out.
struct NoisyPair {
  let (first, second): (Frame, Frame)
  let (firstPlanes, secondPlanes): ([[[Double]]], [[[Double]]])

  init(_ format: String, width: Int, height: Int, seed: UInt64, noise: UInt64 = 9) throws {
    let layout = try #require(PixelFormat(name: format))
    var state = seed
    func next(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    let top = UInt64(1) << UInt64(layout.bitDepth)
    let scale = top / 256
    (first, second) = (
      try Frame.picture(width: width, height: height, format: layout),
      try Frame.picture(width: width, height: height, format: layout)
    )
    var planes: [[[[Double]]]] = [[], []]
    for plane in 0..<3 {
      let shift = plane == 0 ? (x: 0, y: 0) : layout.chromaShift
      let (across, down) = (-(-width >> shift.x), -(-height >> shift.y))
      guard plane == 0 || !format.hasPrefix("gray") else { break }
      var values = [[[Double]]](repeating: [], count: 2)
      for row in 0..<down {
        let base = (0..<across).map { (UInt64(3 * $0 + 5 * row) * scale + next(40 * scale)) % top }
        let other = base.map { min(top - 1, $0 + next(noise * scale + 1)) }
        for (index, (frame, samples)) in [(first, base), (second, other)].enumerated() {
          frame.withPlane(plane) { bytes in
            let line = bytes.base + row * bytes.stride
            for (column, sample) in samples.enumerated() {
              if layout.bitDepth > 8 {
                line[2 * column] = UInt8(sample & 0xFF)
                line[2 * column + 1] = UInt8(sample >> 8)
              } else {
                line[column] = UInt8(sample)
              }
            }
          }
          values[index].append(samples.map { Double($0) })
        }
      }
      planes[0].append(values[0])
      planes[1].append(values[1])
    }
    (firstPlanes, secondPlanes) = (planes[0], planes[1])
  }

  func squaredError(_ plane: Int) -> Double {
    zip(firstPlanes[plane], secondPlanes[plane]).reduce(0) { sum, rows in
      zip(rows.0, rows.1).reduce(sum) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
  }

  /// The similarity of blocks of 8x8, four samples apart, in double precision; nil where there is none.
  func similarity(_ plane: Int, depth: Int) -> Double? {
    let (a, b) = (firstPlanes[plane], secondPlanes[plane])
    let (across, down) = ((a.first?.count ?? 0) / 4 - 1, a.count / 4 - 1)
    guard across > 0, down > 0 else { return nil }
    let peak = Double((1 << depth) - 1)
    let c1 = (0.0001 * peak * peak * 64 + 0.5).rounded(.down)
    let c2 = (0.0009 * peak * peak * 64 * 63 + 0.5).rounded(.down)
    var sum = 0.0
    for top in 0..<down {
      for left in 0..<across {
        var (s1, s2, ss, s12) = (0.0, 0.0, 0.0, 0.0)
        for row in 4 * top..<4 * top + 8 {
          for column in 4 * left..<4 * left + 8 {
            let (x, y) = (a[row][column], b[row][column])
            (s1, s2, ss, s12) = (s1 + x, s2 + y, ss + x * x + y * y, s12 + x * y)
          }
        }
        let (variances, covariance) = (ss * 64 - s1 * s1 - s2 * s2, s12 * 64 - s1 * s2)
        sum += (2 * s1 * s2 + c1) * (2 * covariance + c2) / ((s1 * s1 + s2 * s2 + c1) * (variances + c2))
      }
    }
    return sum / Double(across * down)
  }
}

@Suite struct PictureComparerTests {
  @Test(
    "Errors and similarities equal plain sums, at all depths and odd sizes",
    arguments: [
      ("yuv420p", 176, 144), ("yuv420p", 101, 37), ("yuv444p", 64, 9), ("yuv422p", 75, 50), ("gray", 40, 33),
      ("yuv420p10le", 163, 61), ("yuv422p12le", 66, 34), ("yuv420p16le", 50, 43), ("gray10le", 33, 17),
      ("yuv420p", 3, 5), ("yuv420p", 1, 1), ("yuv420p9le", 9, 8), ("yuv420p14le", 70, 21),
    ])
  func equalsPlainSums(format: String, width: Int, height: Int) throws {
    let pair = try NoisyPair(format, width: width, height: height, seed: UInt64(width * 1000 + height))
    let depth = pair.first.pixelFormat.bitDepth
    let full = try PictureComparer().compare(pair.first, with: pair.second)
    let errors = try PictureComparer([]).compare(pair.first, with: pair.second)
    #expect(full.depth == depth)
    #expect(full.planes.count == pair.firstPlanes.count)
    for plane in full.planes.indices {
      #expect(Double(full.planes[plane].squaredError) == pair.squaredError(plane))
      #expect(errors.planes[plane].squaredError == full.planes[plane].squaredError)
      #expect(errors.planes[plane].ssim == nil)
      let expected = pair.similarity(plane, depth: depth)
      #expect((full.planes[plane].ssim == nil) == (expected == nil))
      if let ssim = full.planes[plane].ssim, let expected { #expect(abs(ssim - expected) < 1e-5) }
    }
  }

  @Test func equalPicturesAreAsNearAsCanBe() throws {
    let pair = try NoisyPair("yuv420p", width: 200, height: 180, seed: 1)
    let comparison = try PictureComparer([.ssim, .msSSIM]).compare(pair.first, with: pair.first)
    #expect(comparison.meanSquaredError == 0)
    #expect(abs((comparison.ssim ?? 0) - 1) < 1e-6)
    #expect(abs((comparison.msSSIM ?? 0) - 1) < 1e-4)
  }

  @Test func decibelsAreThoseOfThePeak() {
    func psnr(_ error: Double, _ depth: Int, samples: Int = 921_600) -> Double {
      PictureComparison.psnr(meanSquaredError: error, depth: depth, samples: samples)
    }
    // 20 log10(255) and 20 log10(1023), for an error of one code value everywhere.
    #expect(abs(psnr(1, 8) - 48.130803) < 1e-6)
    #expect(abs(psnr(1, 10) - 60.197512) < 1e-6)
    // No error counts for more than the least error that there is.
    #expect(abs(psnr(0, 8) - 110.786528) < 1e-6)
    #expect(psnr(0, 8) > psnr(1 / 921_600, 8))
    #expect(psnr(0, 8, samples: 0).isFinite)
  }

  @Test func planesCountByTheirSizes() {
    let comparison = PictureComparison(
      depth: 8,
      planes: [
        PlaneComparison(width: 4, height: 4, squaredError: 32, ssim: 0.5),
        PlaneComparison(width: 2, height: 2, squaredError: 4, ssim: 1),
        PlaneComparison(width: 2, height: 2, squaredError: 0, ssim: nil),
      ])
    #expect(abs(comparison.meanSquaredError - 36.0 / 24) < 1e-12)
    #expect(abs((comparison.ssim ?? 0) - (8 + 4.0) / 20) < 1e-12)
  }

  @Test func picturesThatDoNotFitAreRefused() throws {
    let pair = try NoisyPair("yuv420p", width: 32, height: 32, seed: 3)
    let wider = try NoisyPair("yuv420p", width: 34, height: 32, seed: 3)
    let deeper = try NoisyPair("yuv420p10le", width: 32, height: 32, seed: 3)
    #expect(throws: MediaError.self) { try PictureComparer().compare(pair.first, with: wider.first) }
    #expect(throws: MediaError.self) { try PictureComparer().compare(pair.first, with: deeper.first) }
    let packed = try Frame.picture(width: 32, height: 32, format: try #require(PixelFormat(name: "rgb24")))
    #expect(throws: MediaError.self) { try PictureComparer().compare(packed, with: packed) }
  }
}

@Suite struct PictureSignatureTests {
  @Test("Every size has a signature", arguments: [(1, 1), (3, 200), (47, 26), (48, 27), (1280, 2)])
  func takesAnySize(width: Int, height: Int) throws {
    let pair = try NoisyPair("gray", width: width, height: height, seed: 5)
    let signature = PictureSignature(of: pair.first)
    #expect(signature.cells.allSatisfy { (0...255).contains($0) })
    #expect(signature.distance(to: signature) == 0)
  }

  @Test func cellsAreMeansInEightBits() throws {
    let pair = try NoisyPair("gray10le", width: 96, height: 54, seed: 7)
    let signature = PictureSignature(of: pair.first)
    let rows = pair.firstPlanes[0]
    let mean = (rows[2][4] + rows[2][5] + rows[3][4] + rows[3][5]) / 16
    #expect(abs(Double(signature.cells[PictureSignature.columns + 2]) - mean) < 1e-3)
  }

  @Test func flatPicturesDoNotCorrelate() {
    let count = PictureSignature.columns * PictureSignature.rows
    let flat = PictureSignature(cells: [Float](repeating: 100, count: count))
    let ramp = PictureSignature(cells: (0..<count).map { Float($0 % 48) })
    let inverse = PictureSignature(cells: (0..<count).map { 200 - 2 * Float($0 % 48) })
    #expect(flat.correlation(with: ramp) == nil)
    #expect(abs((ramp.correlation(with: ramp) ?? 0) - 1) < 1e-4)
    #expect(abs((ramp.correlation(with: inverse) ?? 0) + 1) < 1e-4)
  }
}
