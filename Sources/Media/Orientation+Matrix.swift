import Glibc

extension Orientation {
  /// Writes the display matrix that stands for it (ISO/IEC 14496-12 8.3.2.3): 16.16 fixed point, without shift.
  func write(to matrix: UnsafeMutablePointer<Int32>) {
    let angle = Double(rotation) * .pi / 180
    let cosine = Int32((cos(angle) * 65536).rounded())
    let sine = Int32((sin(angle) * 65536).rounded())
    matrix.update(repeating: 0, count: 9)
    matrix[0] = cosine
    matrix[1] = sine
    matrix[3] = isMirrored ? sine : -sine
    matrix[4] = isMirrored ? -cosine : cosine
    matrix[8] = 1 << 30
  }
}
