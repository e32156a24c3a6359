extension Catalogue {
  /// Models of bodies.
  static let pose: [ModelDescription] = [
    // BlazePose (arXiv:2006.10204); input: mediapipe/modules/pose_landmark, pose_landmark_by_roi_cpu.pbtxt.
    ModelDescription(
      name: "mediapipe-pose", task: .pose, summary: "33 keypoints of a body", license: "Apache-2.0",
      file: "pose_landmark_full.tflite",
      sha256: ["e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f"], bytes: 6_440_512,
      sources: [
        mediaPipe("pose_landmark_full.tflite"),
        .init(
          package: "mediapipe==0.10.9", member: "mediapipe/modules/pose_landmark/pose_landmark_full.tflite"),
      ],
      input: PictureInput(
        width: 256, height: 256, layout: .nhwc, fit: .letterbox, pad: 0, deviation: [255, 255, 255]),
      decoder: "mediapipe-pose", labels: "person", minimumScore: 0.5,
      companions: ["mediapipe-pose-detector"]),
    // Input and thresholds: mediapipe/modules/pose_detection, pose_detection_cpu.pbtxt.
    ModelDescription(
      name: "mediapipe-pose-detector", task: .pose, summary: "finds the bodies for mediapipe-pose",
      license: "Apache-2.0", file: "pose_detection.tflite",
      sha256: ["9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c"], bytes: 2_959_046,
      sources: [
        mediaPipe("pose_detection.tflite"),
        .init(package: "mediapipe==0.10.9", member: "mediapipe/modules/pose_detection/pose_detection.tflite"),
      ],
      input: mediaPipeInput(224), decoder: "mediapipe-pose-detector", labels: "person", minimumScore: 0.5,
      overlap: 0.3),
    // RTMPose (arXiv:2303.07399). Mean and deviation are those of red, green and blue: bgr_to_rgb in its
    // configuration.
    ModelDescription(
      name: "rtmpose-t", task: .pose, summary: "17 keypoints (COCO) of each person", license: "Apache-2.0",
      file: "rtmpose_t.onnx", sha256: ["a6c2f6a3896a4d51131d14d7a80a3d08b50f559af5a58a45d5b098aef510a70f"],
      bytes: 13_350_364,
      sources: [
        .init(
          url: "https://download.openmmlab.com/mmpose/v1/projects/rtmposev1/onnx_sdk/"
            + "rtmpose-t_simcc-body7_pt-body7_420e-256x192-026a1439_20230504.zip",
          member: "end2end.onnx")
      ],
      input: PictureInput(
        width: 192, height: 256, fit: .letterbox, pad: 0, mean: [123.675, 116.28, 103.53],
        deviation: [58.395, 57.12, 57.375]),
      decoder: "simcc", labels: "person", minimumScore: 0.3, companions: ["yolox-nano"]),
    // Its input is quantised: bytes go in as they are. Aspect ratio kept with black around, as in its model
    // card.
    ModelDescription(
      name: "movenet-lightning", task: .pose, summary: "17 keypoints (COCO) of one person, quick",
      license: "Apache-2.0", file: "movenet_single_pose_lightning_ptq.tflite",
      otherFiles: ["movenet_single_pose_lightning_ptq.onnx"],
      sha256: [
        "cd7cc22fa946e5d146a7b98d496853e1923e22828d3972d579973f27f91bb105",
        // The same, converted to ONNX.
        "4a0e1f04e03f231e3b3f6648f125b29e2685b2f4add68e60b95b15fa1879dc8d",
      ],
      bytes: 2_894_840,
      sources: [
        coral("movenet_single_pose_lightning_ptq.tflite"),
        .init(
          url: "https://tfhub.dev/google/lite-model/movenet/singlepose/lightning/tflite/int8/4"
            + "?lite-format=tflite"),
      ],
      input: PictureInput(width: 192, height: 192, layout: .nhwc, fit: .letterbox, pad: 0),
      decoder: "movenet", labels: "person", minimumScore: 0.2),
  ]

  /// A file of Coral's test data, at a commit.
  static func coral(_ file: String) -> ModelDescription.Source {
    .init(
      url: "https://github.com/google-coral/test_data/raw/104342d2d3480b3e66203073dac24f4e2dbb4c41/" + file)
  }
}
