import Glibc
import Media
import Pipeline
import Records

extension Frame {
  /// The samples of a range, as a frame of their own with a timestamp of their own.
  func part(from start: Int, to end: Int) throws(MediaError) -> Frame {
    guard start > 0 || end < sampleCount else { return self }
    let rate = Rational(1, Int64(max(1, sampleRate)))
    let graph = try FilterGraph(
      .audio(sampleRate: sampleRate, format: sampleFormat, layout: channelLayout, timeBase: rate),
      chain: "atrim=start_sample=\(start):end_sample=\(end)")
    try graph.push(self)
    try graph.push(nil)
    guard let part = try graph.pull(), part.sampleCount == end - start else {
      throw MediaError("cut", "sound at sample \(start) of \(sampleCount)", cause: "the filter kept it")
    }
    part.pts = (pts ?? 0) + Int64(start)
    return part
  }
}

extension PendingFile {
  /// The size and the SHA-256 of a file that is whole.
  static func measure(_ path: String) throws(MediaError) -> (bytes: Int64, sha256: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw MediaError.system("read back", path, errno) }
    defer { close(descriptor) }
    var hash = SHA256()
    var size: Int64 = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw MediaError.system("read back", path, errno) }
      if count == 0 { return (size, hash.hexDigest()) }
      hash.update(count == buffer.count ? buffer : Array(buffer[..<count]))
      size += Int64(count)
    }
  }
}
