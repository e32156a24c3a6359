import ArgumentParser
@main struct Vidproc: ParsableCommand {}
