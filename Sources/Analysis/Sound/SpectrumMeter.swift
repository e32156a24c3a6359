import Glibc
import Media

/// The mean power spectrum of a track by Welch's method: four windows a second, over all channels.
///
/// Windows are Hann's, of about 170 ms (8192 samples at 48 kHz). The first sample rate is measured; blocks of
/// another are passed over.
struct SpectrumMeter {
  private var rate = 0
  private var size = 0
  private var transform: FourierTransform?
  private var window: [Float] = []
  private var gathered: [[Float]] = []
  private var passed = 0
  private var powers: [Double] = []
  private var count = 0

  /// Centres of the octave bands in hertz (IEC 61260's nominal ones).
  static let octaves = [31.5, 63, 125, 250, 500, 1000, 2000, 4000, 8000, 16000]

  /// Takes the next samples.
  mutating func add(_ block: SoundBlock) throws(MediaError) {
    if rate == 0 { try begin(block.format) }
    guard block.format.sampleRate == rate else { return }
    if block.hasNewFormat || block.continuity != .direct {
      gathered = Array(repeating: [], count: block.format.channels.count)
      passed = 0
    }
    let hop = max(size, rate / 4)
    var done = 0
    while done < block.count {
      let isGathering = passed < size
      let count = min(block.count - done, (isGathering ? size : hop) - passed)
      if isGathering {
        for channel in gathered.indices {
          gathered[channel].append(contentsOf: block.channels[channel][done..<done + count])
        }
      }
      done += count
      passed += count
      if isGathering, passed == size { transformWindow() }
      if passed == hop { passed = 0 }
    }
  }

  private mutating func begin(_ format: SoundFormat) throws(MediaError) {
    rate = format.sampleRate
    size = 256
    while size < rate / 8, size < 65536 { size *= 2 }
    transform = try FourierTransform(size: size)
    window = (0..<size).map { Float(0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(size))) }
    powers = [Double](repeating: 0, count: size / 2 + 1)
  }

  private mutating func transformWindow() {
    var channel = 0
    while channel < gathered.count {
      let second = channel + 1 < gathered.count ? gathered[channel + 1] : []
      transform?.addPowers(of: gathered[channel], and: second, window: window, to: &powers)
      channel += 2
    }
    count += gathered.count
    for channel in gathered.indices { gathered[channel].removeAll(keepingCapacity: true) }
  }

  /// Mean square by bin, the mean of all channels; their sum is that of the samples. Empty where the sound is
  /// shorter than one window.
  var spectrum: [Double] {
    guard count > 0 else { return [] }
    // The Hann window's mean square is 3/8; each bin but the first and last stands for two.
    let scale = 1 / (Double(count) * 0.375 * Double(size) * Double(size))
    return powers.indices.map { powers[$0] * scale * ($0 == 0 || $0 == size / 2 ? 1 : 2) }
  }

  /// Hertz from one bin to the next.
  var binWidth: Double { size > 0 ? Double(rate) / Double(size) : 0 }

  /// Level of each octave band in dBFS, as far as the sample rate reaches; the sum of the bands' mean squares
  /// is that of the samples within them.
  var levels: [Double] {
    let spectrum = self.spectrum
    guard !spectrum.isEmpty else { return [] }
    return Self.octaves.filter { $0 / 2.squareRoot() < Double(rate) / 2 }.map { centre in
      // Bins that a band's edge cuts count by part.
      let low = centre / 2.squareRoot() / binWidth + 0.5
      let high = centre * 2.squareRoot() / binWidth + 0.5
      var sum = 0.0
      for bin in Int(low)...max(Int(low), min(Int(high), spectrum.count - 1)) where bin < spectrum.count {
        let part = min(Double(bin) + 1, high) - max(Double(bin), low)
        sum += spectrum[bin] * max(0, part)
      }
      return sum > 0 ? max(10 * log10(sum), Sound.lowestLevel) : Sound.lowestLevel
    }
  }
}
