import Foundation
import Media
import Testing

@Suite struct FourierTransformTests {
  @Test func aWavesPowerIsInItsBin() throws {
    let wave = (0..<64).map { Float(3 * cos(2 * .pi * 5 * Double($0) / 64) + 1) }
    let ones = [Float](repeating: 1, count: 64)
    var power = [Double](repeating: 0, count: 33)
    try FourierTransform(size: 64).addPowers(of: wave, and: [], window: ones, to: &power)
    for (bin, value) in power.enumerated() {
      let expected = bin == 0 ? 64.0 * 64 : bin == 5 ? 96.0 * 96 : 0
      #expect(abs(value - expected) < 0.05, "bin \(bin)")
    }
  }

  @Test func twoSignalsAddUp() throws {
    let one = (0..<32).map { Float(sin(2 * .pi * 3 * Double($0) / 32)) }
    let other = (0..<32).map { Float(2 * cos(2 * .pi * 7 * Double($0) / 32)) }
    var power = [Double](repeating: 0, count: 17)
    try FourierTransform(size: 32).addPowers(
      of: one, and: other, window: [Float](repeating: 1, count: 32), to: &power)
    #expect(abs(power[3] - 256) < 0.01 && abs(power[7] - 1024) < 0.01)
  }

  @Test func sizesThatCannotBeAreRefused() {
    #expect(throws: MediaError.self) { try FourierTransform(size: 0) }
  }
}
