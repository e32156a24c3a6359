import Media
import Pipeline
import Records
import Testing

@testable import Packaging

@Suite struct LadderTaskPlanTests {
  private func plan(_ change: (inout TranscodeOptions) throws -> Void = { _ in }) throws -> TranscodePlan {
    var options = TranscodeOptions()
    options.sharesAnalysis = true
    try change(&options)
    return try TranscodePlan(TranscodePlanTests.film(1920, 1080), options: options)
  }

  private func tasks(_ plan: TranscodePlan, chunks: Int = 3) -> LadderTaskPlan {
    LadderTaskPlan(
      job: LadderTaskPlan.Job(
        generation: TranscodeJob.generation, input: "/films/a b.mp4", identity: "file:1", output: "/out/ä",
        reading: LadderTaskPlan.Reading(SourceOptions()), plan: plan, chunks: chunks))
  }

  @Test func aPlanReadsBackAsItWasWritten() throws {
    let plan = tasks(try plan())
    let lines = try plan.lines()
    #expect(lines.split(separator: 10).count == 1 + 3 + 4)
    let again = try LadderTaskPlan(lines, named: "plan")
    #expect(again.job.plan == plan.job.plan && again.job.output == "/out/ä" && again.job.chunks == 3)
    #expect(try again.lines() == lines)
    for text in ["", "{}", "{\"type\":\"stream\"}", "film.mp4"] {
      #expect(throws: MediaError.self) { try LadderTaskPlan(Array(text.utf8), named: "plan") }
    }
  }

  @Test func tasksAreNumberedByPhase() throws {
    let plan = tasks(try plan())
    #expect(TaskPhase.allCases.map { plan.count($0) } == [3, 0, 4])
    try plan.check(LadderTask(phase: .encode, number: 3))
    for task in [LadderTask(phase: .encode, number: 4), LadderTask(phase: .quality, number: 0)] {
      #expect(throws: PackagingFormatError.self) { try plan.check(task) }
    }
  }

  @Test func analysisIsSharedByPlainH264Alone() throws {
    let shared = try plan()
    let sharing = try #require(shared.sharing)
    #expect((sharing.width, sharing.height, sharing.segments) == (640, 360, 10))
    #expect(shared.renditions.allSatisfy { $0.threads == 1 && $0.preset == "veryfast" })
    #expect(try plan { $0.preset = "slow" }.renditions.allSatisfy { $0.preset == "slow" })
    #expect(try plan { $0.codec = .hevc }.sharing == nil)
    #expect(try plan { $0.sharesAnalysis = false }.sharing == nil)
    #expect(
      try plan {
        $0.ladder = try Ladder(rungs: [Rung(width: 640, height: 360, bitrate: 500_000, crf: 23)])
      }.sharing == nil)
    #expect(try plan { $0.chunk = Rational(9, 1) }.sharing?.segments == 3)
  }

  @Test func waitersGetTheChunksTheyNeed() {
    func facts(_ chunk: Int, isLast: Bool = false) -> ChunkFacts {
      ChunkFacts(
        chunk: chunk, starts: [Int64(chunk)], end: Int64(chunk + 1), frames: 1, isLast: isLast,
        statistics: nil)
    }
    let board = ChunkBoard()
    board.add(facts(0))
    #expect(board.facts(0)?.chunk == 0 && board.facts(before: 1)?.count == 1)
    board.add(facts(1, isLast: true))
    #expect(board.facts(before: 15)?.count == 2)
    board.finish()
    #expect(board.facts(2) == nil)
    let cut = ChunkBoard()
    cut.add(facts(0))
    cut.finish()
    #expect(cut.facts(before: 15) == nil)
  }
}
