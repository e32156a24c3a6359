import Records

/// Records of an analysis with every field set.
extension Samples {
  static func fillAnalysis(_ summary: inout SummaryRecord) {
    summary.source = "in.mp4"
    summary.fingerprint = "ab12"
    var container = ContainerSummary()
    container.duration = 12.5
    summary.container = container
    var video = VideoSummary()
    video.codec = "h264"
    video.sampleAspect = Rational(4, 3)
    var color = ColorDescription()
    color.range = "tv"
    video.color = color
    summary.video = video
    var audio = AudioSummary()
    audio.rms = [-20.5, -21]
    audio.loudness = LoudnessSummary()
    summary.audio = [audio, AudioSummary()]
    summary.scenes = ScenesSummary()
    var black = StretchesSummary()
    black.total = 1.25
    summary.black = black
    summary.freeze = StretchesSummary()
    summary.silence = StretchesSummary()
    var loudness = LoudnessSummary()
    loudness.integrated = -23
    summary.loudness = loudness
    summary.clipping = ClippingSummary()
    summary.interlace = InterlaceSummary()
    var letterbox = LetterboxSummary()
    letterbox.crop = Box(x: 0, y: 88, width: 1280, height: 544)
    summary.letterbox = letterbox
    summary.duplicates = DuplicatesSummary()
    summary.flash = FlashSummary()
    var bitrate = BitrateSummary()
    bitrate.frameTypes = ["P": 9]
    summary.bitrate = bitrate
    summary.timestamps = TimestampsSummary()
    summary.decode = DecodeSummary()
    var picture = PictureSummary()
    picture.quality = 81.5
    picture.colors = [DominantColor()]
    summary.picture = picture
    var tag = TagScore()
    tag.label = "llama"
    tag.group = "wild mammal"
    summary.tags = [tag]
    summary.objects = ["person": 1.5]
    var label = LabelStatistics()
    label.label = "person"
    summary.labels = [label]
    summary.reference = reference
  }

  static var reference: ReferenceSummary {
    var reference = ReferenceSummary()
    reference.source = "source.mp4"
    var psnr = MetricSummary()
    psnr.mean = 42.5
    reference.psnr = psnr
    return reference
  }

  static var scene: SceneRecord {
    var scene = SceneRecord()
    scene.scene = 1
    scene.frame = 48
    scene.endFrame = 96
    scene.pts = 24576
    scene.start = 2
    scene.end = 4
    scene.transition = .dissolve
    scene.transitionStart = 1.75
    scene.transitionEnd = 2.25
    scene.score = 0.75
    scene.isKeyframe = true
    scene.metrics = ["luma": 0.5]
    var tag = TagScore()
    tag.label = "cab, taxi"
    scene.tags = [tag]
    scene.objects = ["car": 2]
    scene.thumbnail = "thumbs/in-Scene-002.jpg"
    return scene
  }

  static var finding: FindingRecord {
    var finding = FindingRecord()
    finding.finding = "black"
    finding.severity = .warning
    finding.what = "the picture is black for 2 s"
    finding.start = 1
    finding.end = 3
    finding.frame = 25
    finding.endFrame = 75
    finding.stream = 0
    finding.place = "packet 12"
    finding.rule = "media.target-duration"
    finding.section = "RFC 8216bis 4.4.3.1"
    finding.declared = "6"
    finding.measured = "6.6"
    finding.values = ["length": 2]
    finding.count = 2
    return finding
  }

  static var check: CheckRecord {
    var check = CheckRecord()
    check.check = "loudness.integrated"
    check.hasPassed = true
    check.severity = .warning
    check.isSkipped = true
    check.wanted = "-23±1"
    check.found = "-22.5 LUFS"
    check.message = "too loud"
    check.place = "worst at 0:12"
    check.start = 12
    check.end = 13
    check.policy = "broadcast-r128"
    check.source = "in.mp4"
    return check
  }

  static var interval: IntervalRecord {
    var interval = IntervalRecord()
    interval.start = 1
    interval.end = 2
    interval.frames = 25
    interval.metrics = ["quality": 81.5]
    return interval
  }

  static var rendition: RenditionRecord {
    var rendition = RenditionRecord()
    rendition.rendition = "720p"
    rendition.path = "720p.m3u8"
    rendition.width = 1280
    rendition.height = 720
    rendition.bandwidth = 3_000_000
    rendition.bitRate = 2_500_000
    rendition.reference = reference
    rendition.hullMetric = "vmaf"
    rendition.isOnHull = true
    rendition.belowHull = 0.5
    rendition.plannedBitRate = 2_400_000
    rendition.expectedQuality = 93.02
    rendition.qualityScale = "vmaf_v0.6.1"
    rendition.isEstimate = true
    rendition.reason = "reaches 93"
    return rendition
  }
}
