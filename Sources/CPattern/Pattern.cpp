#include "CPattern.h"

#include <re2/re2.h>

#include <cstring>
#include <memory>
#include <new>
#include <string>

struct cpt_pattern {
  re2::RE2 expression;

  cpt_pattern(const re2::StringPiece &text, const re2::RE2::Options &options) : expression(text, options) {}
};

static cpt_reason reason(re2::RE2::ErrorCode code) {
  switch (code) {
    case re2::RE2::ErrorBadEscape: return CPT_BAD_ESCAPE;
    case re2::RE2::ErrorBadCharClass: return CPT_BAD_CLASS;
    case re2::RE2::ErrorBadCharRange: return CPT_BAD_RANGE;
    case re2::RE2::ErrorMissingBracket: return CPT_MISSING_BRACKET;
    case re2::RE2::ErrorMissingParen: return CPT_MISSING_PARENTHESIS;
    case re2::RE2::ErrorUnexpectedParen: return CPT_UNEXPECTED_PARENTHESIS;
    case re2::RE2::ErrorTrailingBackslash: return CPT_TRAILING_BACKSLASH;
    case re2::RE2::ErrorRepeatArgument: return CPT_NOTHING_TO_REPEAT;
    case re2::RE2::ErrorRepeatSize: return CPT_TOO_MANY_REPETITIONS;
    case re2::RE2::ErrorRepeatOp: return CPT_REPEATED_TWICE;
    case re2::RE2::ErrorBadPerlOp: return CPT_UNKNOWN_GROUP;
    case re2::RE2::ErrorBadUTF8: return CPT_NOT_UTF8;
    case re2::RE2::ErrorBadNamedCapture: return CPT_BAD_NAME;
    case re2::RE2::ErrorPatternTooLarge: return CPT_TOO_LARGE;
    case re2::RE2::NoError:
    case re2::RE2::ErrorInternal: return CPT_OUT_OF_MEMORY;
  }
  return CPT_OUT_OF_MEMORY;
}

cpt_pattern *cpt_compile(const char *text, size_t length, size_t memory, cpt_fault *fault) {
  *fault = cpt_fault{CPT_OUT_OF_MEMORY, 0, {}};
  try {
    re2::RE2::Options options;
    options.set_case_sensitive(false);
    options.set_never_capture(true);
    options.set_log_errors(false);
    options.set_max_mem(static_cast<int64_t>(memory));
    auto pattern = std::make_unique<cpt_pattern>(re2::StringPiece(text, length), options);
    if (pattern->expression.ok()) return pattern.release();
    const std::string &piece = pattern->expression.error_arg();
    fault->reason = reason(pattern->expression.error_code());
    fault->length = piece.size() < sizeof fault->piece ? piece.size() : sizeof fault->piece;
    std::memcpy(fault->piece, piece.data(), fault->length);
  } catch (...) {
  }
  return nullptr;
}

void cpt_free(cpt_pattern *pattern) { delete pattern; }

int cpt_finds(const cpt_pattern *pattern, const char *text, size_t length) {
  try {
    return re2::RE2::PartialMatch(re2::StringPiece(text, length), pattern->expression) ? 1 : 0;
  } catch (...) {
    return -1;
  }
}
