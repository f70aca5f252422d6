extension Settings {
  /// What is in force: the file that `SettingsFile.find` finds, or the defaults.
  package static func load(
    explicit: String?, environment: (String) -> String?, directory: String? = nil
  ) throws(SettingsError) -> Settings {
    let found = SettingsFile.find(explicit: explicit, environment: environment, directory: directory)
    guard let path = found else { return .defaults }
    return try load(path: path)
  }

  /// Reads a file; all of it must be right.
  package static func load(path: String) throws(SettingsError) -> Settings {
    let bytes: [UInt8]
    do throws(SettingsFile.Failure) {
      bytes = try SettingsFile.bytes(of: path, limit: SettingsFile.limit)
    } catch {
      throw SettingsError(error, path: path)
    }
    return try parse(bytes, path: path)
  }

  /// Reads a file's bytes; `path` stands in origins and errors.
  package static func parse(_ bytes: [UInt8], path: String) throws(SettingsError) -> Settings {
    let root: SettingsNode
    do throws(SettingsDocument.Unusable) {
      root = try SettingsDocument.parse(bytes)
    } catch {
      throw .invalid(path: path, problems: [SettingsProblem(error.fault, at: error.position)])
    }
    var reader = SettingsReader(path: path)
    var settings = reader.settings(root)
    guard reader.problems.isEmpty else { throw .invalid(path: path, problems: reader.problems) }
    settings.path = path
    settings.origins = reader.origins
    settings.places = reader.places
    return settings
  }

  /// See `SettingsFile.fingerprint`.
  package static func fingerprint(path: String) throws(SettingsError) -> UInt64 {
    try SettingsFile.fingerprint(path: path)
  }
}
