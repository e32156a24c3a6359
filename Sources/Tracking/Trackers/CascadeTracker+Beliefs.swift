/// The ground of one class.
struct ClassPlane {
  var classID: Int32
  var plane: GroundPlane
}

extension CascadeTracker {
  /// Finds the belief in each detection, from its score and from whether its height fits the ground.
  mutating func judge(_ step: Float) {
    scale.observe(detections.scores)
    beliefs.removeAll(keepingCapacity: true)
    for score in detections.scores { beliefs.append(scale.belief(score)) }
    guard parameters.planeWeight > 0 else { return }
    for index in planes.indices { planes[index].plane.advance(by: step) }
    let limit = parameters.planeLimit * parameters.planeLimit
    for column in beliefs.indices {
      let box = detections.boxes[column]
      let belief = beliefs[column]
      let index = plane(of: detections.classes[column])
      let excess = planes[index].plane.deviation(box) / limit - 1
      if excess > 0 { beliefs[column] -= min(parameters.planeMost, parameters.planeWeight * excess) }
      // A logistic curve made of a fraction.
      planes[index].plane.observe(box, probability: 0.5 + 0.5 * belief / (1 + abs(belief)))
    }
  }

  private mutating func plane(of classID: Int32) -> Int {
    for index in planes.indices where planes[index].classID == classID { return index }
    planes.append(ClassPlane(classID: classID, plane: GroundPlane(memory: parameters.planeMemory)))
    return planes.count - 1
  }
}
