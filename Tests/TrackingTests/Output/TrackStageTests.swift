import Records
import Testing

@testable import Tracking

@Suite struct TrackStageTests {
  /// Runs one object at a steady pace, seen at these tenths of a second, and others that were passed on.
  private func run(
    _ seen: Set<Int>, count: Int = 40, options: TrackStageOptions, looked: (Int) -> Bool = { _ in true }
  ) -> [TrackedItem<Int>] {
    let stage = TrackStage<Int>(CascadeTracker(), width: 640, height: 360, options: options)
    var items: [TrackedItem<Int>] = []
    for index in 0..<count {
      var objects: [DetectedObject] = []
      if seen.contains(index) {
        let box = Box(x: 20 + 6 * Float(index), y: 100, width: 30, height: 80)
        objects.append(DetectedObject(label: "person", classID: 3, score: 0.9, box: box))
      }
      stage.take(
        FrameRecord(
          frame: index, pts: Int64(index), time: Double(index) / 10, objects: looked(index) ? objects : nil),
        index)
      stage.pass(1000 + index)
      while let item = stage.next() { items.append(item) }
    }
    stage.finish()
    while let item = stage.next() { items.append(item) }
    return items
  }

  private func records(_ items: [TrackedItem<Int>]) -> [FrameRecord] {
    items.compactMap { if case .frame(let record, _, _) = $0 { record } else { nil } }
  }

  @Test(arguments: [0, 0.5, 2.5, .infinity]) func everythingLeavesInItsOrder(hold: Double) {
    var options = TrackStageOptions()
    options.backfill = hold
    let items = run(Set(0..<40), options: options)
    let payloads = items.map { item in
      switch item {
      case .frame(_, let payload, _): payload
      case .other(let payload): payload
      }
    }
    #expect(payloads == (0..<40).flatMap { [$0, 1000 + $0] })
  }

  @Test func oneTrackIsToldOnceWithAllOfItself() throws {
    var options = TrackStageOptions()
    options.backfill = .infinity
    let items = run(Set(5..<30), options: options)
    var ended: [TrackRecord] = []
    for case .frame(_, _, let tracks) in items { ended += tracks }
    let track = try #require(ended.first)
    #expect(ended.count == 1)
    #expect(track.firstPTS == 5 && track.label == "person" && track.classID == 3)
    #expect(track.frames >= 25)
  }

  @Test func framesThatNobodyLookedAtPassAsTheyAre() {
    let items = run(Set(0..<40), options: TrackStageOptions()) { $0 % 4 == 0 }
    let all = records(items)
    #expect(all.enumerated().allSatisfy { ($1.objects == nil) == ($0 % 4 != 0) })
    let ids = Set(all.suffix(20).compactMap { $0.objects?.first?.trackID })
    #expect(ids.count == 1, "2.5 looks a second keep the track")
  }

  @Test func objectsWithoutIdentityCanBeLeftOut() {
    var options = TrackStageOptions()
    options.keepsUntracked = false
    let all = records(run(Set(0..<40), options: options))
    #expect(all.first?.objects == [])
    #expect(all.allSatisfy { ($0.objects ?? []).allSatisfy { $0.trackID != nil } })
  }

  @Test func boxesCanStayAsTheyCame() {
    var options = TrackStageOptions()
    options.filtersBoxes = false
    let all = records(run(Set(0..<40), options: options))
    #expect(all.allSatisfy { $0.objects?.first?.box.x == 20 + 6 * Float($0.frame) })
  }

  @Test func aClassThatFlickersIsOneTrack() throws {
    var tracks: [TrackRecord] = []
    for isAgnostic in [false, true] {
      var options = TrackStageOptions()
      options.isAgnostic = isAgnostic
      options.backfill = .infinity
      let stage = TrackStage<Void>(CascadeTracker(), width: 640, height: 360, options: options)
      for index in 0..<40 {
        let box = Box(x: 20 + 6 * Float(index), y: 100, width: 60, height: 50)
        let object = DetectedObject(label: index % 3 == 1 ? "truck" : "car", score: 0.9, box: box)
        stage.take(
          FrameRecord(frame: index, pts: Int64(index), time: Double(index) / 10, objects: [object]), ())
      }
      stage.finish()
      tracks.removeAll()
      while let item = stage.next() {
        if case .frame(let record, _, let ended) = item {
          tracks += ended
          if isAgnostic { #expect(record.objects?.first?.label == "car") }
        }
      }
      #expect(isAgnostic ? tracks.count == 1 : tracks.allSatisfy { $0.frames < 40 })
    }
    #expect(tracks.first?.frames == 40)
  }

  @Test func whatHasLeftIsLetGo() {
    final class Picture {}
    let stage = TrackStage<Picture>(CascadeTracker(), width: 640, height: 360)
    weak var last: Picture?
    for index in 0..<10 {
      let picture = Picture()
      last = picture
      stage.take(FrameRecord(frame: index, pts: Int64(index), time: Double(index) / 10, objects: []), picture)
      while stage.next() != nil {}
    }
    #expect(last == nil, "pictures are large")
  }

  @Test func heldFramesAreBounded() {
    // Long after the hold, the identities that were dropped do no harm.
    var options = TrackStageOptions()
    options.interpolate = 0.5
    let missing: Set<Int> = [200, 201, 202, 500, 501]
    let all = records(run(Set(0..<1000).subtracting(missing), count: 1000, options: options))
    #expect(all.count == 1000)
    for frame in missing { #expect(all[frame].objects?.count == 1, "frame \(frame)") }
    #expect(Set(all.suffix(900).compactMap { $0.objects?.first?.trackID }).count == 1)
  }
}
