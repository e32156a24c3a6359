import Inference
import Media

extension ModelPort {
  /// Whether the axes have these sizes; nil stands for any, and an axis that the model leaves free fits any.
  func has(_ sizes: Int?...) -> Bool {
    guard shape.count == sizes.count else { return false }
    return zip(shape, sizes).allSatisfy { $0 == nil || $1 == nil || $0 == $1 }
  }

  /// How many numbers there are for one picture; nil where an axis is free.
  var numbersPerPicture: Int? {
    shape.dropFirst().reduce(1) { product, size in product.flatMap { total in size.map { total * $0 } } }
  }

  /// "output [1,84,8400]", an axis that is free as "?".
  var listing: String { "\(name) [\(shape.map { $0.map(String.init) ?? "?" }.joined(separator: ","))]" }
}

/// The cells that an input is divided into at one stride.
struct Grid {
  let stride: Int
  let columns: Int
  let rows: Int
  var cells: Int { columns * rows }
}

extension DecoderContext {
  /// The grids of the input at some strides; a part of a cell at the right and at the bottom is left out, or
  /// counted where `roundingUp`.
  func grids(_ strides: [Int], roundingUp: Bool = false) -> [Grid] {
    strides.map { stride in
      let extra = roundingUp ? stride - 1 : 0
      return Grid(stride: stride, columns: (width + extra) / stride, rows: (height + extra) / stride)
    }
  }

  /// All outputs with their shapes.
  var listing: String { outputs.map(\.listing).joined(separator: ", ") }

  /// A parameter that is a count or a flag.
  func integer(_ name: String) -> Int? { parameters[name].flatMap { Int(exactly: $0) } }

  /// A parameter that is 0 for no and 1 for yes.
  func flag(_ name: String) -> Bool? { parameters[name].map { $0 != 0 } }

  /// The error where outputs are not those of a family.
  func mismatch(_ decoder: String, expected: String) -> MediaError {
    MediaError(
      "decode", "the outputs \(listing)", cause: "the \(decoder) decoder expects \(expected)",
      hint: "decoders: \(Decoders.names)")
  }

  /// Checks that there are as many labels as classes.
  func checkLabels(_ classes: Int) throws {
    guard let classCount, classCount != classes else { return }
    throw MediaError(
      "label", "the outputs \(listing)",
      cause: "the model tells \(classes) classes apart, the labels name \(classCount)",
      hint: "give the list of classes that the model was trained with, one name a line")
  }
}

extension [Tensor] {
  /// The size of an output's axis (the batch is 0), or 0 where there is none such.
  func size(_ index: Int, axis: Int) -> Int {
    guard indices.contains(index), self[index].shape.indices.contains(axis) else { return 0 }
    return self[index].shape[axis]
  }

  /// Leads through the numbers of one picture of an output.
  /// - Parameters:
  ///   - index: which output.
  ///   - picture: which picture of the batch.
  ///   - count: how many numbers a picture must have.
  /// - Throws: MediaError where the output or the picture is not there, or has another number of numbers.
  func reading<R>(
    _ index: Int, picture: Int, count: Int, _ body: (UnsafePointer<Float>) throws -> R
  ) throws -> R {
    guard indices.contains(index) else {
      throw MediaError(
        "decode", "output \(index + 1)", cause: "the model gave \(self.count) outputs")
    }
    let tensor = self[index]
    let end = (picture + 1).multipliedReportingOverflow(by: count)
    let batch = tensor.shape.first ?? 1
    guard picture >= 0, picture < batch, !end.overflow, end.partialValue <= tensor.values.count,
      batch * count == tensor.values.count
    else {
      throw MediaError(
        "decode", "output \(tensor.name) \(tensor.shape)",
        cause: "picture \(picture + 1) with \(count) numbers was expected in it")
    }
    return try tensor.values.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else {
        throw MediaError("decode", "output \(tensor.name)", cause: "it is empty")
      }
      return try body(base + picture * count)
    }
  }
}
