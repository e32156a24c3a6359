import Foundation
import Media
import Records
import Testing

@testable import Packaging

@Suite struct SegmentEncryptionTests {
  private func bytes(_ hex: String) -> [UInt8] {
    let digits = Array(hex)
    return stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16)
    }
  }

  /// NIST SP 800-38A section F.2.1.
  @Test func theStandardsVectorsComeOut() throws {
    let key = bytes("2b7e151628aed2a6abf7158809cf4f3c")
    let iv = bytes("000102030405060708090a0b0c0d0e0f")
    let plain = bytes("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51")
    let sealed = bytes("7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2")
    let whole = try AES128.encrypt([plain], key: key, iv: iv)
    #expect(whole.count == 48)
    #expect(Array(whole.prefix(32)) == sealed)
    #expect(try AES128.encrypt([Array(plain[..<5]), Array(plain[5...])], key: key, iv: iv) == whole)
    #expect(try AES128.decrypt(whole, key: key, iv: iv) == plain)
    #expect(try AES128.decrypt(AES128.encrypt([[]], key: key, iv: iv), key: key, iv: iv) == [])
    #expect(throws: MediaError.self) { try AES128.decrypt(whole.dropLast(), key: key, iv: iv) }
    #expect(throws: MediaError.self) { try AES128.encrypt([plain], key: Array(key[1...]), iv: iv) }
  }

  @Test func keysRotateAfterSoManySegments() throws {
    let rotating = try SegmentEncryption(
      keyURI: "https://k.example/film/{n}.key?t=1", keyFile: nil, keyFolder: "keys", rotation: 3)
    #expect((1...7).map { rotating.key(ofSegment: $0) } == [1, 1, 1, 2, 2, 2, 3])
    #expect(rotating.uri(ofKey: 2) == "https://k.example/film/2.key?t=1")
    #expect(rotating.path(ofKey: 2) == "keys/2.key")
    let single = try SegmentEncryption(
      keyURI: "https://k.example/", keyFile: nil, keyFolder: "keys", rotation: nil)
    #expect(single.key(ofSegment: 900) == 1)
    #expect(single.path(ofKey: 1) == "keys/key_1.key")
    for uri in ["urn:key", "https://k.example/a/.hidden"] {
      let odd = try SegmentEncryption(keyURI: uri, keyFile: nil, keyFolder: "keys", rotation: nil)
      #expect(odd.path(ofKey: 1) == "keys/key_1.key")
    }
  }

  @Test(
    arguments: [
      (nil, nil, nil), ("a", "b", nil), (nil, "b", 0), ("k", nil, 2),
    ] as [(String?, String?, Int?)])
  func whatDoesNotGoTogetherIsRefused(file: String?, folder: String?, rotation: Int?) {
    #expect(throws: PackagingFormatError.self) {
      try SegmentEncryption(keyURI: "k/{n}", keyFile: file, keyFolder: folder, rotation: rotation)
    }
    #expect(throws: PackagingFormatError.self) {
      try SegmentEncryption(keyURI: "k/1", keyFile: nil, keyFolder: "b", rotation: 2)
    }
  }

  @Test func aKeyIsMadeOnceAndTellsWhenItWasReplaced() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "vidproc-keys-\(UUID())").path
    let path = "\(folder)/1.key"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let encryption = try SegmentEncryption(
      keyURI: "https://k.example/1.key", keyFile: nil, keyFolder: folder, rotation: nil)
    let sealed = try SegmentEncryptor(encryption).encrypt([[1, 2, 3]], rendition: "720p", index: 4)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(attributes[.size] as? Int == 16)
    // Another encryptor takes the key that is there.
    let again = SegmentEncryptor(encryption)
    #expect(try again.encrypt([[1, 2, 3]], rendition: "720p", index: 4).bytes == sealed.bytes)
    #expect(try again.decrypt(sealed.bytes, rendition: "720p", index: 4) == [1, 2, 3])
    #expect(try again.encrypt([[1, 2, 3]], rendition: "720p", index: 5).key.iv != sealed.key.iv)
    #expect(try again.encrypt([[1, 2, 3]], rendition: "480p", index: 4).key.iv != sealed.key.iv)
    let entry = SegmentEntry(
      rendition: "720p", index: 4, path: "p", start: 0, duration: 1, timescale: 1, samples: 1, bytes: 16,
      sha256: "", key: sealed.key)
    try SegmentEncryptor(encryption).verify([entry])
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: MediaError.self) { try SegmentEncryptor(encryption).verify([entry]) }
  }
}
