/// One output of a model: numbers in row-major order with the sizes of their axes.
public struct Tensor: Sendable, Equatable {
  /// The output's name in the model.
  public var name: String
  /// The size of each axis, outermost first; the first is the batch.
  public var shape: [Int]
  /// The numbers, the last axis running fastest.
  public var values: [Float]

  /// Joins numbers and their shape.
  public init(name: String = "", shape: [Int], values: [Float]) {
    precondition(shape.reduce(1, *) == values.count, "a tensor's shape must fit its numbers")
    self.name = name
    self.shape = shape
    self.values = values
  }
}

/// An input or output that a model declares.
public struct ModelPort: Sendable, Equatable {
  /// What numbers a port carries.
  public enum Element: String, Sendable {
    /// 32-bit floating point.
    case float32
    /// 16-bit floating point.
    case float16
    /// Unsigned bytes.
    case uint8
    /// Signed bytes.
    case int8
    /// 32-bit integers.
    case int32
    /// 64-bit integers.
    case int64
    /// Anything else.
    case other
  }

  /// The name in the model.
  public var name: String
  /// The size of each axis; nil where it is free.
  public var shape: [Int?]
  /// What numbers it carries.
  public var element: Element

  /// Describes a port.
  public init(name: String, shape: [Int?], element: Element) {
    self.name = name
    self.shape = shape
    self.element = element
  }
}

extension Tensor {
  /// Whether any of the numbers is none. (Infinities are: some exports mask with them.)
  public var hasNaN: Bool {
    values.withUnsafeBytes { bytes in
      var found = SIMDMask<SIMD16<Int32>>(repeating: false)
      let whole = values.count & ~15
      for start in stride(from: 0, to: whole, by: 16) {
        let part = bytes.loadUnaligned(fromByteOffset: start * 4, as: SIMD16<Float>.self)
        found .|= part .!= part
      }
      return found != SIMDMask(repeating: false) || values[whole...].contains { $0.isNaN }
    }
  }

  /// Takes over the numbers of an engine's output, in the memory that is there already where it suffices.
  mutating func replace(shape: [Int], values source: UnsafePointer<Float>?) {
    self.shape = shape
    let count = shape.reduce(1, *)
    guard let source, count > 0 else {
      values = []
      return
    }
    if values.count == count {
      values.withUnsafeMutableBufferPointer { $0.baseAddress?.update(from: source, count: count) }
    } else {
      values = Array(UnsafeBufferPointer(start: source, count: count))
    }
  }
}
