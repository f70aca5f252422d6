// The only door to ICU, whose C names change with its version: compatibility composition and the rules of time zones.
//
// No exception leaves this file. What is asked may be asked by several threads at once.

#ifndef C_UNICODE_H
#define C_UNICODE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Writes the NFKC form of UTF-8 text, as far as `capacity` bytes reach. Returns the bytes that the whole takes, or -1
/// where it cannot be told.
ptrdiff_t cun_compose(const char *_Nonnull text, size_t length, char *_Nonnull output, size_t capacity);

typedef struct cun_zone cun_zone;

/// The rules of a zone by its IANA name; NULL where there is none of that name. The caller gives it back with
/// `cun_zone_free`.
cun_zone *_Nullable cun_zone_open(const char *_Nonnull name);
void cun_zone_free(cun_zone *_Nullable zone);

/// Seconds east of UTC at a moment, given in seconds since 1970.
int32_t cun_zone_offset(const cun_zone *_Nonnull zone, int64_t second);

#ifdef __cplusplus
}
#endif

#endif
