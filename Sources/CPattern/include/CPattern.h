// The only door to RE2, which is C++: patterns that match in time linear in the text, whatever the pattern.
//
// No exception leaves this file, and nothing is written to standard error.

#ifndef C_PATTERN_H
#define C_PATTERN_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cpt_pattern cpt_pattern;

/// Why a text is no pattern.
typedef enum {
  CPT_OUT_OF_MEMORY,
  CPT_BAD_ESCAPE,
  CPT_BAD_CLASS,
  CPT_BAD_RANGE,
  CPT_MISSING_BRACKET,
  CPT_MISSING_PARENTHESIS,
  CPT_UNEXPECTED_PARENTHESIS,
  CPT_TRAILING_BACKSLASH,
  CPT_NOTHING_TO_REPEAT,
  CPT_TOO_MANY_REPETITIONS,
  CPT_REPEATED_TWICE,
  CPT_UNKNOWN_GROUP,
  CPT_NOT_UTF8,
  CPT_BAD_NAME,
  CPT_TOO_LARGE,
} cpt_reason;

/// What is wrong, and the piece of the pattern in which: `length` bytes, cut where there were more.
typedef struct {
  cpt_reason reason;
  size_t length;
  char piece[96];
} cpt_fault;

/// Compiles UTF-8 without regard to case; what it takes to match stays under `memory` bytes. NULL where the text is no
/// pattern: `fault` says why. The caller gives it back with `cpt_free`. Here and below `text` may be NULL where `length`
/// is 0.
cpt_pattern *_Nullable cpt_compile(const char *_Nullable text, size_t length, size_t memory,
                                   cpt_fault *_Nonnull fault);
void cpt_free(cpt_pattern *_Nullable pattern);

/// 1 where the pattern is found anywhere in a text, 0 where it is not, -1 where there was no memory to tell.
int cpt_finds(const cpt_pattern *_Nonnull pattern, const char *_Nullable text, size_t length);

#ifdef __cplusplus
}
#endif

#endif
