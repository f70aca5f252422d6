// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours is compiled under the same strict settings.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A room of the house. The order of the list below is the order of `docs/architecture.md`: arrows run upwards only.
func room(_ name: String, knows: [Target.Dependency] = [], linker: [LinkerSetting] = []) -> Target {
  .target(name: name, dependencies: knows, swiftSettings: strict, linkerSettings: linker)
}

/// The tests of a room; texts that they read beside their sources are left out of the build.
func tests(_ name: String, knows: [Target.Dependency], texts: [String] = []) -> Target {
  .testTarget(name: "\(name)Tests", dependencies: knows, exclude: texts, swiftSettings: strict)
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "guanxi",
  products: [.executable(name: "crm", targets: ["crm"])],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    room("Values"),
    // What libical needs where everything is linked statically: ICU, and the C++ library that this is written in.
    .target(
      name: "CCalendar",
      linkerSettings: ["ical", "icui18n", "icuuc", "icudata", "stdc++"].map { .linkedLibrary($0) }),
    room("Calendar", knows: ["CCalendar", "Values"]),
    room("Diagnostics", knows: ["Values"]),
    room("Language", knows: ["Values", "Diagnostics"]),
    room("Domain", knows: ["Values"]),
    room("Layout", knows: ["Domain", "Values"]),
    room("Insight", knows: ["Domain", "Values"]),
    room("Query", knows: ["Language", "Domain", "Layout", "Values", "Diagnostics"]),
    // A static link looks into the libraries in this order.
    .target(name: "CPattern", linkerSettings: ["re2", "stdc++"].map { .linkedLibrary($0) }),
    room("Storage", knows: ["CPattern", "Query", "Layout", "Domain", "Values", "Diagnostics", grdb, sqlite]),
    room(
      "Engine",
      knows: ["Calendar", "Insight", "Storage", "Query", "Layout", "Domain", "Language", "Diagnostics", "Values"]),
    room("Rendering", knows: ["Values", "Diagnostics", "Domain", "Query"]),
    room(
      "Exchange",
      knows: [
        "Calendar", "Rendering", "Engine", "Storage", "Query", "Layout", "Domain", "Language", "Diagnostics", "Values",
      ]),
    room("Settings", knows: [yams]),
    // tinfo, bsd and md are what libedit itself needs where everything is linked statically.
    .target(name: "CLineEditor", linkerSettings: ["edit", "tinfo", "bsd", "md"].map { .linkedLibrary($0) }),
    room(
      "Shell",
      knows: [
        "CLineEditor", "Exchange", "Engine", "Storage", "Query", "Rendering", "Domain", "Language", "Diagnostics",
        "Values",
      ]),
    .executableTarget(
      name: "crm",
      dependencies: [
        "Shell", "Settings", "Exchange", "Rendering", "Engine", "Storage", "Query", "Domain", "Language", "Diagnostics",
        "Values", arguments,
      ], swiftSettings: strict),
    tests("Values", knows: ["Values"]),
    tests("Calendar", knows: ["Calendar", "Values"]),
    tests("Diagnostics", knows: ["Diagnostics", "Values"]),
    tests("Language", knows: ["Language", "Diagnostics", "Values"], texts: ["BadInputs.txt"]),
    tests("Domain", knows: ["Domain", "Values"]),
    tests("Insight", knows: ["Insight", "Domain", "Values"]),
    tests(
      "Engine",
      knows: ["Engine", "Rendering", "Storage", "Query", "Layout", "Domain", "Language", "Diagnostics", "Values"]),
    tests(
      "Exchange",
      knows: ["Exchange", "Engine", "Storage", "Query", "Layout", "Domain", "Language", "Diagnostics", "Values"]),
    tests("Rendering", knows: ["Rendering", "Query", "Domain", "Diagnostics", "Values"]),
    tests("Settings", knows: ["Settings"]),
    tests(
      "Shell",
      knows: ["Shell", "Engine", "Storage", "Query", "Domain", "Language", "Diagnostics", "Values"]),
    .executableTarget(name: "endurance", path: "Tests/Endurance", swiftSettings: strict),
    tests("Endurance", knows: ["endurance", "crm"]),
    tests("Command", knows: ["crm", "Engine", "Query", "Storage", "Language", "Domain", "Diagnostics"]),
    .executableTarget(
      name: "warm-benchmark",
      dependencies: ["Rendering", "Engine", "Storage", "Query", "Domain", "Language", "Diagnostics", "Values", sqlite],
      path: "Benchmarks/Warm", swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
