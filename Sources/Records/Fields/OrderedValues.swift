/// Named values in the order in which they came: the metrics of a frame, the tags of a file.
public struct OrderedValues<Value: FieldValue>: Sendable, Equatable {
  /// One named value.
  public struct Entry: Sendable, Equatable {
    /// The name.
    public var key: String
    /// The value.
    public var value: Value

    /// Makes a named value.
    public init(key: String, value: Value) {
      self.key = key
      self.value = value
    }
  }

  /// The values in order.
  public private(set) var entries: [Entry] = []

  /// Makes an empty list.
  public init() {}

  /// The value of a name. Setting keeps the name's place, adds a new name at the end, and removes on `nil`.
  public subscript(key: String) -> Value? {
    get { entries.first { $0.key == key }?.value }
    set {
      let index = entries.firstIndex { $0.key == key }
      switch (index, newValue) {
      case (let index?, let value?): entries[index].value = value
      case (let index?, nil): entries.remove(at: index)
      case (nil, let value?): entries.append(Entry(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  /// Whether there are none.
  public var isEmpty: Bool { entries.isEmpty }
  /// How many there are.
  public var count: Int { entries.count }
  /// The names in order.
  public var keys: [String] { entries.map(\.key) }
}

extension OrderedValues: ExpressibleByDictionaryLiteral {
  /// Makes a list from a literal, in its order; of a name given twice the last counts.
  public init(dictionaryLiteral elements: (String, Value)...) {
    for (key, value) in elements { self[key] = value }
  }
}

extension OrderedValues: FieldValue {
  /// The empty list.
  public static var blank: OrderedValues { OrderedValues() }
  /// An object of any keys.
  public static var shape: FieldShape { .map(Value.shape) }

  /// Writes an object with the names in their order.
  public func write(to writer: inout FieldWriter) {
    writer.beginObject()
    for entry in entries {
      writer.separate()
      writer.write(entry.key)
      writer.append(byte: UInt8(ascii: ":"))
      entry.value.write(to: &writer)
    }
    writer.endObject(ExtraFields())
  }

  /// Reads an object of any keys in their order; members that are null are left out.
  public mutating func read(from reader: inout FieldReader) throws(RecordError) {
    entries = []
    var known: Set<String> = []
    var goesOn = try reader.beginMap()
    while goesOn {
      let key = try reader.readMapKey()
      if try !reader.readNull() {
        var value = Value.blank
        try value.read(from: &reader)
        if known.insert(key).inserted {
          entries.append(Entry(key: key, value: value))
        } else {
          self[key] = value
        }
      }
      goesOn = try reader.nextMember()
    }
  }

  /// Decodes a keyed container; the order is the decoder's.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: FieldKey.self)
    for key in container.allKeys {
      if let value = try container.decodeIfPresent(Value.self, forKey: key) {
        entries.append(Entry(key: key.stringValue, value: value))
      }
    }
  }

  /// Encodes a keyed container.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: FieldKey.self)
    for entry in entries {
      try container.encode(entry.value, forKey: FieldKey(stringValue: entry.key))
    }
  }
}
