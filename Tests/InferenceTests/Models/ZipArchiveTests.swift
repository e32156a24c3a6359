import Foundation
import Media
import Testing

@testable import Inference

@Suite struct ZipArchiveTests {
  /// Written by Python's zipfile: pack/stored.txt, pack/inner/deflated.bin, empty, other/stored.txt.
  private let archive = Array(
    Data(
      base64Encoded: """
        UEsDBBQAAAAAAAAAIQA8QlUPEAAAABAAAAAPAAAAcGFjay9zdG9yZWQudHh0c3RvcmVkIGFzIGl0IGlzClBLAwQUAAAACAAA\
        ACEAWN1enyIBAAAACAAAFwAAAHBhY2svaW5uZXIvZGVmbGF0ZWQuYmluY2BkYmZhZWPn4OTi5uHl4xcQFBIWERUTl5CUkpaR\
        lZNXUFRSVlFVU9fQ1NLW0dXTNzA0MjYxNTO3sLSytrG1s3dwdHJ2cXVz9/D08vbx9fMPCAwKDgkNC4+IjIqOiY2LT0hMSk5J\
        TUvPyMzKzsnNyy8oLCouKS0rr6isqq6pratvaGxqbmlta+/o7Oru6e3rnzBx0uQpU6dNnzFz1uw5c+fNX7Bw0eIlS5ctX7Fy\
        1eo1a9et37Bx0+YtW7dt37Fz1+49e/ftP3Dw0OEjR48dP3Hy1OkzZ8+dv3Dx0uUrV69dv3Hz1u07d+/df/Dw0eMnT589f/Hy\
        1es3b9+9//Dx0+cvX799//Hz1+8/f//9Zxj1/6j/R/0/6v9R/4/6fwT6HwBQSwMEFAAAAAAAAAAhAAAAAAAAAAAAAAAAAAUA\
        AABlbXB0eVBLAwQUAAAAAAAAACEAOZdIGggAAAAIAAAAEAAAAG90aGVyL3N0b3JlZC50eHRhbm90aGVyClBLAQIUAxQAAAAA\
        AAAAIQA8QlUPEAAAABAAAAAPAAAAAAAAAAAAAACAAQAAAABwYWNrL3N0b3JlZC50eHRQSwECFAMUAAAACAAAACEAWN1enyIB\
        AAAACAAAFwAAAAAAAAAAAAAAgAE9AAAAcGFjay9pbm5lci9kZWZsYXRlZC5iaW5QSwECFAMUAAAAAAAAACEAAAAAAAAAAAAA\
        AAAABQAAAAAAAAAAAAAAgAGUAQAAZW1wdHlQSwECFAMUAAAAAAAAACEAOZdIGggAAAAIAAAAEAAAAAAAAAAAAAAAgAG3AQAA\
        b3RoZXIvc3RvcmVkLnR4dFBLBQYAAAAABAAEAPMAAADtAQAAAAA=
        """) ?? Data())

  private func open<R>(_ bytes: [UInt8], _ body: (ZipArchive) throws -> R) throws -> R {
    try ModelFolder.lend { folder in
      try folder.write(bytes, "a.zip")
      return try body(try ZipArchive(folder.path + "/a.zip"))
    }
  }

  @Test func membersAreUnpacked() throws {
    try open(archive) { zip throws in
      #expect(
        zip.members.map(\.name) == [
          "pack/stored.txt", "pack/inner/deflated.bin", "empty", "other/stored.txt",
        ])
      #expect(try zip.contents(of: "pack/stored.txt") == Array("stored as it is\n".utf8))
      #expect(
        try zip.contents(of: "pack/inner/deflated.bin") == (0..<2048).map { UInt8(truncatingIfNeeded: $0) })
      #expect(try zip.contents(of: "empty") == [])
    }
  }

  @Test func aNameIsFoundInAFolderWhereOnlyOneHasIt() throws {
    try open(archive) { zip throws in
      #expect(try zip.contents(of: "deflated.bin").count == 2048)
      #expect(throws: MediaError.self) { try zip.contents(of: "stored.txt") }
      #expect(throws: MediaError.self) { try zip.contents(of: "flated.bin") }
    }
  }

  @Test func aCommentAtTheEndIsPassedOver() throws {
    var bytes = archive
    bytes[bytes.count - 2] = 5
    try open(bytes + Array("hello".utf8)) { zip throws in #expect(try zip.contents(of: "empty") == []) }
  }

  /// Whatever is wrong with an archive, it is an error and no crash; contents are right or refused.
  @Test func damageIsAnError() throws {
    #expect(throws: MediaError.self) { try open([]) { _ in } }
    #expect(throws: MediaError.self) {
      try open(Array("not an archive, but long enough for one".utf8)) { _ in }
    }
    let right = (0..<2048).map { UInt8(truncatingIfNeeded: $0) }
    for index in archive.indices {
      var bytes = archive
      bytes[index] ^= 0xFF
      let contents = try? open(bytes) { try $0.contents(of: "pack/inner/deflated.bin") }
      #expect(contents == nil || contents == right, "byte \(index)")
    }
    for length in stride(from: 0, to: archive.count, by: 7) {
      #expect(throws: MediaError.self) {
        try open(Array(archive[..<length])) { try $0.contents(of: "pack/inner/deflated.bin") }
      }
    }
  }
}
