/// Where a live stream's segments go once their files are whole.
struct LiveSegmentSink: Sendable {
  /// The name of the initialization sections.
  var initializationName: String
  /// Lists a file.
  var add: @Sendable (SegmentEntry) throws -> Void
}
