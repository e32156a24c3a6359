extension FieldObject {
  /// The object with all of its numbers that are no whole numbers by type, at any depth, cut to some decimals.
  ///
  /// What is measured has more digits than it has meaning; readers and people are spared them.
  public func rounded(decimals: Int) -> Self {
    var copy = self
    var rounding = FieldRounding(decimals: decimals)
    copy.fields(&rounding)
    return copy
  }
}

/// Rounds the fields that it is led through.
private struct FieldRounding: FieldVisitor {
  typealias Failure = Never
  private let scale: Double

  init(decimals: Int) { scale = (0..<decimals).reduce(1) { scale, _ in scale * 10 } }

  mutating func field<Value: FieldValue>(
    _ key: String, _ value: inout Value, _ meaning: String, required: Bool
  ) {
    guard let changed = rounded(value) as? Value else { return }
    value = changed
  }

  private func rounded(_ number: Double) -> Double {
    let scaled = (number * scale).rounded()
    return scaled.isFinite && scaled.magnitude < 1e15 ? scaled / scale : number
  }

  private mutating func rounded(_ value: any FieldValue) -> Any {
    switch value {
    case let number as Double: return rounded(number)
    case let numbers as [Double]: return numbers.map { rounded($0) }
    case var object as any FieldObject:
      object.fields(&self)
      return object
    case let objects as [any FieldObject]:
      return objects.map { object in
        var object = object
        object.fields(&self)
        return object
      }
    case var named as OrderedValues<Double>:
      for entry in named.entries { named[entry.key] = rounded(entry.value) }
      return named
    default: return value
    }
  }
}
