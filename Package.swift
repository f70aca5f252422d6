// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours is compiled under the same strict settings.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// ICU, and the C++ library that it is written in.
let icu = ["icui18n", "icuuc", "icudata", "stdc++"]

/// Libraries that the one before looks into. A static link goes through the libraries in the order in which they are
/// named, and the package manager names each but once, at its first place.
func again(_ libraries: [String]) -> LinkerSetting { .unsafeFlags(libraries.flatMap { ["-Xlinker", "-l\($0)"] }) }

/// A room of the house. The order of the list below is the order of `docs/architecture.md`: arrows run upwards only.
func room(_ name: String, knows: [Target.Dependency] = [], linker: [LinkerSetting] = []) -> Target {
  .target(name: name, dependencies: knows, swiftSettings: strict, linkerSettings: linker)
}

/// The tests of a room; texts that they read beside their sources are left out of the build.
func tests(_ name: String, knows: [Target.Dependency], texts: [String] = []) -> Target {
  .testTarget(name: "\(name)Tests", dependencies: knows, exclude: texts, swiftSettings: strict)
}

let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "guanxi",
  products: [.executable(name: "crm", targets: ["crm"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .target(name: "CUnicode", linkerSettings: icu.map { .linkedLibrary($0) }),
    room("Values", knows: ["CUnicode"]),
    .target(name: "CCalendar", linkerSettings: [.linkedLibrary("ical"), again(icu)]),
    room("Calendar", knows: ["CCalendar", "Values"]),
    room("Diagnostics", knows: ["Values"]),
    room("Language", knows: ["Values", "Diagnostics"]),
    room("Domain", knows: ["Values"]),
    room("Layout", knows: ["Domain", "Values"]),
    room("Insight", knows: ["Domain", "Values"]),
    room("Query", knows: ["Language", "Domain", "Layout", "Values", "Diagnostics"]),
    .systemLibrary(name: "CSQLite"),
    .target(name: "CPattern", linkerSettings: [.linkedLibrary("re2"), again(["stdc++"])]),
    room("Storage", knows: ["CPattern", "Insight", "Query", "Layout", "Domain", "Values", "Diagnostics", "CSQLite"]),
    room(
      "Engine",
      knows: ["Calendar", "Insight", "Storage", "Query", "Layout", "Domain", "Language", "Diagnostics", "Values"]),
    room("Rendering", knows: ["Values", "Diagnostics", "Domain", "Query"]),
    room(
      "Exchange",
      knows: [
        "Calendar", "Rendering", "Engine", "Storage", "Query", "Layout", "Domain", "Language", "Diagnostics", "Values",
      ]),
    .systemLibrary(name: "CYAML"),
    room("Settings", knows: ["CYAML"]),
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
      dependencies: [
        "Rendering", "Engine", "Storage", "Query", "Domain", "Language", "Diagnostics", "Values", "CSQLite",
      ],
      path: "Benchmarks/Warm", swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
