/// The last three seconds of weighted energy, in slices of 10 ms.
struct LoudnessWindows {
  private var energies = [Double](repeating: 0, count: 300)
  private var lengths = [Int](repeating: 0, count: 300)
  /// Slices taken so far.
  private(set) var slices = 0

  /// Takes the energy of the next 10 ms and the number of its samples.
  mutating func add(_ energy: Double, samples: Int) {
    energies[slices % 300] = energy
    lengths[slices % 300] = samples
    slices += 1
  }

  /// Mean square of the last 400 ms; nil before there are as many.
  var momentary: Double? { mean(40) }

  /// Mean square of the last 3 s; nil before there are as many.
  var shortTerm: Double? { mean(300) }

  private func mean(_ count: Int) -> Double? {
    guard slices >= count else { return nil }
    var energy = 0.0
    var samples = 0
    for slice in slices - count..<slices {
      energy += energies[slice % 300]
      samples += lengths[slice % 300]
    }
    return energy / Double(max(samples, 1))
  }
}
