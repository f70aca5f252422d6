#include "CUnicode.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/timezone.h>

#include <memory>

ptrdiff_t cun_compose(const char *text, size_t length, char *output, size_t capacity) {
  if (length > INT32_MAX || capacity > INT32_MAX) return -1;
  try {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *composer = icu::Normalizer2::getNFKCInstance(status);
    if (U_FAILURE(status)) return -1;
    icu::CheckedArrayByteSink sink(output, static_cast<int32_t>(capacity));
    composer->normalizeUTF8(0, icu::StringPiece(text, static_cast<int32_t>(length)), sink, nullptr, status);
    return U_FAILURE(status) ? -1 : sink.NumberOfBytesAppended();
  } catch (...) {
    return -1;
  }
}

struct cun_zone {
  std::unique_ptr<icu::TimeZone> rules;
};

cun_zone *cun_zone_open(const char *name) {
  try {
    icu::UnicodeString canonical;
    UBool isSystem = false;
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString identifier = icu::UnicodeString::fromUTF8(name);
    icu::TimeZone::getCanonicalID(identifier, canonical, isSystem, status);
    if (U_FAILURE(status) || !isSystem || identifier == UNICODE_STRING_SIMPLE("Etc/Unknown")) return nullptr;
    return new cun_zone{std::unique_ptr<icu::TimeZone>(icu::TimeZone::createTimeZone(identifier))};
  } catch (...) {
    return nullptr;
  }
}

void cun_zone_free(cun_zone *zone) { delete zone; }

int32_t cun_zone_offset(const cun_zone *zone, int64_t second) {
  try {
    int32_t standard = 0;
    int32_t summer = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone->rules->getOffset(static_cast<UDate>(second) * 1000, false, standard, summer, status);
    return U_FAILURE(status) ? 0 : (standard + summer) / 1000;
  } catch (...) {
    return 0;
  }
}
