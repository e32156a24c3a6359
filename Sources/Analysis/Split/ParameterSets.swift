import Media

/// The parameter sets (sequence headers) that a decoder needs before it can begin with a keyframe, in streams that
/// carry them among the pictures: H.264 and HEVC as byte streams (annex B of both), MPEG-1 and MPEG-2 video.
///
/// In most transport streams they stand before every keyframe. Where they do not, a file that is cut from the middle
/// could not be decoded without them.
struct ParameterSets {
  private enum Syntax { case h264, hevc, mpeg }

  private let bytes: [UInt8]
  private let syntax: Syntax

  /// The parameter sets of a stream; nil where its codec is another, or they are not there as a byte stream.
  init?(codec: String, extradata: [UInt8]) {
    switch codec {
    case "h264": syntax = .h264
    case "hevc": syntax = .hevc
    case "mpeg1video", "mpeg2video": syntax = .mpeg
    default: return nil
    }
    guard extradata.starts(with: [0, 0, 1]) || extradata.starts(with: [0, 0, 0, 1]) else { return nil }
    bytes = extradata
  }

  /// A keyframe with the parameter sets before it; nil where it has some already.
  func completed(_ keyframe: Packet) throws(MediaError) -> Packet? {
    guard let completed = completed(keyframe.bytes) else { return nil }
    let packet = try Packet(bytes: completed)
    packet.pts = keyframe.pts
    packet.dts = keyframe.dts
    packet.duration = keyframe.duration
    packet.isKeyframe = true
    return packet
  }

  /// The bytes of a picture with the parameter sets before it (after its access unit delimiter, which is first);
  /// nil where it has some already.
  func completed(_ picture: [UInt8]) -> [UInt8]? {
    var place = 0
    var index = 0
    var followsDelimiter = false
    while index + 3 < picture.count {
      guard picture[index] == 0, picture[index + 1] == 0, picture[index + 2] == 1 else {
        index += 1
        continue
      }
      if followsDelimiter {
        place = index > 0 && picture[index - 1] == 0 ? index - 1 : index
        followsDelimiter = false
      }
      switch kind(of: picture[index + 3]) {
      case .parameters: return nil
      case .picture: return picture[..<place] + bytes + picture[place...]
      case .delimiter: followsDelimiter = true
      case .other: break
      }
      index += 3
    }
    return nil
  }

  private enum Kind { case parameters, picture, delimiter, other }

  /// What the byte after a start code stands for (H.264 table 7-1, HEVC table 7-1, MPEG-2 table 6-1).
  private func kind(of byte: UInt8) -> Kind {
    switch syntax {
    case .h264:
      switch byte & 31 {
      case 7: .parameters
      case 1...5: .picture
      case 9: .delimiter
      default: .other
      }
    case .hevc:
      switch (byte >> 1) & 63 {
      case 33: .parameters
      case 0...31: .picture
      case 35: .delimiter
      default: .other
      }
    case .mpeg:
      switch byte {
      case 0xB3: .parameters
      case 0: .picture
      default: .other
      }
    }
  }
}
