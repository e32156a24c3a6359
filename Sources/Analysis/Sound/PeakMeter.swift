import CPictureKernels
import Glibc

/// Highest magnitude of the samples, and of the wave between them (ITU-R BS.1770-4, Annex 2).
///
/// Samples are interpolated up to 176.4 kHz or more: 4 times at 44.1 and 48 kHz, 2 times at 88.2 and 96 kHz,
/// not at all from 176.4 kHz on. Each interpolating filter has 32 taps, a sinc in a Kaiser window.
struct PeakMeter {
  /// Whether to look between the samples.
  let interpolates: Bool
  /// Highest magnitude of a sample so far, 1 at full scale.
  private(set) var samplePeak: Float = 0
  /// Highest magnitude of the wave so far; that of the samples where it does not look between them.
  private(set) var truePeak: Float = 0
  /// Time of that in seconds, to about a millisecond.
  private(set) var time = 0.0
  /// Index of its channel.
  private(set) var channel = 0

  private static let taps = 32
  private var filters: [Float] = []
  private var filterCount = 0
  /// By channel, the last `taps - 1` samples and then the new ones.
  private var samples: [[Float]] = []
  private var end = 0.0
  private var rate = 48000.0

  /// Begins with nothing.
  init(interpolates: Bool) { self.interpolates = interpolates }

  /// How many times samples are interpolated.
  static func factor(sampleRate: Int) -> Int {
    var factor = 1
    while factor < 16, sampleRate * factor < 176400 { factor *= 2 }
    return factor
  }

  /// The filters for the moments between two samples, one after the other.
  static func filters(factor: Int) -> [Float] {
    let half = Double(taps / 2)
    return (1..<max(factor, 1)).flatMap { phase in
      let values = (0..<taps).map { tap in
        let distance = Double(tap) - half + 1 - Double(phase) / Double(factor)
        let window = bessel(7 * sqrt(max(0, 1 - distance * distance / (half * half))))
        return sin(.pi * distance) / (.pi * distance) * window
      }
      let sum = values.reduce(0, +)
      return values.map { Float($0 / sum) }
    }
  }

  /// Modified Bessel function of the first kind, order 0.
  private static func bessel(_ x: Double) -> Double {
    var (sum, term, n) = (1.0, 1.0, 1.0)
    while term > sum * 1e-17 {
      term *= (x / (2 * n)) * (x / (2 * n))
      sum += term
      n += 1
    }
    return sum
  }

  /// Takes the next samples.
  mutating func add(_ block: SoundBlock) {
    if block.hasNewFormat { begin(block.format) }
    let start = block.time(block.start)
    end = block.time(block.end)
    for index in block.channels.indices {
      let highest = vp_sound_add_up(block.channels[index], block.count).peak
      samplePeak = max(samplePeak, highest)
      if highest > truePeak {
        let place = vp_before_first_at_least(block.channels[index], 0, block.count, highest)
        take(highest, index, start + Double(place) / rate)
      }
      guard filterCount > 0 else { continue }
      samples[index].append(contentsOf: block.channels[index][..<block.count])
      interpolate(index, block.count, start: start)
      samples[index].removeFirst(block.count)
    }
  }

  /// Measures the end of the sound, as if silence followed.
  mutating func finish() {
    for index in samples.indices where filterCount > 0 {
      samples[index] += [Float](repeating: 0, count: Self.taps / 2)
      interpolate(index, Self.taps / 2, start: end)
    }
    samples = []
  }

  private mutating func begin(_ format: SoundFormat) {
    finish()
    rate = Double(format.sampleRate)
    let factor = interpolates ? Self.factor(sampleRate: format.sampleRate) : 1
    filters = Self.filters(factor: factor)
    filterCount = factor - 1
    samples = Array(
      repeating: [Float](repeating: 0, count: Self.taps - 1), count: format.channels.count)
  }

  private mutating func interpolate(_ index: Int, _ count: Int, start: Double) {
    var place = 0
    let highest = vp_interpolated_peak(samples[index], count, filters, filterCount, Self.taps, &place)
    // The middle of the filter lies half its length back.
    take(highest, index, start + (Double(place) - Double(Self.taps / 2)) / rate)
  }

  private mutating func take(_ value: Float, _ index: Int, _ time: Double) {
    guard value > truePeak else { return }
    truePeak = value
    self.time = max(0, time)
    channel = index
  }
}
