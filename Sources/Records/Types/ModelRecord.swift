/// A model: what a stage uses, so that its records can be read, or what `models list` knows.
public struct ModelRecord: Record {
  /// `model`.
  public static let type = "model"
  /// What the record says.
  public static let summary =
    "A model that a stage uses, with its classes and keypoints, or that models list knows."

  /// The model's name.
  public var name = ""
  /// What it does: objects, faces, pose, motion.
  public var task = ""
  /// The engine that runs it.
  public var engine: String?
  /// The numbers that it computes with.
  public var precision: String?
  /// The SHA-256 of its file.
  public var sha256: String?
  /// The classes, by their index.
  public var classes: [String]?
  /// The names of its keypoints, by their index.
  public var keypoints: [String]?
  /// The skeleton: pairs of keypoints' indices.
  public var edges: [[Int]]?
  /// What it is, in a few words.
  public var about: String?
  /// Whether its file is here.
  public var state: ModelPresence?
  /// Its file.
  public var path: String?
  /// The size of its file.
  public var bytes: Int64?
  /// The licence's SPDX name.
  public var license: String?
  /// Addresses and packages that have it.
  public var sources: [String]?
  /// Members that this version does not know.
  public var extra = ExtraFields()

  /// Makes a record with its defaults.
  public init() {}

  /// Describes a model.
  public init(name: String, task: String) {
    self.name = name
    self.task = task
  }

  /// The record as one of all.
  public var asAny: AnyRecord { .model(self) }

  /// Leads a visitor through the fields.
  public mutating func fields<V: FieldVisitor>(_ v: inout V) throws(V.Failure) {
    try v.field("name", &name, "Name of the model.", required: true)
    try v.field("task", &task, "What it does: objects, faces, pose or motion.")
    try v.field("engine", &engine, "Engine that runs it.")
    try v.field("precision", &precision, "Numbers that it computes with, such as f32 or bf16.")
    try v.field("sha256", &sha256, "SHA-256 of its file.")
    try v.field("classes", &classes, "Names of its classes, by class_id.")
    try v.field("keypoints", &keypoints, "Names of its keypoints, in their order.")
    try v.field("edges", &edges, "The skeleton: pairs of keypoints, by their place in the list.")
    try v.field("about", &about, "What it is, in a few words.")
    try v.field("state", &state, "Whether its file is here, and is what its name says.")
    try v.field("path", &path, "Its file.")
    try v.field("bytes", &bytes, "Size of its file.")
    try v.field("license", &license, "SPDX name of its licence.")
    try v.field("sources", &sources, "Addresses and packages that have it.")
  }
}

/// Whether a model's file is on this machine.
public struct ModelPresence: FieldChoice {
  /// The text in JSON.
  public let rawValue: String
  /// Takes any text.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// It is, and is what its name says.
  public static var installed: Self { Self(rawValue: "installed") }
  /// A file of its name is, but another one than it says.
  public static var damaged: Self { Self(rawValue: "damaged") }
  /// It is not.
  public static var missing: Self { Self(rawValue: "missing") }
  /// All that are known.
  public static var choices: [Self] { [.installed, .damaged, .missing] }
}
