enum DeviceList { static func print() throws {} }
