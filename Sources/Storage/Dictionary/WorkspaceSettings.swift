package import Domain

/// The configuration as the store meets it: known by a fingerprint, read only when the workspace does not know it yet.
package struct WorkspaceSettings {
  /// Of the configuration file's bytes; nil where there is no file, and the workspace then goes by what it knows.
  package let fingerprint: String?
  /// Before anything is read.
  package let rules: DomainRules
  package let load: () throws -> Customization

  package init(fingerprint: String?, rules: DomainRules, load: @escaping () throws -> Customization) {
    self.fingerprint = fingerprint
    self.rules = rules
    self.load = load
  }
}
