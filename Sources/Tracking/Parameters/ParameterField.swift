/// One setting under its name in a configuration file, as a number; switches are 0 and 1.
public struct ParameterField<Root: Sendable>: Sendable {
  /// The name, that of the property.
  public let name: String
  /// What it means, with its unit and the paper that it comes from.
  public let meaning: String
  /// Reads the value.
  public let value: @Sendable (Root) -> Double
  /// Writes the value.
  public let set: @Sendable (inout Root, Double) -> Void

  /// A field of single precision.
  init(_ name: String, _ path: any WritableKeyPath<Root, Float> & Sendable, _ meaning: String) {
    self.name = name
    self.meaning = meaning
    value = { Double($0[keyPath: path]) }
    set = { $0[keyPath: path] = Float($1) }
  }

  /// A field of double precision.
  init(_ name: String, _ path: any WritableKeyPath<Root, Double> & Sendable, _ meaning: String) {
    self.name = name
    self.meaning = meaning
    value = { $0[keyPath: path] }
    set = { $0[keyPath: path] = $1 }
  }

  /// A whole number; what is set is rounded and kept within 0...1000000.
  init(_ name: String, _ path: any WritableKeyPath<Root, Int> & Sendable, _ meaning: String) {
    self.name = name
    self.meaning = meaning
    value = { Double($0[keyPath: path]) }
    set = { $0[keyPath: path] = Int(min(1_000_000, max(0, $1.rounded()))) }
  }

  /// A switch; what is not 0 is on.
  init(_ name: String, _ path: any WritableKeyPath<Root, Bool> & Sendable, _ meaning: String) {
    self.name = name
    self.meaning = meaning
    value = { $0[keyPath: path] ? 1 : 0 }
    set = { $0[keyPath: path] = $1 != 0 }
  }

  /// The field of a part, as a field of the whole, with the part's name before its own.
  init<Part>(
    _ part: String, _ path: any WritableKeyPath<Root, Part> & Sendable, _ field: ParameterField<Part>
  ) {
    name = "\(part).\(field.name)"
    meaning = field.meaning
    value = { field.value($0[keyPath: path]) }
    set = { field.set(&$0[keyPath: path], $1) }
  }
}
