import Media
import Packaging
import Records

/// Names the codecs of a source as playlists do (RFC 6381), whatever container they come in.
enum CodecNames {
  /// The string for a CODECS attribute; nil where there is none, or the headers do not tell enough.
  static func name(_ stream: StreamInfo) -> String? {
    let parameters = stream.parameters
    do {
      switch parameters.codecName {
      case "h264": return try CodecString.h264(parameters.extradata)
      case "hevc": return try CodecString.hevc(parameters.extradata)
      case "av1": return try CodecString.av1(parameters.extradata)
      case "aac": return try aac(parameters)
      case "vp9": return vp9(stream)
      case "vp8": return "vp8"
      case "mp3": return CodecString.mp3
      case "opus": return CodecString.opus
      case "ac3": return CodecString.ac3
      case "eac3": return CodecString.eac3
      case "flac": return CodecString.flac
      default: return nil
      }
    } catch {
      return nil  // The configuration is missing or damaged: there is no name to give.
    }
  }

  /// AAC in MPEG-TS has no configuration of its own: its profile is the audio object type less one.
  private static func aac(_ parameters: CodecParameters) throws -> String? {
    guard parameters.extradata.isEmpty else { return try CodecString.aac(parameters.extradata) }
    return parameters.profileNumber.map { "mp4a.40.\($0 + 1)" }
  }

  private static func vp9(_ stream: StreamInfo) -> String? {
    let parameters = stream.parameters
    guard let profile = parameters.profileNumber else { return nil }
    let rate = (stream.averageFrameRate ?? stream.realFrameRate ?? Rational(30)).doubleValue
    guard let level = parameters.level ?? vp9Level(parameters, rate: rate) else { return nil }
    return CodecString.vp9(profile: profile, level: level, bitDepth: parameters.pixelFormat.bitDepth)
  }

  /// The lowest level that such pictures fit (VP9 levels: samples a second, samples a picture), times ten.
  private static func vp9Level(_ parameters: CodecParameters, rate: Double) -> Int? {
    let levels: [(level: Int, rate: Double, size: Int)] = [
      (10, 829_440, 36_864), (11, 2_764_800, 73_728), (20, 4_608_000, 122_880), (21, 9_216_000, 245_760),
      (30, 20_736_000, 552_960), (31, 36_864_000, 983_040), (40, 83_558_400, 2_228_224),
      (41, 160_432_128, 2_228_224), (50, 311_951_360, 8_912_896), (51, 588_251_136, 8_912_896),
      (52, 1_176_502_272, 8_912_896), (60, 1_176_502_272, 35_651_584), (61, 2_353_004_544, 35_651_584),
      (62, 4_706_009_088, 35_651_584),
    ]
    let size = parameters.width * parameters.height
    return levels.first { size <= $0.size && Double(size) * rate <= $0.rate }?.level
  }
}
