import Diagnostics
import Engine
import Glibc
import Storage
import Testing

/// What a disk, a folder and other programs can do to a workspace that is open.
@Suite struct StorageFaultTests {
  /// A small disk of its own; nil where mounting is not allowed.
  private final class Disk {
    let folder: OpeningTests.Folder
    var database: String { folder.path + "/disk/crm.db" }
    private var ballast: String { folder.path + "/disk/ballast" }

    init?(kilobytes: Int) throws {
      folder = try OpeningTests.Folder()
      mkdir(folder.path + "/disk", 0o700)
      guard mount("tmpfs", folder.path + "/disk", "tmpfs", 0, "size=\(kilobytes)k") == 0 else {
        rmdir(folder.path + "/disk")
        print("skipped: no file system can be mounted here (\(String(cString: strerror(errno))))")
        return nil
      }
    }

    deinit {
      umount2(folder.path + "/disk", Int32(MNT_DETACH))
      rmdir(folder.path + "/disk")
    }

    /// Takes all the room that is left.
    func fill() {
      let descriptor = open(ballast, O_WRONLY | O_CREAT | O_APPEND, 0o600)
      let block = [UInt8](repeating: 1, count: 4096)
      while write(descriptor, block, block.count) > 0 {}
      close(descriptor)
    }

    func free() { unlink(ballast) }
  }

  @Test func `on a full disk nothing is written, reading goes on, and with room the same session writes again`() throws
  {
    guard let disk = try Disk(kilobytes: 4096) else { return }
    let bench = try Workbench(path: disk.database)
    bench.script(Samples.company)
    #expect(bench.codes == [])
    for round in 1...3 {
      disk.fill()
      let before = try bench.dump()
      bench.script("for $i in [1, 2, 3, 4, 5, 6, 7, 8, 9] { add customer name = \"满{$i}\", tags = [a, b, \"t{$i}\"] }")
      #expect(bench.codes == ["disk-full"])
      #expect(try bench.dump() == before)
      #expect(bench.rows("find customers \"科技\" show name") == ["科技有限公司"])
      #expect(try bench.store.examine { _ in }.isEmpty)
      disk.free()
      #expect(bench.say("add customer name = 又\(round)") == "+cust_00\(4 + round)")
    }
    bench.store.finish()
    #expect(try Workbench(path: disk.database).count("customers") == 7)
  }

  @Test(arguments: [4, 8, 16, 32, 64, 128, 256])
  func `a workspace that found no room to be made can be made later`(kilobytes: Int) throws {
    guard let disk = try Disk(kilobytes: kilobytes) else { return }
    #expect(throws: StorageError.self) { try Workbench(path: disk.database) }
    #expect(mount("tmpfs", disk.folder.path + "/disk", "tmpfs", UInt(MS_REMOUNT), "size=8m") == 0)
    #expect(try Workbench(path: disk.database).say("add customer name = x") == "+cust_001")
  }

  @Test(arguments: ["crm.db", "crm.db-wal", "crm.db-shm"])
  func `nothing is written into a file that is gone, and when it is back writing goes on`(name: String) throws {
    let folder = try OpeningTests.Folder()
    let bench = try Workbench(path: folder.database)
    bench.script(Samples.company)
    let path = "\(folder.path)/\(name)"
    rename(path, path + ".away")
    defer { unlink(path + ".away") }
    bench.say("add customer name = x")
    #expect(bench.codes == ["replaced"])
    #expect(bench.say("count customers") == "4")
    rename(path + ".away", path)
    #expect(bench.say("add customer name = x") == "+cust_005")
  }

  @Test func `a file that stands in the place of another is not written to`() throws {
    let folder = try OpeningTests.Folder()
    let bench = try Workbench(path: folder.database)
    bench.script(Samples.company)
    bench.store.finish()
    let copy = folder.bytes()
    for name in ["crm.db", "crm.db-wal", "crm.db-shm"] { unlink("\(folder.path)/\(name)") }
    folder.write(copy)
    bench.say("add customer name = x")
    #expect(bench.codes == ["replaced"])
    #expect(folder.bytes() == copy)
  }

  @Test func `what was written is there without the file of shared memory`() throws {
    let folder = try OpeningTests.Folder()
    let copy = try OpeningTests.Folder()
    let bench = try Workbench(path: folder.database)
    bench.script(Samples.company)
    // As after a loss of power: the database with its log, and nothing else.
    for name in ["crm.db", "crm.db-wal"] {
      let descriptor = open("\(copy.path)/\(name)", O_WRONLY | O_CREAT, 0o600)
      let bytes = folder.bytes(name)
      #expect(write(descriptor, bytes, bytes.count) == bytes.count)
      close(descriptor)
    }
    let other = try Workbench(path: copy.database)
    #expect(other.say("count customers") == "4")
    #expect(try other.store.examine { _ in }.isEmpty)
  }

  @Test func `a directory in the file's place is a diagnostic`() throws {
    let folder = try OpeningTests.Folder()
    mkdir(folder.database, 0o700)
    defer { rmdir(folder.database) }
    #expect(folder.code() == "cannot-open")
  }

  @Test func `a lock file that cannot be one is a diagnostic, and reading goes on`() throws {
    let folder = try OpeningTests.Folder()
    try folder.fill()
    unlink(folder.database + "-lock")
    mkdir(folder.database + "-lock", 0o700)
    defer { rmdir(folder.database + "-lock") }
    let bench = try Workbench(path: folder.database)
    #expect(bench.say("count customers") == "4")
    bench.say("add customer name = x")
    #expect(bench.codes == ["cannot-lock"] || bench.codes == [])
  }

  @Test func `a workspace that a newer program has taken over is not written to`() throws {
    let folder = try OpeningTests.Folder()
    let bench = try Workbench(path: folder.database)
    let other = try Workbench(path: folder.database)
    _ = try other.sql("PRAGMA user_version = 99")
    bench.say("add customer name = x")
    #expect(bench.codes == ["newer-format"])
  }
}
