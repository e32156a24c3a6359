import CFFmpeg

/// A complex discrete Fourier transform of one size (libavutil's). Used from one thread at a time.
public final class FourierTransform {
  /// Number of complex values: a power of two.
  public let size: Int
  private var context: OpaquePointer?
  private let run: av_tx_fn
  private let input: UnsafeMutablePointer<AVComplexFloat>
  private let output: UnsafeMutablePointer<AVComplexFloat>

  /// Prepares transforms of `size` values.
  /// - Throws: MediaError where libavutil cannot do this size.
  public init(size: Int) throws(MediaError) {
    let bytes = max(size, 1) * MemoryLayout<AVComplexFloat>.stride
    var function: av_tx_fn?
    var context: OpaquePointer?
    var scale: Float = 1
    try Libav.check(
      av_tx_init(&context, &function, AV_TX_FLOAT_FFT, 0, Int32(size), &scale, 0), "prepare",
      "a Fourier transform of \(size) values")
    // av_malloc aligns as the transform demands.
    guard let function, let input = av_mallocz(bytes), let output = av_mallocz(bytes) else {
      av_tx_uninit(&context)
      throw MediaError("allocate", "a Fourier transform", code: vp_error_no_memory)
    }
    self.size = size
    self.context = context
    run = function
    self.input = input.bindMemory(to: AVComplexFloat.self, capacity: size)
    self.output = output.bindMemory(to: AVComplexFloat.self, capacity: size)
  }

  deinit {
    av_tx_uninit(&context)
    av_free(input)
    av_free(output)
  }

  /// Adds the powers of two real signals to `sums`: `|X(k)|^2 + |Y(k)|^2` for k from 0 to `size / 2`.
  ///
  /// Both are transformed at once, as real and imaginary part.
  /// - Parameters:
  ///   - first: `size` values.
  ///   - second: `size` values; empty for none.
  ///   - window: `size` factors.
  ///   - sums: `size / 2 + 1` sums.
  public func addPowers(
    of first: [Float], and second: [Float], window: [Float], to sums: inout [Double]
  ) {
    guard first.count >= size, window.count >= size, sums.count > size / 2 else { return }
    let hasSecond = second.count >= size
    for index in 0..<size {
      input[index].re = first[index] * window[index]
      input[index].im = hasSecond ? second[index] * window[index] : 0
    }
    run(context, output, input, MemoryLayout<AVComplexFloat>.stride)
    for k in 0...size / 2 {
      let a = output[k]
      let b = output[(size - k) % size]
      let power = Double(a.re) * Double(a.re) + Double(a.im) * Double(a.im)
      let mirrored = Double(b.re) * Double(b.re) + Double(b.im) * Double(b.im)
      sums[k] += (power + mirrored) / 2
    }
  }
}
