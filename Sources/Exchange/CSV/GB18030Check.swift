/// The shape of GB18030 (GB 18030-2005): one byte to 7F, two bytes (81–FE, 40–7E or 80–FE), four bytes (81–FE, 30–39,
/// 81–FE, 30–39). Shape only; what is not assigned is found by iconv when it converts.
enum GB18030Check {
  static func isValid(_ bytes: UnsafeRawBufferPointer, whole: Bool) -> Bool {
    var at = 0
    while at < bytes.count {
      let lead = bytes[at]
      if lead < 0x80 {
        at &+= 1
        continue
      }
      guard lead != 0x80, lead != 0xFF else { return false }
      guard at &+ 1 < bytes.count else { return !whole }
      let second = bytes[at &+ 1]
      if second >= 0x40, second != 0x7F, second != 0xFF {
        at &+= 2
        continue
      }
      guard (0x30...0x39).contains(second) else { return false }
      guard at &+ 3 < bytes.count else { return !whole }
      guard (0x81...0xFE).contains(bytes[at &+ 2]), (0x30...0x39).contains(bytes[at &+ 3]) else { return false }
      at &+= 4
    }
    return true
  }
}
