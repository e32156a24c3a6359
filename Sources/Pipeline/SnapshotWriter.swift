import Records
public final class SnapshotWriter { public init(pattern: String, every: Rational?, stream: StreamRecord, published: @escaping (FileRecord) -> Void) throws {}
 public func take(_ item: VideoItem) throws {} }
