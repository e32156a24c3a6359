import ArgumentParser
import Detection
import Inference
import Media
import Records

/// Options that choose models and say how they run.
struct ModelOptionsGroup: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A model by its name in the catalogue or by its file. May be repeated. hog-person needs no file: OpenCV's \
      built-in detector of people, a last resort.
      """, valueName: "name|path"))
  var model: [String] = []

  @Option(
    help: ArgumentHelp(
      "Class names for a model of your own: a text file with one a line.", valueName: "file"))
  var labels: String?

  @Option(
    help: ArgumentHelp(
      "How the outputs of a model of your own are read, where their shapes do not tell: \(Decoders.names).",
      valueName: "name"))
  var decoder: String?

  @Option(
    name: .customLong("input-size"),
    help: ArgumentHelp(
      "Size of the model's input where the model leaves it open: 640 or 640x384.", valueName: "size"))
  var inputSize: ModelInputSize?

  @Option(help: ArgumentHelp("What runs the models: auto, opencv or openvino.", valueName: "engine"))
  var engine = EngineChoice.auto

  @Option(help: ArgumentHelp("Threads for the models (default: one a core).", valueName: "count"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      """
      auto lets the engine compute in 16-bit floats (bfloat16) where the CPU has them, which is quicker and \
      moves boxes by a pixel here and there; full computes in 32-bit floats, for the same boxes on every CPU.
      """, valueName: "precision"))
  var precision = Precision.auto

  @Option(help: ArgumentHelp("Pictures in one inference.", valueName: "count"))
  var batch = 1

  enum Precision: String, ExpressibleByArgument, CaseIterable { case auto, full }

  func validate() throws {
    if let threads, threads < 1 || threads > 1024 {
      throw ValidationError("--threads takes a number from 1 to 1024, not \(threads).")
    }
    if batch < 1 || batch > 64 { throw ValidationError("--batch takes a number from 1 to 64, not \(batch).") }
    if decoder != nil || labels != nil || inputSize != nil, model.isEmpty {
      throw ValidationError("--labels, --decoder and --input-size go with --model.")
    }
  }
}

/// Options that say which objects are kept.
struct ObjectFilterGroup: ParsableArguments {
  @Option(
    help: ArgumentHelp("Keep these classes alone, as a list with commas: person,car.", valueName: "labels"))
  var classes: String?

  @Option(
    name: .customLong("min-score"),
    help: ArgumentHelp("Keep scores from this on, 0 to 1 (default: the model's own).", valueName: "score"))
  var minScore: Float?

  @Option(
    help: ArgumentHelp(
      "Boxes of one class whose intersection over union is greater are one object (default: the model's own).",
      valueName: "overlap"))
  var iou: Float?

  @Flag(name: .customLong("agnostic-nms"), help: "Boxes of different classes can be one object too.")
  var agnostic = false

  @Option(
    name: .customLong("max-objects"),
    help: ArgumentHelp("Keep this many objects a frame at the most, the best ones.", valueName: "count"))
  var maxObjects: Int?

  @Option(
    name: .customLong("min-size"),
    help: ArgumentHelp("Drop objects that are smaller, in pixels: 20 or 20x40.", valueName: "size"))
  var minSize: ModelInputSize?

  @Option(
    help: ArgumentHelp(
      """
      Look here alone: x,y,width,height or a polygon x1,y1,x2,y2,x3,y3,..., in pixels, or as fractions where all numbers are at most 1. \
      An object counts by its middle. May be repeated.
      """, valueName: "region"))
  var roi: [RegionArgument] = []

  @Option(
    help: ArgumentHelp(
      "A picture of any size whose bright pixels say where objects count.", valueName: "file"))
  var mask: String?

  func validate() throws {
    if let minScore, !(0...1).contains(minScore) {
      throw ValidationError("--min-score takes a number from 0 to 1, not \(minScore).")
    }
    if let iou, !(0...1).contains(iou) {
      throw ValidationError("--iou takes a number from 0 to 1, not \(iou).")
    }
    if let maxObjects, maxObjects < 1 {
      throw ValidationError("--max-objects takes a number from 1 on, not \(maxObjects).")
    }
  }

  /// The filter for frames of a size.
  /// - Throws: MediaError where a region lies outside of them.
  func filter(_ stream: StreamRecord, mask: PictureMask?) throws -> ObjectFilter {
    var filter = ObjectFilter()
    filter.classes = classes.map { text in
      Set(text.split(separator: ",").map { $0.trimmed.lowercased() })
    }
    filter.maximum = maxObjects
    filter.minimumWidth = Float(minSize?.width ?? 0)
    filter.minimumHeight = Float(minSize?.height ?? 0)
    filter.regions = try roi.map { region in
      let polygon = region.polygon(width: stream.width, height: stream.height)
      let frame = Box(width: Float(stream.width), height: Float(stream.height))
      guard polygon.bounds.intersection(frame).area > 0 else {
        throw MediaError(
          "look at region", region.text,
          cause: "it lies outside the frames, which have \(stream.width)x\(stream.height) pixels",
          hint: "--roi takes pixels, or fractions where all numbers are at most 1")
      }
      return polygon
    }
    filter.mask = mask
    return filter
  }
}

extension Substring {
  /// Without spaces at its ends.
  fileprivate var trimmed: Substring {
    let start = drop { $0 == " " }
    guard let last = start.lastIndex(where: { $0 != " " }) else { return start }
    return start[...last]
  }
}

/// A size in pixels: `640` for both sides, or `640x384`.
struct ModelInputSize: ExpressibleByArgument {
  let width: Int
  let height: Int

  init?(argument: String) {
    let parts = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard let width = parts[0], let height = parts.count == 1 ? width : parts[1], parts.count <= 2,
      (1...8192).contains(width), (1...8192).contains(height)
    else { return nil }
    self.width = width
    self.height = height
  }
}

/// A rectangle or polygon on the command line, in pixels or, where all numbers are at most 1, as fractions.
struct RegionArgument: ExpressibleByArgument {
  /// What was written.
  let text: String
  private let numbers: [Float]

  init?(argument: String) {
    text = argument
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Float($0.filter { $0 != " " }) }.filter(\.isFinite)
    guard numbers.count == parts.count, numbers.count == 4 || numbers.count >= 6 && numbers.count % 2 == 0
    else { return nil }
    if numbers.count == 4, numbers[2] <= 0 || numbers[3] <= 0 { return nil }
    self.numbers = numbers
  }

  /// The rectangle in pixels of a frame; nil for a polygon.
  func box(width: Int, height: Int) -> Box? {
    numbers.count == 4 ? polygon(width: width, height: height).bounds : nil
  }

  /// The region in pixels of a frame.
  func polygon(width: Int, height: Int) -> Polygon {
    let polygon =
      numbers.count == 4
      ? Polygon(Box(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3]))
      : Polygon(
        stride(from: 0, to: numbers.count, by: 2).map { Point(x: numbers[$0], y: numbers[$0 + 1]) })
    let isFraction = numbers.allSatisfy { $0 <= 1 }
    return isFraction ? polygon.scaled(x: Float(width), y: Float(height)) : polygon
  }
}

extension EngineChoice: ExpressibleByArgument {}
