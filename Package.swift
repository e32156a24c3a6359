// swift-tools-version: 6.2
import PackageDescription

/// Every target treats warnings as errors; SwiftPM reports the dependencies' own warnings separately.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
  name: "vidproc",
  products: [
    .executable(name: "vidproc", targets: ["vidproc"]),
    .library(
      name: "VidprocKit",
      targets: [
        "Records", "Media", "Pipeline", "Network", "Inference", "Vision", "Detection", "Annotation",
        "Packaging", "Quality", "Tracking", "Analysis",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .target(
      name: "CFFmpeg",
      linkerSettings: [
        .linkedLibrary("avformat"), .linkedLibrary("avcodec"), .linkedLibrary("avfilter"),
        .linkedLibrary("swscale"), .linkedLibrary("swresample"), .linkedLibrary("avutil"),
        .linkedLibrary("dl"),
      ]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CFreeType", pkgConfig: "freetype2 fontconfig",
      providers: [.apt(["libfreetype-dev", "libfontconfig-dev"])]),
    .target(
      name: "COpenCV",
      // The folder that `pkg-config --cflags opencv4` names; its libraries are listed one by one, because all
      // of them are several hundred.
      cxxSettings: [.unsafeFlags(["-I/usr/include/opencv4", "-Wall", "-Werror"])],
      linkerSettings: [
        .linkedLibrary("opencv_core"), .linkedLibrary("opencv_imgproc"), .linkedLibrary("opencv_dnn"),
        .linkedLibrary("opencv_objdetect"), .linkedLibrary("opencv_video"), .linkedLibrary("opencv_calib3d"),
      ]),
    .target(name: "CPictureKernels"),
    .target(name: "COpenVINO", linkerSettings: [.linkedLibrary("dl")]),
    .target(
      name: "Records", swiftSettings: strict, linkerSettings: [.linkedLibrary("m")]),
    .target(
      name: "Media",
      dependencies: ["CFFmpeg", "COpenSSL", "Records", .product(name: "Logging", package: "swift-log")],
      swiftSettings: strict),
    .target(
      name: "Pipeline",
      dependencies: [
        "Media", "Records",
        .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .target(
      name: "Network",
      dependencies: ["CCurl", "Media", "Records", .product(name: "Logging", package: "swift-log")],
      swiftSettings: strict),
    .target(
      name: "Inference",
      dependencies: [
        "COpenCV", "COpenVINO", "CPictureKernels", "CZlib", "Media", "Network", "Pipeline", "Records",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .target(
      name: "Vision", dependencies: ["CFreeType", "COpenCV", "CPictureKernels", "Media", "Records"],
      swiftSettings: strict),
    .target(
      name: "Detection",
      dependencies: ["COpenCV", "Inference", "Media", "Pipeline", "Records", "Vision"], swiftSettings: strict),
    .target(
      name: "Annotation",
      dependencies: ["Media", "Pipeline", "Records", "Vision", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),
    .target(name: "Tracking", dependencies: ["Records"], swiftSettings: strict),
    .target(
      name: "Quality", dependencies: ["CPictureKernels", "Media", "Pipeline", "Records", "Vision"],
      swiftSettings: strict),
    .target(
      name: "Analysis",
      dependencies: [
        "CPictureKernels", "Media", "Pipeline", "Quality", "Records", "Vision",
        .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    .target(
      name: "Packaging",
      dependencies: [
        "Media", "Pipeline", "Quality", "Records", .product(name: "Yams", package: "Yams"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "vidproc",
      dependencies: [
        "Analysis", "Annotation", "Detection", "Inference", "Media", "Network", "Packaging", "Pipeline",
        "Quality",
        "Records",
        "Tracking", "Vision",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "records-benchmark", dependencies: ["Records"], path: "Tests/Benchmarks/Records",
      swiftSettings: strict),
    .executableTarget(
      name: "tracking-benchmark", dependencies: ["Records", "Tracking"],
      path: "Tests/Benchmarks/Tracking/Speed", swiftSettings: strict),
    .executableTarget(
      name: "gate-benchmark", dependencies: ["Detection", "Media", "Pipeline", "Records"],
      path: "Tests/Benchmarks/Gate", exclude: ["gate.py"], swiftSettings: strict),
    .executableTarget(
      name: "follow-benchmark", dependencies: ["Media", "Pipeline", "Records", "Vision"],
      path: "Tests/Benchmarks/Follow", swiftSettings: strict),
    .executableTarget(
      name: "quality-benchmark", dependencies: ["Media", "Pipeline", "Quality", "Records", "Vision"],
      path: "Tests/Benchmarks/Quality", exclude: ["fit.py", "grid.py", "snippets.py"], swiftSettings: strict),
    .testTarget(name: "RecordsTests", dependencies: ["Records"]),
    .testTarget(name: "MediaTests", dependencies: ["Media"]),
    .testTarget(name: "PipelineTests", dependencies: ["Pipeline"]),
    .testTarget(name: "NetworkTests", dependencies: ["Network"]),
    .testTarget(name: "InferenceTests", dependencies: ["Inference"]),
    .testTarget(name: "VisionTests", dependencies: ["Media", "Records", "Vision"]),
    .testTarget(
      name: "DetectionTests", dependencies: ["Detection", "Inference", "Media", "Pipeline", "Records"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "QualityTests", dependencies: ["Media", "Pipeline", "Quality", "Records", "Vision"],
      exclude: ["Fixtures"]),
    .testTarget(name: "AnalysisTests", dependencies: ["Analysis", "Media", "Pipeline", "Records", "Vision"]),
    .testTarget(name: "AnnotationTests", dependencies: ["Annotation"]),
    .testTarget(name: "TrackingTests", dependencies: ["Records", "Tracking"]),
    .testTarget(name: "PackagingTests", dependencies: ["Packaging"]),
    .testTarget(
      name: "EndToEndTests", dependencies: ["Media", "Packaging", "Records", "vidproc"], exclude: ["Models"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
