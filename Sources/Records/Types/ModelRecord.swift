/// A model that a stage uses, so that its records can be read: classes, keypoints, the lines between them.
public struct ModelRecord: Record {
  /// `model`.
  public static let type = "model"
  /// What the record says.
  public static let summary = "A model that a stage uses: its classes, its keypoints and the lines between them."

  /// The model's name.
  public var name = ""
  /// What it does: objects, faces, pose, motion.
  public var task = ""
  /// The engine that runs it.
  public var engine: String?
  /// The SHA-256 of its file.
  public var sha256: String?
  /// The classes, by their index.
  public var classes: [String]?
  /// The names of its keypoints, by their index.
  public var keypoints: [String]?
  /// The skeleton: pairs of keypoints' indices.
  public var edges: [[Int]]?
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
    try v.field("sha256", &sha256, "SHA-256 of its file.")
    try v.field("classes", &classes, "Names of its classes, by class_id.")
    try v.field("keypoints", &keypoints, "Names of its keypoints, in their order.")
    try v.field("edges", &edges, "The skeleton: pairs of keypoints, by their place in the list.")
  }
}
