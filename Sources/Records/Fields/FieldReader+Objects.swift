extension FieldReader {
  /// Reads an object into declared fields; what is not declared goes to `extra`.
  /// - Throws: ``RecordError`` for a fault in the text, or a required key that is missing.
  mutating func readObject<Object: FieldObject>(
    _ value: inout Object, isRecord: Bool
  ) throws(RecordError) {
    let start = position
    guard next == UInt8(ascii: "{") else { throw expected("an object") }
    let outer = object
    object = ObjectState()
    object.isRecord = isRecord
    try descend()
    try readKey(isFirst: true)
    while object.keyStart >= 0 {
      let matched = object.matched
      object.index = 0
      try value.fields(&self)
      if object.keyStart >= 0, object.matched == matched { try keep(in: &value.extra) }
    }
    var checker = RequirementChecker(seen: object.seen)
    value.fields(&checker)
    if let key = checker.missing {
      throw RecordError(
        cause: .missing, offset: start, expected: "the key \"\(key)\"", found: "an object without it")
    }
    object = outer
  }

  /// Goes from the end of a value to the value of the next key.
  @inline(__always)
  mutating func advance() throws(RecordError) {
    skipSpace()
    try readKey(isFirst: false)
  }

  /// Reads a key and its colon, or the end of the object.
  mutating func readKey(isFirst: Bool) throws(RecordError) {
    var isFirst = isFirst
    while true {
      if next == UInt8(ascii: "}") {
        object.keyStart = -1
        ascend()
        return
      }
      if !isFirst { try take(UInt8(ascii: ","), "a comma or a closing brace") }
      isFirst = false
      guard next == UInt8(ascii: "\"") else { throw expected("a key in quotes", .syntax) }
      let start = position
      object.isKeyEscaped = try skipString()
      object.keyStart = start + 1
      object.keyEnd = position - 1
      if object.isKeyEscaped { escapedKey = Array(try unescaped(object.keyStart..<object.keyEnd).utf8) }
      skipSpace()
      try take(UInt8(ascii: ":"), "a colon")
      guard object.isRecord, isTypeKey else { return }
      try skipValue()
      skipSpace()
    }
  }

  /// Whether the key that waits is `type`.
  private var isTypeKey: Bool {
    if object.isKeyEscaped { return escapedKey.elementsEqual("type".utf8) }
    return object.keyEnd - object.keyStart == 4
      && bytes[object.keyStart..<object.keyEnd].elementsEqual("type".utf8)
  }

  /// Keeps the member that no field asked for as raw text.
  private mutating func keep(in extra: inout ExtraFields) throws(RecordError) {
    let key = bytes[(object.keyStart - 1)...object.keyEnd]
    let start = position
    try skipValue()
    extra.append(key: key, value: bytes[start..<position])
    try advance()
  }

  /// Finds the `type` of the record that starts here, without moving.
  mutating func peekType() throws(RecordError) -> String {
    let start = position
    defer {
      position = start
      depth = 0
    }
    guard next == UInt8(ascii: "{") else { throw expected("an object", .syntax) }
    object = ObjectState()
    try descend()
    try readKey(isFirst: true)
    while object.keyStart >= 0 {
      if isTypeKey {
        guard next == UInt8(ascii: "\"") else { throw expected("a text").inside("type") }
        return try readString()
      }
      try skipValue()
      try advance()
    }
    throw RecordError(
      cause: .missing, offset: start, expected: "the key \"type\"", found: "an object without it")
  }
}

// MARK: - Lists and maps

extension FieldReader {
  /// Enters a list; false where it is empty, and then already left.
  mutating func beginList() throws(RecordError) -> Bool {
    guard next == UInt8(ascii: "[") else { throw expected("a list") }
    try descend()
    guard next == UInt8(ascii: "]") else { return true }
    ascend()
    return false
  }

  /// Goes on to the next element of a list; false where there was none, and the list is left.
  @inline(__always)
  mutating func nextElement() throws(RecordError) -> Bool {
    skipSpace()
    if next == UInt8(ascii: ",") {
      position += 1
      skipSpace()
      return true
    }
    guard next == UInt8(ascii: "]") else { throw expected("a comma or a closing bracket", .syntax) }
    ascend()
    return false
  }

  /// Enters an object of any keys; false where it is empty, and then already left.
  mutating func beginMap() throws(RecordError) -> Bool {
    guard next == UInt8(ascii: "{") else { throw expected("an object") }
    try descend()
    guard next == UInt8(ascii: "}") else { return true }
    ascend()
    return false
  }

  /// Reads a key of such an object, and its colon.
  mutating func readMapKey() throws(RecordError) -> String {
    guard next == UInt8(ascii: "\"") else { throw expected("a key in quotes", .syntax) }
    let key = try readString()
    skipSpace()
    try take(UInt8(ascii: ":"), "a colon")
    return key
  }

  /// Goes on to the next key of such an object; false where there was none, and the object is left.
  mutating func nextMember() throws(RecordError) -> Bool {
    skipSpace()
    if next == UInt8(ascii: ",") {
      position += 1
      skipSpace()
      return true
    }
    guard next == UInt8(ascii: "}") else { throw expected("a comma or a closing brace", .syntax) }
    ascend()
    return false
  }
}

// MARK: - Values that are passed over

extension FieldReader {
  /// Passes over a value of any kind and checks its syntax.
  mutating func skipValue() throws(RecordError) {
    switch next {
    case UInt8(ascii: "\""):
      _ = try skipString()
    case UInt8(ascii: "{"):
      guard try beginMap() else { return }
      repeat {
        guard next == UInt8(ascii: "\"") else { throw expected("a key in quotes", .syntax) }
        _ = try skipString()
        skipSpace()
        try take(UInt8(ascii: ":"), "a colon")
        try skipValue()
      } while try nextMember()
    case UInt8(ascii: "["):
      guard try beginList() else { return }
      repeat { try skipValue() } while try nextElement()
    case UInt8(ascii: "t"): try takeWord("true")
    case UInt8(ascii: "f"): try takeWord("false")
    case UInt8(ascii: "n"): try takeWord("null")
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): _ = try scanNumber()
    default: throw expected("a value", .syntax)
    }
  }
}

/// Finds a required field that was not seen.
private struct RequirementChecker: FieldVisitor {
  typealias Failure = Never
  let seen: UInt64
  var index: UInt64 = 0
  var missing: String?

  init(seen: UInt64) {
    self.seen = seen
  }

  @inline(__always)
  mutating func field<Value: FieldValue>(
    _ key: String, _ value: inout Value, _ meaning: String, required: Bool
  ) {
    if required, missing == nil, seen & (1 &<< index) == 0 { missing = key }
    index += 1
  }
}
