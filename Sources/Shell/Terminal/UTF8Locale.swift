internal import Glibc

/// The C library's locale, which libedit and `wchar_t` depend on.
package enum UTF8Locale {
  /// Takes the user's locale, and UTF-8 even where that is another or none: under plain C, Chinese input would be
  /// dropped without a word. Call it once at the start of a prompt, before any thread runs.
  package static func prepare() {
    setlocale(LC_ALL, "")
    // C libraries print and read numbers by this one; ours have a point everywhere.
    setlocale(LC_NUMERIC, "C")
    guard String(cString: nl_langinfo(CInt(CODESET))) != "UTF-8" else { return }
    if setlocale(LC_CTYPE, "C.UTF-8") == nil { setlocale(LC_CTYPE, "C.utf8") }
  }
}
