internal import CSQLite
internal import Layout
internal import Values

extension Store {
  /// Another store with all that this one holds, for its holder alone: what is written there reaches nobody, nothing
  /// waits for it, and it is gone with its holder, however that ends.
  ///
  /// It is one of SQLite's own temporary databases: kept in the page cache, beyond that in a file without a name.
  package func privateCopy() throws(StorageError) -> Store {
    do { return try Store(privateCopyOf: self) } catch let error as DatabaseFailure {
      throw StorageError(error, path: path)
    } catch let error as StorageError { throw error } catch { throw .failed("\(error)") }
  }
}
