import Foundation
import Inference
import Records

@testable import Detection

/// Outputs of a model and the detections that its reference implementation made of them, as
/// Tests/Benchmarks/Parity/decoders_reference.py writes them.
struct ReferenceCase: Decodable {
  struct Output: Decodable {
    var name: String
    var shape: [Int]
    /// All numbers; or the number that most rows of the last axis are of, and the others behind their index; or
    /// a file of little-endian floats.
    var values: [Float]?
    var fill: Float?
    var rows: [[Float]]?
    var file: String?
  }

  struct Detection: Decodable {
    var `class`: Int
    var score: Float
    var box: [Float]
    var points: [[Float]]
  }

  var decoder: String
  var width: Int
  var height: Int
  var classes: Int?
  var parameters: [String: Double]
  var minimum: Float
  var overlap: Float
  var element: String?
  var outputs: [Output]
  var candidates: [Detection]?
  var kept: [Detection]?

  /// Reads a case.
  static func read(_ name: String, in folder: URL) throws -> (case: ReferenceCase, tensors: [Tensor]) {
    let data = try Data(contentsOf: folder.appending(path: "\(name).json"))
    let read = try JSONDecoder().decode(ReferenceCase.self, from: data)
    let tensors = try read.outputs.map { output in
      Tensor(name: output.name, shape: output.shape, values: try numbers(output, in: folder))
    }
    return (read, tensors)
  }

  /// The fixtures of these tests.
  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures")

  private static func numbers(_ output: Output, in folder: URL) throws -> [Float] {
    if let values = output.values { return values }
    if let file = output.file {
      let data = try Data(contentsOf: folder.appending(path: file))
      return data.withUnsafeBytes { bytes in
        (0..<bytes.count / 4).map {
          Float(
            bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
        }
      }
    }
    var values = [Float](repeating: output.fill ?? 0, count: output.shape.reduce(1, *))
    let length = output.shape.last ?? 1
    for row in output.rows ?? [] {
      let start = Int(row[0]) * length
      values.replaceSubrange(start..<start + length, with: row.dropFirst())
    }
    return values
  }

  /// The model as its decoder is told of it.
  var context: DecoderContext {
    DecoderContext(
      width: width, height: height,
      outputs: outputs.map {
        ModelPort(name: $0.name, shape: $0.shape, element: element == "uint8" ? .uint8 : .float32)
      }, classCount: classes, parameters: parameters)
  }
}

/// How far two lists of detections are apart.
struct Difference {
  /// Detections that have no counterpart, on both sides.
  var unmatched = 0
  /// The greatest difference of scores.
  var score: Float = 0
  /// The greatest difference of a box's edge or a point, in pixels.
  var pixels: Float = 0

  /// Pairs each expected detection with the nearest candidate of its class.
  init(_ found: [Candidate], _ expected: [ReferenceCase.Detection]) {
    var rest = found
    for one in expected {
      let near = rest.indices.filter {
        rest[$0].classID == one.class && abs(rest[$0].score - one.score) < 0.01
      }
      let distances = near.map { (index: $0, distance: Self.distance(rest[$0], one)) }
      guard let best = distances.min(by: { $0.distance < $1.distance }), best.distance < 5 else {
        unmatched += 1
        continue
      }
      score = max(score, abs(rest[best.index].score - one.score))
      pixels = max(pixels, best.distance)
      rest.remove(at: best.index)
    }
    unmatched += rest.count
  }

  private static func distance(_ found: Candidate, _ expected: ReferenceCase.Detection) -> Float {
    let edges = [found.box.x, found.box.y, found.box.maxX, found.box.maxY]
    guard found.points.count == expected.points.count else { return .infinity }
    var distance = zip(edges, expected.box).map { abs($0 - $1) }.max() ?? .infinity
    for (point, place) in zip(found.points, expected.points) {
      distance = max(distance, abs(point.x - place[0]), abs(point.y - place[1]))
      if place.count == 3 { distance = max(distance, abs((point.score ?? .infinity) - place[2])) }
    }
    return distance
  }
}
