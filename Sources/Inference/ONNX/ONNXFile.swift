import Foundation
import Media

/// What an ONNX file says of itself: inputs, outputs and metadata, read without any engine (onnx.proto,
/// ModelProto and GraphProto).
public struct ONNXFile: Sendable, Equatable {
  /// Inputs and outputs with their declared sizes.
  public var ports = ModelPorts(inputs: [], outputs: [])
  /// `metadata_props`: Ultralytics writes `names`, `task`, `imgsz` and `stride` there.
  public var metadata: [String: String] = [:]

  /// Reads a file. The weights are passed over, not loaded.
  /// - Throws: MediaError where it cannot be read or is no ONNX file.
  public init(path: String) throws {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    } catch {
      throw MediaError("read model", path, cause: "the file cannot be read")
    }
    do {
      try data.withUnsafeBytes { try read(ProtobufReader($0)) }
    } catch is ProtobufReader.Damage {
      throw MediaError(
        "read model", path, cause: data.isEmpty ? "the file is empty" : "it is damaged or no ONNX file",
        hint: "is it whole? `vidproc models verify` checks those of the catalogue")
    }
    guard !ports.outputs.isEmpty else {
      throw MediaError("read model", path, cause: "it is no ONNX file, or cut off: it has no outputs")
    }
  }

  private mutating func read(_ model: ProtobufReader) throws {
    var model = model
    while let field = try model.next() {
      switch field {
      case (7, .bytes(let graph)): try readGraph(ProtobufReader(graph))
      case (14, .bytes(let entry)):
        var pair = ProtobufReader(entry)
        var (key, value) = ("", "")
        while let part = try pair.next() {
          if case (1, .bytes(let text)) = part { key = String(decoding: text, as: UTF8.self) }
          if case (2, .bytes(let text)) = part { value = String(decoding: text, as: UTF8.self) }
        }
        metadata[key] = value
      default: break
      }
    }
  }

  private mutating func readGraph(_ graph: ProtobufReader) throws {
    var graph = graph
    var weights: Set<String> = []
    while let field = try graph.next() {
      switch field {
      case (5, .bytes(let tensor)):
        // Older exports list the weights among the inputs.
        var reader = ProtobufReader(tensor)
        while let part = try reader.next() {
          if case (8, .bytes(let name)) = part { weights.insert(String(decoding: name, as: UTF8.self)) }
        }
      case (11, .bytes(let value)): ports.inputs.append(try ONNXFile.port(ProtobufReader(value)))
      case (12, .bytes(let value)): ports.outputs.append(try ONNXFile.port(ProtobufReader(value)))
      default: break
      }
    }
    ports.inputs.removeAll { weights.contains($0.name) }
  }

  /// ValueInfoProto: a name, and a type that is a tensor's.
  private static func port(_ value: ProtobufReader) throws -> ModelPort {
    var value = value
    var port = ModelPort(name: "", shape: [], element: .other)
    while let field = try value.next() {
      switch field {
      case (1, .bytes(let name)): port.name = String(decoding: name, as: UTF8.self)
      case (2, .bytes(let type)):
        var type = ProtobufReader(type)
        while let part = try type.next() {
          if case (1, .bytes(let tensor)) = part { try readTensor(ProtobufReader(tensor), into: &port) }
        }
      default: break
      }
    }
    return port
  }

  private static func readTensor(_ tensor: ProtobufReader, into port: inout ModelPort) throws {
    var tensor = tensor
    while let field = try tensor.next() {
      switch field {
      case (1, .number(let type)): port.element = element(type)
      case (2, .bytes(let shape)):
        var shape = ProtobufReader(shape)
        while let part = try shape.next() {
          guard case (1, .bytes(let bytes)) = part else { continue }
          var dimension = ProtobufReader(bytes)
          var size: Int?
          while let detail = try dimension.next() {
            if case (1, .number(let value)) = detail, value > 0 { size = Int(exactly: value) }
          }
          port.shape.append(size)
        }
      default: break
      }
    }
  }

  /// TensorProto.DataType.
  private static func element(_ type: UInt64) -> ModelPort.Element {
    switch type {
    case 1: .float32
    case 2: .uint8
    case 3: .int8
    case 6: .int32
    case 7: .int64
    case 10: .float16
    default: .other
    }
  }
}

/// Walks through a message of Protocol Buffers' wire format (protobuf.dev, "Encoding").
struct ProtobufReader {
  enum Value {
    case number(UInt64)
    case bytes(UnsafeRawBufferPointer)
  }

  /// The bytes are no such message.
  struct Damage: Error {}

  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The next field's number and value; nil at the end.
  mutating func next() throws -> (Int, Value)? {
    guard position < bytes.count else { return nil }
    let tag = try varint()
    let field = Int(truncatingIfNeeded: tag >> 3)
    switch tag & 7 {
    case 0: return (field, .number(try varint()))
    case 1: return (field, .bytes(try take(8)))
    case 2:
      guard let count = Int(exactly: try varint()) else { throw Damage() }
      return (field, .bytes(try take(count)))
    case 5: return (field, .bytes(try take(4)))
    default: throw Damage()
    }
  }

  private mutating func take(_ count: Int) throws -> UnsafeRawBufferPointer {
    guard count >= 0, count <= bytes.count - position else { throw Damage() }
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
  }

  private mutating func varint() throws -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard position < bytes.count else { throw Damage() }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
    }
    throw Damage()
  }
}

extension ONNXFile {
  /// The class names that Ultralytics' exports carry: `{0: 'person', 1: 'bicycle'}`.
  public var ultralyticsNames: [String]? {
    guard let text = metadata["names"] else { return nil }
    var names: [Int: String] = [:]
    // Python's notation of a dictionary: numbers before colons, texts in either kind of quotes.
    var rest = Substring(text)
    while let quote = rest.firstIndex(where: { $0 == "'" || $0 == "\"" }) {
      let digits = rest[..<quote].filter { $0.isASCII && $0.isNumber }
      var name = ""
      var index = rest.index(after: quote)
      while index < rest.endIndex, rest[index] != rest[quote] {
        if rest[index] == "\\" {
          index = rest.index(after: index)
          guard index < rest.endIndex else { break }
        }
        name.append(rest[index])
        index = rest.index(after: index)
      }
      guard let number = Int(digits), index < rest.endIndex else { return nil }
      names[number] = name
      rest = rest[rest.index(after: index)...]
    }
    guard !names.isEmpty, (0..<names.count).allSatisfy({ names[$0] != nil }) else { return nil }
    return (0..<names.count).compactMap { names[$0] }
  }

  /// The input size that Ultralytics' exports carry, as width and height: `[640, 640]` (height first).
  public var ultralyticsSize: (width: Int, height: Int)? {
    guard let text = metadata["imgsz"] else { return nil }
    let numbers = text.split { !($0.isASCII && $0.isNumber) }.compactMap { Int($0) }
    guard let height = numbers.first, let width = numbers.last else { return nil }
    return (width, height)
  }
}
