extension Policy {
  /// Names of the policies that the program brings.
  public static var readyNames: [String] { texts.map(\.name) }

  /// A policy that the program brings; nil where it has none of that name.
  /// - Throws: MediaError where its text is at fault.
  public static func ready(named name: String) throws -> Policy? {
    try readyText(named: name).map { try Policy(text: $0, name: name) }
  }

  /// The text of a policy that the program brings, with the reason of each demand; nil where it has none of
  /// that name. A policy of one's own can begin as a copy of it.
  public static func readyText(named name: String) -> String? { texts.first { $0.name == name }?.text }

  /// What each of them is for, in a line.
  public static func readyDescriptions() throws -> [(name: String, description: String)] {
    try readyNames.map { name in (name, try ready(named: name)?.description ?? "") }
  }

  private static let texts: [(name: String, text: String)] = [
    ("web-hls", webHLS), ("broadcast-r128", broadcastR128), ("archive", archive),
  ]
}

/// What a file must be like for HLS to play from it as it is.
private let webHLS = """
  name: web-hls
  description: a file that HLS players take as it is (HLS Authoring Specification for Apple Devices)
  # Demands that are warnings are of good practice; the others make players refuse or stumble. Apple's means that
  # specification.
  checks:
    # Apple's: video is H.264, HEVC or AV1.
    video.codec: [h264, hevc, av1]
    # Apple's: frame rates above 60 shall not be used.
    video.frame_rate: {want: "<=60", optional: true}
    # Apple's: interlaced video must be deinterlaced.
    interlace.verdict: {want: progressive, optional: true, message: "deinterlace it first"}
    # Apple's: up to High profile of H.264 and Main 10 of HEVC, which are 4:2:0 in 8 or 10 bits.
    video.pixel_format: {want: [yuv420p, yuvj420p, yuv420p10le], optional: true}
    # Apple's: a keyframe should come every two seconds; a tenth is for rates such as 29.97.
    bitrate.gop_max: {want: "<=2.1s", severity: warning, optional: true, message: "segments begin at keyframes"}
    # Apple's: sound is AAC, AC-3, E-AC-3, FLAC, Apple Lossless or MP3.
    audio.*.codec: {want: [aac, ac3, eac3, flac, alac, mp3], optional: true}
    # The rates that every decoder of a device takes.
    audio.*.sample_rate: {want: [32000, 44100, 48000], severity: warning, optional: true}
    # AES TD1004: streams lie between -20 and -16 LUFS, their true peak at -1 dBTP at the most.
    loudness.integrated: {want: -18±2, severity: warning, optional: true}
    loudness.true_peak: {want: "<=-1 dBTP", severity: warning, optional: true}
    # Players differ in what they do where one track begins or ends before the other.
    timestamps.audio_offset: {want: 0±0.1, severity: warning, optional: true}
    timestamps.audio_drift: {want: 0±0.5, severity: warning, optional: true}
    # Time must go on: segments are cut by it.
    timestamps.non_monotonic: {want: 0, optional: true}
    timestamps.gaps: {want: 0, severity: warning, optional: true}
    decode.errors: {want: 0, optional: true}
    # WCAG 2.3.1: no more than three flashes within a second.
    flash.passed: {want: true, optional: true, message: "flashes may provoke seizures"}
  """

/// What broadcasters' delivery terms ask for.
private let broadcastR128 = """
  name: broadcast-r128
  description: a programme for broadcasting (EBU R 128, EBU Tech 3343, ITU-R BT.1702)
  checks:
    # EBU R 128: target level -23.0 LUFS. Its third version (2014), which most delivery terms quote, allows 0.5 LU,
    # and 1 LU where programmes are live; the fourth (2020) 1 LU in production.
    loudness.integrated: {want: "-23 ± 0.5 LUFS", message: "EBU R 128 asks for -23 LUFS"}
    # EBU R 128: the maximum permitted true peak is -1 dBTP.
    loudness.true_peak: "<=-1 dBTP"
    # R 128 sets no limit to the range; over 20 LU is more than homes can play (EBU Tech 3343).
    loudness.range: {want: "<=20 LU", severity: warning}
    # EBU R 128 s1, which holds for short programmes alone: short-term loudness up to -18 LUFS.
    loudness.short_term_max: {want: "<=-18 LUFS", severity: info}
    # The sampling rate of digital video's sound (AES5, SMPTE ST 272).
    audio.*.sample_rate: 48kHz
    clipping.count: {want: 0, severity: warning}
    # Frame rates of ITU-R BT.709 and BT.2020.
    video.frame_rate: [23.976, 24, 25, 29.97, 30, 50, 59.94, 60, 100, 119.88, 120]
    video.variable: false
    # ITU-R BT.1702 and Ofcom: no more than three flashes within a second.
    flash.passed: {want: true, message: "flashes may provoke seizures"}
    # Longer black, frozen or silent stretches alarm a playout centre.
    black.longest: {want: "<=5s", severity: warning}
    freeze.longest: {want: "<=10s", severity: warning}
    silence.longest: {want: "<=10s", severity: warning}
    # Tracks begin together.
    timestamps.audio_offset: {want: 0±0.1, severity: warning, optional: true}
    timestamps.gaps: {want: 0, optional: true}
    timestamps.non_monotonic: {want: 0, optional: true}
    decode.errors: 0
  """

/// What is worth keeping.
private let archive = """
  name: archive
  description: a file to keep, whole and as good as its source
  checks:
    # What cannot be decoded today is lost.
    decode.errors: 0
    timestamps.gaps: {want: 0, optional: true}
    timestamps.overlaps: {want: 0, optional: true}
    timestamps.non_monotonic: {want: 0, optional: true}
    timestamps.missing: {want: 0, severity: warning, optional: true}
    # Sound as long as the picture; half a second is what trailing frames and encoder delay make.
    timestamps.audio_drift: {want: 0±0.5, optional: true}
    # Lossless or intermediate codecs; a delivery codec has lost something already.
    video.codec:
      want: [ffv1, v210, rawvideo, huffyuv, ffvhuff, utvideo, magicyuv, jpeg2000, prores, dnxhd, cfhd]
      severity: warning
      message: "it is a delivery codec, not one of those that archives keep"
    # Scaling up adds bytes, not lines.
    video.upscaled_from: {want: absent, message: "it was scaled up: look for the source"}
    # Conversion artefacts: doubled frames and combed pictures cannot be undone later.
    duplicates.share: {want: "<=5%", severity: warning, optional: true}
    picture.blockiness: {want: "<=30", severity: warning, optional: true}
    picture.banding: {want: "<=30", severity: warning, optional: true}
    # Clipped sound is lost for good.
    clipping.share: {want: "<=0.01%", severity: warning, optional: true}
    # Colours without a name are guessed by every player.
    video.color.primaries: {want: present, severity: info}
    video.color.transfer: {want: present, severity: info}
    video.color.space: {want: present, severity: info}
  """
