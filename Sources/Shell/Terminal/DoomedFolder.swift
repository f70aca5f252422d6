internal import CLineEditor

/// A folder that goes with the process, should a signal end it: a closed window, `kill`, Ctrl-C.
package struct DoomedFolder: Sendable {
  private let place: Int32

  /// - Parameter path: from the root. Only the files directly in it can be removed.
  package init(_ path: String) { place = cle_folder_begin(path) }

  /// Its owner has removed it, or keeps it.
  package func release() { cle_folder_end(place) }
}
