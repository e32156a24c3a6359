import Inference
import Media
import Records

/// One thread's place to run a loaded model: input, run, candidates.
final class ModelRun {
  let model: LoadedModel
  private let request: any InferenceRequest
  private let sampler: PictureSampler
  private let times: StageTimes?
  private var outputs: [Tensor] = []

  init(_ model: LoadedModel, times: StageTimes?) throws {
    self.model = model
    self.times = times
    request = try model.compiled.makeRequest()
    sampler = PictureSampler(model.input)
  }

  /// Fills the input with pictures (at most the batch's number) and runs the model on them.
  /// - Returns: where each picture lies in its input.
  func run(_ pictures: [(frame: Frame, region: Box?)]) throws -> [PicturePlacement] {
    let placements = try fill { index, bytes in
      guard pictures.indices.contains(index) else { return nil }
      return try sampler.sample(pictures[index].frame, region: pictures[index].region, into: bytes)
    }
    try times.measure(.infer) { try request.run(into: &outputs) }
    return placements
  }

  /// Fills the input with parts of one frame side by side, and runs the model on it.
  func run(_ frame: Frame, _ mosaic: Mosaic) throws {
    let parts = mosaic.tiles.map { PicturePlacement(region: $0.source, at: $0.destination) }
    _ = try fill { index, bytes -> PicturePlacement? in
      guard index == 0 else { return nil }
      try sampler.draw(frame, parts, into: bytes)
      return parts.first
    }
    try times.measure(.infer) { try request.run(into: &outputs) }
  }

  /// Fills the input with a rectangle of a frame, turned upright, and runs the model on it.
  func run(_ frame: Frame, _ region: RotatedRegion) throws {
    _ = try fill { index, bytes -> PicturePlacement? in
      if index == 0 { try sampler.draw(frame, region, into: bytes) }
      return nil
    }
    try times.measure(.infer) { try request.run(into: &outputs) }
  }

  /// What the last run found in one of its pictures, before suppression.
  func candidates(_ picture: Int, minimumScore: Float, into candidates: inout [Candidate]) throws {
    candidates.removeAll(keepingCapacity: true)
    if picture == 0, let damaged = outputs.first(where: \.hasNaN) {
      throw MediaError(
        "read the results of", "model \(model.name)", cause: "output \(damaged.name) holds what is no number",
        hint: "try --precision full, or --engine opencv; else the model itself is at fault")
    }
    try model.decoder.decode(outputs, picture: picture, minimumScore: minimumScore, into: &candidates)
  }

  private func fill(
    _ picture: (Int, UnsafeMutableBufferPointer<UInt8>) throws -> PicturePlacement?
  ) throws -> [PicturePlacement] {
    try times.measure(.preprocess) {
      let size = model.input.byteCount
      return try request.withInput { bytes in
        guard bytes.count >= size * model.batch else {
          throw MediaError("fill", "the input of \(model.name)", cause: "it holds \(bytes.count) bytes")
        }
        return try (0..<model.batch).compactMap { index in
          try picture(
            index, UnsafeMutableBufferPointer(rebasing: bytes[index * size..<(index + 1) * size]))
        }
      }
    }
  }
}
