/// Everything that is known of a model beside its weights: an entry of the catalogue, or the JSON beside a
/// user's own file.
public struct ModelDescription: Codable, Sendable, Hashable {
  /// What a model does.
  public enum Task: String, Codable, Sendable, CaseIterable {
    /// Boxes with classes.
    case objects
    /// Boxes of faces, with landmarks.
    case faces
    /// Keypoints of bodies.
    case pose
    /// Classes of the whole picture.
    case classify
    /// A vector that tells individuals apart.
    case embedding
  }

  /// Where a file can be got.
  public struct Source: Codable, Sendable, Hashable {
    /// The address of the file, or of an archive that holds it.
    public var url: String?
    /// A package of the Python package index that carries it, as `NAME==VERSION`.
    public var package: String?
    /// The path inside the archive or package.
    public var member: String?

    /// A file or an archive's member at an address.
    public init(url: String, member: String? = nil) {
      self.url = url
      self.member = member
    }

    /// A package's member.
    public init(package: String, member: String) {
      self.package = package
      self.member = member
    }
  }

  /// A text file that names the classes, one a line, in the order of their indices.
  public struct LabelFile: Codable, Sendable, Hashable {
    /// Its name on disk, beside the model.
    public var file: String
    /// Its SHA-256 in hexadecimal.
    public var sha256: String
    /// Where it can be got, best first.
    public var sources: [Source]

    /// Describes a list of classes.
    public init(file: String, sha256: String, sources: [Source]) {
      self.file = file
      self.sha256 = sha256
      self.sources = sources
    }
  }

  /// The name by which it is asked for, such as `yolox-nano`.
  public var name: String
  /// What it does.
  public var task: Task
  /// One line for `models list`.
  public var summary: String
  /// The licence's SPDX name.
  public var license: String
  /// The name of the file on disk.
  public var file: String
  /// Other names under which the same weights are found: exports of the same contract.
  public var otherFiles: [String]
  /// The file's SHA-256 in hexadecimal; several where the same weights exist as different exports.
  public var sha256: [String]
  /// The size in bytes of the file that the sources have; nil where it is not known.
  public var bytes: Int?
  /// Where it can be got, best first.
  public var sources: [Source]
  /// The picture that it takes.
  public var input: PictureInput
  /// The decoder of its outputs by name; nil to tell from the outputs' shapes.
  public var decoder: String?
  /// Numbers for the decoder, by its own names for them.
  public var parameters: [String: Double]
  /// The classes: the name of a list in the program (`coco`, `face`, `person`), nil where `classes` says.
  public var labels: String?
  /// The classes by name.
  public var classes: [String]?
  /// The file that names the classes; its lines are in `classes` once the model was found on disk.
  public var labelFile: LabelFile?
  /// Scores below this are not shown, unless asked for.
  public var minimumScore: Float
  /// Boxes that overlap more than this are the same object (intersection over union).
  public var overlap: Float
  /// Other models, by name, that it cannot work without: the detector before a landmark model.
  public var companions: [String]

  /// Describes a model.
  public init(
    name: String, task: Task, summary: String = "", license: String = "", file: String = "",
    otherFiles: [String] = [], sha256: [String] = [], bytes: Int? = nil, sources: [Source] = [],
    input: PictureInput, decoder: String? = nil, parameters: [String: Double] = [:], labels: String? = nil,
    classes: [String]? = nil, labelFile: LabelFile? = nil, minimumScore: Float = 0.25, overlap: Float = 0.45,
    companions: [String] = []
  ) {
    self.name = name
    self.task = task
    self.summary = summary
    self.license = license
    self.file = file
    self.otherFiles = otherFiles
    self.sha256 = sha256
    self.bytes = bytes
    self.sources = sources
    self.input = input
    self.decoder = decoder
    self.parameters = parameters
    self.labels = labels
    self.classes = classes
    self.labelFile = labelFile
    self.minimumScore = minimumScore
    self.overlap = overlap
    self.companions = companions
  }
}
