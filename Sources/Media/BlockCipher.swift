import COpenSSL

/// AES with 128-bit keys in cipher block chaining with PKCS #7 padding (FIPS 197, NIST SP 800-38A, RFC 5652
/// section 6.3), computed by libcrypto.
public enum AES128 {
  /// Bytes of a key, of an initialization vector and of a block.
  public static let size = 16

  /// Encrypts a whole message.
  /// - Parameters:
  ///   - parts: the message in pieces; one whole padded message comes out.
  ///   - key: 16 bytes.
  ///   - iv: 16 bytes.
  /// - Throws: MediaError when key or vector have another size, or libcrypto refuses.
  public static func encrypt(_ parts: [[UInt8]], key: [UInt8], iv: [UInt8]) throws(MediaError) -> [UInt8] {
    try run(parts, key: key, iv: iv, encrypts: true)
  }

  /// Decrypts a whole message.
  /// - Throws: MediaError when key or vector have another size, or the padding is wrong: another key, or bytes
  ///   that were cut off.
  public static func decrypt(_ bytes: [UInt8], key: [UInt8], iv: [UInt8]) throws(MediaError) -> [UInt8] {
    try run([bytes], key: key, iv: iv, encrypts: false)
  }

  /// Decrypts whole blocks out of the middle of a message, and takes no padding away.
  /// - Throws: MediaError when key or vector have another size, or the last block is not whole.
  public static func decrypt(blocks: [UInt8], key: [UInt8], iv: [UInt8]) throws(MediaError) -> [UInt8] {
    try run([blocks], key: key, iv: iv, encrypts: false, isPadded: false)
  }

  private static func run(
    _ parts: [[UInt8]], key: [UInt8], iv: [UInt8], encrypts: Bool, isPadded: Bool = true
  ) throws(MediaError) -> [UInt8] {
    let operation = encrypts ? "encrypt" : "decrypt"
    let subject = "a segment with AES-128"
    guard key.count == size, iv.count == size else {
      throw MediaError(operation, subject, cause: "key and initialization vector need 16 bytes each")
    }
    guard let context = EVP_CIPHER_CTX_new() else {
      throw MediaError(operation, subject, cause: "libcrypto has no memory for it")
    }
    defer { EVP_CIPHER_CTX_free(context) }
    let total = parts.reduce(0) { $0 + $1.count }
    var output = [UInt8](repeating: 0, count: total + 2 * size)
    var used = 0
    var succeeded =
      EVP_CipherInit_ex(context, EVP_aes_128_cbc(), nil, key, iv, encrypts ? 1 : 0) == 1
      && EVP_CIPHER_CTX_set_padding(context, isPadded ? 1 : 0) == 1
    output.withUnsafeMutableBufferPointer { buffer in
      func place() -> UnsafeMutablePointer<UInt8>? { buffer.baseAddress.map { $0 + used } }
      for part in parts {
        part.withUnsafeBufferPointer { input in
          var offset = 0
          while succeeded, offset < input.count {
            // libcrypto counts in 32 bits.
            let piece = min(input.count - offset, 1 << 30)
            var written: Int32 = 0
            succeeded =
              EVP_CipherUpdate(
                context, place(), &written, input.baseAddress.map { $0 + offset }, Int32(piece)) == 1
            used += Int(written)
            offset += piece
          }
        }
      }
      var written: Int32 = 0
      succeeded = succeeded && EVP_CipherFinal_ex(context, place(), &written) == 1
      used += Int(written)
    }
    guard succeeded else {
      throw MediaError(
        operation, subject,
        cause: encrypts ? "libcrypto refuses" : "its padding is wrong: another key, or it was cut off")
    }
    output.removeLast(output.count - used)
    return output
  }
}
