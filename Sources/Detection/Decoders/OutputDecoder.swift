import Inference
import Records

/// Something found in a picture, in pixels of the model's input.
public struct Candidate: Sendable, Equatable {
  /// The class's index.
  public var classID: Int
  /// How sure the model is, 0 to 1.
  public var score: Float
  /// Where it is.
  public var box: Box
  /// Places on it, in the model's order.
  public var points: [CandidatePoint]

  /// Describes a candidate.
  public init(classID: Int, score: Float, box: Box, points: [CandidatePoint] = []) {
    self.classID = classID
    self.score = score
    self.box = box
    self.points = points
  }
}

/// A place on a candidate, in pixels of the model's input.
public struct CandidatePoint: Sendable, Equatable {
  /// Pixels from the left.
  public var x: Float
  /// Pixels from the top.
  public var y: Float
  /// How sure the model is, 0 to 1; nil where it does not say.
  public var score: Float?

  /// Describes a place.
  public init(x: Float, y: Float, score: Float? = nil) {
    self.x = x
    self.y = y
    self.score = score
  }
}

/// What a decoder is made for.
public struct DecoderContext: Sendable {
  /// Columns of the model's input.
  public var width: Int
  /// Rows of the model's input.
  public var height: Int
  /// The outputs that the model declares, with the sizes they have.
  public var outputs: [ModelPort]
  /// How many classes the labels name; nil where there are no labels.
  public var classCount: Int?
  /// Numbers of the model's description, by the decoder's own names for them.
  public var parameters: [String: Double]

  /// Describes the model that is to be decoded.
  public init(
    width: Int, height: Int, outputs: [ModelPort], classCount: Int? = nil, parameters: [String: Double] = [:]
  ) {
    self.width = width
    self.height = height
    self.outputs = outputs
    self.classCount = classCount
    self.parameters = parameters
  }
}

/// Reads a family of models' outputs. Each family is a file beside this one and a line in `Decoders`.
public protocol OutputDecoder: Sendable {
  /// The name on the command line and in descriptions.
  static var name: String { get }
  /// The names of the numbers that it takes from `DecoderContext.parameters`.
  static var parameterNames: [String] { get }
  /// Whether outputs of such shapes look like this family's.
  static func matches(_ context: DecoderContext) -> Bool
  /// Makes it ready for one model.
  /// - Throws: MediaError where the outputs are not this family's, or the labels do not fit.
  init(_ context: DecoderContext) throws

  /// What is to be done with candidates that overlap.
  var suppression: Suppression { get }
  /// How many classes it tells apart; nil where the outputs do not say.
  var classCount: Int? { get }
  /// The names of a candidate's points and the lines between them; nil where there are no points, or where
  /// their meaning is not known.
  var skeleton: Skeleton? { get }
  /// Appends the candidates of one picture of the batch whose score is at least `minimumScore`. Scores and
  /// places that are not finite are passed over.
  /// - Throws: MediaError where the tensors have other sizes than the outputs that the decoder was made for.
  func decode(
    _ outputs: [Tensor], picture: Int, minimumScore: Float, into candidates: inout [Candidate]) throws
}

extension OutputDecoder {
  /// No parameters.
  public static var parameterNames: [String] { [] }
  /// No points.
  public var skeleton: Skeleton? { nil }
  /// Whether several candidates may stand for the same object, so that overlapping ones must be suppressed.
  public var needsSuppression: Bool { suppression != .none }
}
