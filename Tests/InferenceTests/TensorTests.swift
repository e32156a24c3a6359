import Testing

@testable import Inference

@Suite struct TensorTests {
  @Test(arguments: [0, 1, 15, 16, 17, 40])
  func oneThatIsNoNumberIsFoundAnywhere(place: Int) {
    var tensor = Tensor(shape: [41], values: (0..<41).map { Float($0) * 1e30 })
    tensor.values[(place + 1) % 41] = -.infinity
    #expect(!tensor.hasNaN)
    tensor.values[place] = .nan
    #expect(tensor.hasNaN)
  }

  @Test func emptyOnesHaveNone() { #expect(!Tensor(shape: [0], values: []).hasNaN) }
}
