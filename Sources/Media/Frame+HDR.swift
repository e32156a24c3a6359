import CFFmpeg
import Records

extension Frame {
  /// SMPTE ST 2086 and CTA-861.3 metadata that the coded picture itself carries; nil when it has neither.
  public var hdr: HDRDescription? {
    var found = HDRDescription()
    if let side = av_frame_get_side_data(raw, AV_FRAME_DATA_MASTERING_DISPLAY_METADATA) {
      found.masteringDisplay = side.pointee.data.withMemoryRebound(
        to: AVMasteringDisplayMetadata.self, capacity: 1
      ) { HDRDescription.text($0.pointee) }
    }
    if let side = av_frame_get_side_data(raw, AV_FRAME_DATA_CONTENT_LIGHT_LEVEL) {
      side.pointee.data.withMemoryRebound(to: AVContentLightMetadata.self, capacity: 1) {
        found.maxCLL = Int($0.pointee.MaxCLL)
        found.maxFALL = Int($0.pointee.MaxFALL)
      }
    }
    return found == HDRDescription() ? nil : found
  }
}
