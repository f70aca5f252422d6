import Diagnostics
import Domain
import Engine
import Glibc
import Layout
import Storage
import Testing

/// What a workspace does when it is opened: whatever lies there, the answer is a workspace or a diagnostic.
@Suite struct OpeningTests {
  /// A folder that goes with the test.
  final class Folder {
    let path: String

    init() throws {
      var template = Array("/tmp/guanxi-test-XXXXXX".utf8CString)
      guard mkdtemp(&template) != nil else { throw PreparationFailure(text: "no temporary folder") }
      path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    var database: String { "\(path)/crm.db" }

    deinit {
      for name in names { unlink("\(path)/\(name)") }
      rmdir(path)
    }

    /// Everything that lies there, in order.
    var names: [String] {
      guard let open = opendir(path) else { return [] }
      defer { closedir(open) }
      var names: [String] = []
      while let entry = readdir(open) {
        names.append(
          withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
          })
      }
      return names.filter { $0 != "." && $0 != ".." }.sorted()
    }

    func bytes(_ name: String = "crm.db") -> [UInt8] {
      let descriptor = open("\(path)/\(name)", O_RDONLY)
      guard descriptor >= 0 else { return [] }
      defer { close(descriptor) }
      var all: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while case let count = read(descriptor, &buffer, buffer.count), count > 0 { all += buffer[..<count] }
      return all
    }

    func write(_ bytes: [UInt8]) {
      for name in ["crm.db-wal", "crm.db-shm"] { unlink("\(path)/\(name)") }
      let descriptor = open(database, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
      defer { close(descriptor) }
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
      }
    }

    /// A four-byte number of SQLite's header: 60 the format, 68 the application.
    func patch(_ offset: Int, _ value: UInt32) {
      var all = bytes()
      for index in 0..<4 { all[offset + index] = UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32(index))) }
      write(all)
    }

    /// A small workspace, closed again.
    func fill() throws {
      let bench = try Workbench(path: database)
      bench.script(Samples.company)
      #expect(bench.codes == [])
      bench.store.finish()
    }

    func code() -> String? {
      do {
        _ = try Workbench(path: database)
        return nil
      } catch let error as StorageError { return error.diagnostic.code } catch { return "\(error)" }
    }
  }

  @Test func `what was written is there when it is opened again`() throws {
    let folder = try Folder()
    try folder.fill()
    let bench = try Workbench(path: folder.database)
    #expect(bench.store.isNew == false)
    #expect(bench.rows("find customers \"科技\" show name, tags, city") == ["科技有限公司,VIP,深圳"])
    #expect(bench.say("add customer name = 新") == "+cust_005")
  }

  @Test func `customers' data are their owner's alone`() throws {
    let folder = try Folder()
    let bench = try Workbench(path: folder.database)
    bench.say("add customer name = x")
    for name in ["crm.db", "crm.db-wal", "crm.db-shm", "crm.db-lock"] {
      var status = stat()
      #expect(stat("\(folder.path)/\(name)", &status) == 0, "\(name)")
      #expect(status.st_mode & 0o777 == 0o600, "\(name)")
    }
    #expect(try bench.sql("PRAGMA journal_mode") == .text("wal"))
    #expect(try bench.sql("PRAGMA synchronous") == .integer(2))
    #expect(try bench.sql("PRAGMA foreign_keys") == .integer(1))
    #expect(try bench.sql("PRAGMA wal_autocheckpoint") == .integer(0))
    #expect(try bench.sql("PRAGMA secure_delete") == .integer(1))
  }

  @Test func `a newer format is refused and left alone`() throws {
    let folder = try Folder()
    try folder.fill()
    folder.patch(60, 99)
    let before = folder.bytes()
    #expect(folder.code() == "newer-format")
    #expect(folder.bytes() == before)
  }

  @Test func `another program's database is refused and left alone`() throws {
    for (offset, value) in [(68, UInt32(0x0001)), (60, 0)] {
      let folder = try Folder()
      try folder.fill()
      folder.patch(offset, value)
      let before = folder.bytes()
      #expect(folder.code() == "not-a-workspace")
      #expect(folder.bytes() == before)
    }
  }

  @Test func `a file that is no database is refused and left alone`() throws {
    let folder = try Folder()
    let text = Array(String(repeating: "customer_id,name\n1,科技\n", count: 200).utf8)
    folder.write(text)
    #expect(folder.code() == "not-a-workspace")
    #expect(folder.bytes() == text)
    folder.write(Array("short".utf8))
    #expect(folder.code() == "not-a-workspace")
  }

  @Test func `an empty file becomes a workspace`() throws {
    let folder = try Folder()
    folder.write([])
    let bench = try Workbench(path: folder.database)
    #expect(bench.say("add customer name = x") == "+cust_001")
    #expect(try bench.sql("PRAGMA journal_mode") == .text("wal"))
  }

  @Test func `a folder, a missing folder's file, a path through a file`() throws {
    let folder = try Folder()
    #expect((try? Workbench(path: "\(folder.path)/deep/er/crm.db")) != nil)
    for name in ["crm.db", "crm.db-wal", "crm.db-shm", "crm.db-lock"] { unlink("\(folder.path)/deep/er/\(name)") }
    rmdir("\(folder.path)/deep/er")
    rmdir("\(folder.path)/deep")
    #expect(throws: StorageError.self) { try Workbench(path: folder.path) }
    folder.write([])
    #expect(throws: StorageError.self) { try Workbench(path: "\(folder.database)/x.db") }
  }

  @Test func `two sessions on one file write in turn and see each other`() throws {
    let folder = try Folder()
    let one = try Workbench(path: folder.database)
    let other = try Workbench(path: folder.database)
    for number in 1...20 {
      let (writer, reader) = number % 2 == 0 ? (one, other) : (other, one)
      #expect(
        writer.say("add customer name = n\(number), tags = t\(number % 3)")
          == "+cust_\(number < 10 ? "00" : "0")\(number)")
      #expect(reader.say("count customers") == "\(number)")
      #expect(reader.say("find customers \"n\(number)\" | csv").contains("n\(number)"))
    }
    one.say("view 我的 = find customers where tag = t1")
    #expect(other.say("count @我的") == "7")
    #expect(try one.sql("PRAGMA integrity_check") == .text("ok"))
    #expect(try one.sql("INSERT INTO customers_search(customers_search) VALUES ('integrity-check')") == .null)
  }

  @Test func `a damaged file gives a diagnostic and never stops the program`() throws {
    let folder = try Folder()
    try folder.fill()
    let sound = folder.bytes()
    var dice = Dice(77)
    for round in 0..<40 {
      var bytes = sound
      if round % 8 == 7 {
        bytes.removeLast(dice.roll(bytes.count - 600))
      } else {
        for _ in 0..<(1 + dice.roll(40)) { bytes[100 + dice.roll(bytes.count - 100)] = UInt8(dice.roll(256)) }
      }
      folder.write(bytes)
      guard let bench = try? Workbench(path: folder.database) else { continue }
      for statement in [
        "find customers", "find customers \"科技\"", "show cust_001", "count opportunities by stage", "find tasks",
        "find @x",
        "update customers all set city = x", "delete cust_002", "add customer name = y, tags = z",
        "find customers where tag = VIP",
        "move opp_001 to 谈判", "describe customers",
      ] { bench.say(statement) }
    }
  }
}
