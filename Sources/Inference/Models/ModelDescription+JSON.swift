import Foundation
import Media

// The JSON beside a model file. Only `input` with its width and height must be there: people write it by
// hand.
extension ModelDescription {
  enum CodingKeys: String, CodingKey {
    case name, task, summary, license, file, sha256, bytes, sources, input, decoder, parameters, labels,
      classes,
      overlap, companions
    case otherFiles = "other_files"
    case labelFile = "label_file"
    case minimumScore = "minimum_score"
  }

  private enum InputKeys: String, CodingKey {
    case width, height, layout, channels, fit, pad, mean, deviation
  }

  /// Reads a description; what is left out has the defaults of `init`, and `name` is then empty.
  public init(from decoder: any Swift.Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func value<T: Decodable>(_ key: CodingKeys, _ fallback: T) throws -> T {
      try values.decodeIfPresent(T.self, forKey: key) ?? fallback
    }
    self.init(
      name: try value(.name, ""), task: try value(.task, .objects),
      input: try Self.input(try values.nestedContainer(keyedBy: InputKeys.self, forKey: .input)))
    summary = try value(.summary, summary)
    license = try value(.license, license)
    file = try value(.file, file)
    otherFiles = try value(.otherFiles, otherFiles)
    sha256 = try value(.sha256, sha256)
    bytes = try values.decodeIfPresent(Int.self, forKey: .bytes)
    sources = try value(.sources, sources)
    self.decoder = try values.decodeIfPresent(String.self, forKey: .decoder)
    parameters = try value(.parameters, parameters)
    labels = try values.decodeIfPresent(String.self, forKey: .labels)
    classes = try values.decodeIfPresent([String].self, forKey: .classes)
    labelFile = try values.decodeIfPresent(LabelFile.self, forKey: .labelFile)
    minimumScore = try value(.minimumScore, minimumScore)
    overlap = try value(.overlap, overlap)
    companions = try value(.companions, companions)
  }

  private static func input(_ values: KeyedDecodingContainer<InputKeys>) throws -> PictureInput {
    var input = PictureInput(
      width: try values.decode(Int.self, forKey: .width), height: try values.decode(Int.self, forKey: .height)
    )
    input.layout = try values.decodeIfPresent(PictureInput.Layout.self, forKey: .layout) ?? input.layout
    input.channels =
      try values.decodeIfPresent(PictureInput.Channels.self, forKey: .channels) ?? input.channels
    input.fit = try values.decodeIfPresent(PictureInput.Fit.self, forKey: .fit) ?? input.fit
    input.pad = try values.decodeIfPresent(UInt8.self, forKey: .pad) ?? input.pad
    input.mean = try values.decodeIfPresent([Float].self, forKey: .mean) ?? input.mean
    input.deviation = try values.decodeIfPresent([Float].self, forKey: .deviation) ?? input.deviation
    func refuse(_ key: InputKeys, _ text: String) -> DecodingError {
      .dataCorruptedError(forKey: key, in: values, debugDescription: text)
    }
    guard (1...8192).contains(input.width), (1...8192).contains(input.height) else {
      throw refuse(.width, "width and height go from 1 to 8192")
    }
    guard input.mean.count == 3, input.mean.allSatisfy(\.isFinite) else {
      throw refuse(.mean, "mean has three numbers, one a channel")
    }
    guard input.deviation.count == 3, input.deviation.allSatisfy({ $0.isFinite && $0 != 0 }) else {
      throw refuse(.deviation, "deviation has three numbers other than 0, one a channel")
    }
    return input
  }

  /// Reads the description in a file.
  /// - Throws: MediaError where it cannot be read or says something else.
  static func read(_ path: String) throws -> ModelDescription {
    let bytes = try ModelFile.bytes(path)
    do {
      return try JSONDecoder().decode(ModelDescription.self, from: Data(bytes))
    } catch {
      throw MediaError(
        "read", path, cause: "it does not describe a model: \(Self.text(error))",
        hint: "vidproc models add writes such files")
    }
  }

  /// The description as JSON, one key a line.
  func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  private static func text(_ error: any Error) -> String {
    func place(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      return "\(place(context.codingPath + [key])) is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context):
      let key = place(context.codingPath)
      let reason = context.debugDescription.split(whereSeparator: \.isNewline).joined(separator: " ")
      return key.isEmpty ? reason : "\(key): \(reason)"
    default: return "\(error)"
    }
  }
}
