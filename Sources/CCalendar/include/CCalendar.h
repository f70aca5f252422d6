#ifndef CCALENDAR_H
#define CCALENDAR_H

#include <stddef.h>
#include <stdint.h>

/// Days as the number yyyymmdd.
typedef int32_t calendar_day;

/// The days of a recurrence rule (RFC 5545) that begins on `start`, from `from` on and before `end`, in order.
///
/// - `has_count`: the rule ends after a number of days, so all of them have to be walked.
/// - `steps`: how many days are walked at most.
///
/// Returns how many were written to `days`, or -1 for a rule that libical does not take.
int calendar_occurrences(
  const char *rule, calendar_day start, calendar_day from, calendar_day end, int has_count, int steps,
  calendar_day *days, int capacity);

/// One component of a calendar file (VTODO, VEVENT), with the time zones that stand beside it.
typedef struct calendar_component calendar_component;

/// Reads `BEGIN:VCALENDAR … END:VCALENDAR`; NULL where that is none. The first VTODO or VEVENT in it is meant.
calendar_component *calendar_parse(const char *text);
void calendar_free(calendar_component *component);

/// 1 for a VTODO, 2 for a VEVENT.
int calendar_kind(calendar_component *component);

/// What libical found wrong in the properties that a task is made of; NULL where nothing. Empty values, unknown
/// properties and all others are passed over. Valid until the component is freed.
const char *calendar_fault(calendar_component *component);

/// The value of a property by its name, its escapes undone; NULL where it has none. To be freed by `calendar_free_text`.
char *calendar_text(calendar_component *component, const char *name);
/// The value of the property of that name at an index, from 0.
char *calendar_text_at(calendar_component *component, const char *name, int index);
char *calendar_parameter_at(calendar_component *component, const char *name, int index, const char *parameter);
/// A parameter of that property.
char *calendar_parameter(calendar_component *component, const char *name, const char *parameter);
void calendar_free_text(char *text);

/// A date or time: `day` as yyyymmdd, `second` of the day or -1 for a whole day. `zone` says what it is counted in.
typedef struct {
  calendar_day day;
  int32_t second;
  /// 0: no zone, 1: UTC, 2: `instant` is right, by a time zone of the file, 3: a zone that the file does not define.
  int32_t zone;
  /// Seconds since 1970, where `zone` is 2.
  int64_t instant;
} calendar_time;

/// 0 where the component has no such property or it says no time.
int calendar_time_of(calendar_component *component, const char *name, calendar_time *time);

/// The reminder at an index: seconds before its anchor (negative: after). `is_absolute` alarms carry the time itself.
/// 0 where there is none of that index, -1 for one that says no time.
int calendar_alarm(
  calendar_component *component, int index, int64_t *seconds_before, int *is_absolute, calendar_time *time);

#endif
