import Media

/// Finds out whether pictures were scaled up, and from how many lines.
///
/// Interpolation makes a line rough or smooth depending on where it lies between two lines of the original, so that
/// the roughness has a period of height / original lines (A. C. Gallagher, "Detection of linear and cubic interpolation
/// in JPEG compressed images", 2005). The mean magnitudes of the second and of the third difference across the lines
/// (the second alone misses a doubling, whose lines are all alike) are added up over the pictures: the pattern stays
/// in its place, the content does not. Peaks of their spectrum tell the number of original lines; columns are looked
/// at in the same way and support what has the same frequency in both.
///
/// r and 1 - r times the lines leave the same frequency. Lines on top of one of the original are the roughest, so the
/// phase tells which it is, the original's lines being centred in the picture as usual.
///
/// Block-based coding has peaks at multiples of a sixteenth of a cycle; one there counts only where it stands well
/// above the others, so that three quarters of the lines are found after light compression only. Blurred pictures that were not scaled show no peak. Coarse quantisation after the scaling erases
/// it, and then there is no verdict.
public struct ResolutionEstimator: Sendable {
  /// What was found.
  public struct Verdict: Sendable, Equatable {
    /// Lines that the picture was scaled up from.
    public var lines: Double
    /// How sure that is, 0.6 to 1.
    public var confidence: Double
  }

  private var height = 0
  private var width = 0
  private var down = [LinePattern(order: 2), LinePattern(order: 3)]
  private var across = [LinePattern(order: 2), LinePattern(order: 3)]

  /// Nothing seen yet.
  public init() {}

  /// Looks at a planar YUV or grey picture of 8 to 16 bits. Pictures of less than 128 lines or columns, or with next to
  /// no detail, are passed over; a picture of another size begins anew.
  public mutating func add(_ frame: Frame) {
    guard min(frame.width, frame.height) >= 128, max(frame.width, frame.height) <= PatternSpectrum.size,
      let lines = LumaLines(frame, transposed: false), let columns = LumaLines(frame, transposed: true)
    else { return }
    if (frame.width, frame.height) != (width, height) {
      self = ResolutionEstimator()
      (width, height) = (frame.width, frame.height)
    }
    for index in down.indices {
      down[index].add(lines)
      across[index].add(columns)
    }
  }

  /// How many lines the pictures were scaled up from; nil where nothing shows that they were.
  public var verdict: Verdict? {
    var best: (frequency: Double, strength: Double)?
    for (lines, columns) in zip(down, across) {
      guard let first = lines.spectrum else { continue }
      let views =
        [PatternView(spectra: [first])]
        + (columns.spectrum.map { [PatternView(spectra: [first, $0])] } ?? [])
      for found in views.compactMap({ $0.peak(order: lines.order) })
      where found.strength > (best?.strength ?? 0) {
        best = found
      }
    }
    guard let best, best.strength >= 1.2 else { return nil }
    var ratio = 1 - best.frequency
    if best.frequency < 0.49, let second = down[0].spectrum, second.phase(at: best.frequency) < 0 {
      ratio = best.frequency
    }
    let confidence = min(1, 0.5 * best.strength)
    return Verdict(
      lines: (ratio * Double(height)).rounded(), confidence: (confidence * 100).rounded() / 100)
  }
}

/// The spectra of one direction, or of both.
private struct PatternView {
  let spectra: [PatternSpectrum]

  private func mean(_ value: (PatternSpectrum) -> Double) -> Double {
    spectra.reduce(0) { $0 + value($1) } / Double(spectra.count)
  }

  /// The strongest peak, its strength being 1 where it just stands out.
  func peak(order: Int) -> (frequency: Double, strength: Double)? {
    let size = Double(PatternSpectrum.size)
    // The width of the window's main lobe.
    let reach = 3 / Double(spectra[0].lines)
    var best: (frequency: Double, strength: Double)?
    // Frequencies of slow patterns are those of content.
    for bin in Int(0.14 * size)...Int(size / 2) {
      let amplitude = mean { $0.amplitudes[bin] }
      guard amplitude > (bin > 0 ? mean { $0.amplitudes[bin - 1] } : 0) else { continue }
      var frequency = spectra[0].frequency(near: bin)
      let sixteenth = (frequency * 16).rounded()
      var strength = min(amplitude / 0.012, mean { $0.prominence(bin) } / 9)
      // One direction alone may follow something regular in the content, lines of text for example.
      if spectra.count == 1 {
        strength /= 2.5
      } else {
        let weakest = spectra.map { $0.amplitudes[bin] }.min() ?? 0
        strength = min(strength, weakest / (frequency < 0.2 ? 0.03 : 0.006))
      }
      if frequency < 0.2, spectra.count == 1 { strength = 0 }
      if strength > 0.5, abs(frequency - sixteenth / 16) < reach {
        strength = min(strength, gridStrength(Int(sixteenth), amplitude: amplitude, order: order))
        if sixteenth == 8 { frequency = 0.5 }
      }
      if strength > (best?.strength ?? 0) { best = (frequency, strength) }
    }
    return best
  }

  /// How strong a peak is where blocks may have one too.
  private func gridStrength(_ sixteenth: Int, amplitude: Double, order: Int) -> Double {
    func others(_ sixteenths: [Int]) -> Double {
      sixteenths.map { sixteenth in mean { $0.amplitude(near: Double(sixteenth) / 16) } }.max() ?? 0
    }
    switch sixteenth {
    case 8:
      guard order == 3 else { return 0 }
      return min(amplitude / 0.03, amplitude / others([2, 4]))
    case 4:
      // Transforms of 4 by 4 samples have this peak alone.
      return min(amplitude / 0.14, amplitude / others([2, 6]) / 4)
    case 6: return min(amplitude / 0.03, amplitude / others([2, 4]) / 2)
    default: return min(amplitude / 0.02, amplitude / others([1, 3, 5, 7].filter { $0 != sixteenth }) / 3)
    }
  }
}
