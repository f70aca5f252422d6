#include "CCalendar.h"

#include <libical/ical.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static pthread_once_t prepared = PTHREAD_ONCE_INIT;

// Debian's libical may have been built to abort on a malformed file.
static void prepare(void) {
  icalerror_set_errors_are_fatal(0);
  ical_set_unknown_token_handling_setting(ICAL_TREAT_AS_ERROR);
}

static icaltimetype time_on(calendar_day day) {
  icaltimetype time = icaltime_null_time();
  time.year = day / 10000;
  time.month = day / 100 % 100;
  time.day = day % 100;
  time.is_date = 1;
  return time;
}

static calendar_day day_of(icaltimetype time) { return time.year * 10000 + time.month * 100 + time.day; }

int calendar_occurrences(
  const char *rule, calendar_day start, calendar_day from, calendar_day end, int has_count, int steps,
  calendar_day *days, int capacity) {
  pthread_once(&prepared, prepare);
  struct icalrecurrencetype parsed = icalrecurrencetype_from_string(rule);
  if (parsed.freq == ICAL_NO_RECURRENCE) {
    free(parsed.rscale);
    return -1;
  }
  icalrecur_iterator *iterator = icalrecur_iterator_new(parsed, time_on(start));
  int found = 0;
  if (iterator) {
    if (!has_count && from > start) icalrecur_iterator_set_start(iterator, time_on(from));
    for (int step = 0; step < steps && found < capacity; step++) {
      icaltimetype next = icalrecur_iterator_next(iterator);
      if (icaltime_is_null_time(next)) break;
      calendar_day day = day_of(next);
      if (day >= end) break;
      if (day >= from) days[found++] = day;
    }
    icalrecur_iterator_free(iterator);
  } else {
    found = -1;
  }
  free(parsed.rscale);
  return found;
}

struct calendar_component {
  icalcomponent *root;
  icalcomponent *item;
  char *fault;
};

// What a task is made of. An error in anything else takes nothing away from it.
static const char *const read_properties[] = {
  "UID",       "SUMMARY", "DESCRIPTION",   "DTSTART", "DTEND", "DUE",      "DURATION",
  "COMPLETED", "RRULE",   "RECURRENCE-ID", "EXDATE",  "RDATE", "PRIORITY", "STATUS",
};

static int is_read(const char *name, size_t length) {
  if (length >= 9 && strncasecmp(name, "X-GUANXI-", 9) == 0) return 1;
  for (size_t index = 0; index < sizeof read_properties / sizeof *read_properties; index++) {
    const char *read = read_properties[index];
    if (strlen(read) == length && strncasecmp(read, name, length) == 0) return 1;
  }
  return 0;
}

// An iana-token of RFC 5545, 3.1: letters, digits and hyphens.
static int is_token(const char *text) {
  size_t length = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");
  return length > 0 && text[length] == 0;
}

static const char *after(const char *text, const char *mark) {
  const char *found = strstr(text, mark);
  return found ? found + strlen(mark) : NULL;
}

// Whether an error of libical's concerns what is read. It says which property only in words (icalparser.c, add_line);
// what is not understood here counts as a fault. Of a parameter it leaves the property before the error.
static int is_fault(icalproperty *error, const char *said, const char *before) {
  icalparameter *parameter = icalproperty_get_first_parameter(error, ICAL_XLICERRORTYPE_PARAMETER);
  if (!parameter) return 1;
  const char *name;
  switch (icalparameter_get_xlicerrortype(parameter)) {
  case ICAL_XLICERRORTYPE_PROPERTYPARSEERROR:
    // Unknown properties are ignored (3.8.8.1). What is no name may be the rest of a line that was not folded.
    name = after(said, "Parse error in property name: ");
    return !name || !is_token(name);
  case ICAL_XLICERRORTYPE_VALUEPARSEERROR:
    if (strncmp(said, "No value for ", 13) == 0) return 0;
    name = after(said, " value in ");
    return !name || is_read(name, strcspn(name, " "));
  case ICAL_XLICERRORTYPE_PARAMETERNAMEPARSEERROR:
  case ICAL_XLICERRORTYPE_PARAMETERVALUEPARSEERROR:
    return !before || is_read(before, strlen(before));
  default:
    return 1;
  }
}

// The first error that matters; to be freed.
static char *fault_of(icalcomponent *item) {
  char *before = NULL;
  char *fault = NULL;
  for (icalproperty *property = icalcomponent_get_first_property(item, ICAL_ANY_PROPERTY); property && !fault;
       property = icalcomponent_get_next_property(item, ICAL_ANY_PROPERTY)) {
    if (icalproperty_isa(property) == ICAL_XLICERROR_PROPERTY) {
      const char *said = icalproperty_get_xlicerror(property);
      if (!said) said = "";
      if (is_fault(property, said, before)) fault = strdup(said);
    } else {
      icalmemory_free_buffer(before);
      before = icalproperty_get_property_name_r(property);
    }
  }
  icalmemory_free_buffer(before);
  return fault;
}

calendar_component *calendar_parse(const char *text) {
  pthread_once(&prepared, prepare);
  icalcomponent *root = icalparser_parse_string(text);
  if (!root) return NULL;
  icalcomponent *item = NULL;
  for (icalcomponent *inner = icalcomponent_get_first_component(root, ICAL_ANY_COMPONENT); inner && !item;
       inner = icalcomponent_get_next_component(root, ICAL_ANY_COMPONENT)) {
    icalcomponent_kind kind = icalcomponent_isa(inner);
    if (kind == ICAL_VTODO_COMPONENT || kind == ICAL_VEVENT_COMPONENT) item = inner;
  }
  if (!item) {
    icalcomponent_free(root);
    return NULL;
  }
  calendar_component *made = calloc(1, sizeof *made);
  if (!made) {
    icalcomponent_free(root);
    return NULL;
  }
  made->root = root;
  made->item = item;
  made->fault = fault_of(item);
  return made;
}

void calendar_free(calendar_component *component) {
  if (!component) return;
  icalcomponent_free(component->root);
  free(component->fault);
  free(component);
}

int calendar_kind(calendar_component *component) {
  return icalcomponent_isa(component->item) == ICAL_VTODO_COMPONENT ? 1 : 2;
}

const char *calendar_fault(calendar_component *component) { return component->fault; }

static icalproperty *property_at(icalcomponent *item, const char *name, int index) {
  for (icalproperty *property = icalcomponent_get_first_property(item, ICAL_ANY_PROPERTY); property;
       property = icalcomponent_get_next_property(item, ICAL_ANY_PROPERTY)) {
    char *own = icalproperty_get_property_name_r(property);
    int same = own && strcasecmp(own, name) == 0;
    icalmemory_free_buffer(own);
    if (same && index-- == 0) return property;
  }
  return NULL;
}

static icalproperty *property_named(icalcomponent *item, const char *name) { return property_at(item, name, 0); }

// TEXT with its escapes undone (section 3.3.11). Typed values are asked of libical; an X- property's is raw.
static char *unescaped(const char *raw) {
  size_t length = strlen(raw);
  char *text = malloc(length + 1);
  if (!text) return NULL;
  char *end = text;
  for (size_t index = 0; index < length; index++) {
    if (raw[index] == '\\' && index + 1 < length) {
      index++;
      *end++ = raw[index] == 'n' || raw[index] == 'N' ? '\n' : raw[index];
    } else {
      *end++ = raw[index];
    }
  }
  *end = 0;
  return text;
}

char *calendar_text_at(calendar_component *component, const char *name, int index) {
  icalproperty *property = property_at(component->item, name, index);
  if (!property) return NULL;
  char *raw = icalproperty_get_value_as_string_r(property);
  if (!raw) return NULL;
  char *text = unescaped(raw);
  icalmemory_free_buffer(raw);
  return text;
}

char *calendar_text(calendar_component *component, const char *name) { return calendar_text_at(component, name, 0); }

char *calendar_parameter_at(calendar_component *component, const char *name, int index, const char *parameter) {
  icalproperty *property = property_at(component->item, name, index);
  if (!property) return NULL;
  char *found = icalproperty_get_parameter_as_string_r(property, parameter);
  if (!found) return NULL;
  char *text = strdup(found);
  icalmemory_free_buffer(found);
  return text;
}

char *calendar_parameter(calendar_component *component, const char *name, const char *parameter) {
  return calendar_parameter_at(component, name, 0, parameter);
}

void calendar_free_text(char *text) { free(text); }

static int take_time(icalcomponent *root, icalproperty *property, calendar_time *time) {
  icalvalue *value = icalproperty_get_value(property);
  if (!value) return 0;
  icalvalue_kind kind = icalvalue_isa(value);
  icaltimetype found;
  if (kind == ICAL_DATE_VALUE) {
    found = icalvalue_get_date(value);
  } else if (kind == ICAL_DATETIME_VALUE) {
    found = icalvalue_get_datetime(value);
  } else if (kind == ICAL_DATETIMEDATE_VALUE) {
    found = icalvalue_get_datetimedate(value);
  } else if (kind == ICAL_TRIGGER_VALUE) {
    found = icalvalue_get_trigger(value).time;
  } else {
    return 0;
  }
  if (icaltime_is_null_time(found) || found.month < 1 || found.month > 12 || found.day < 1) return 0;
  if (found.day > icaltime_days_in_month(found.month, found.year)) return 0;
  if (found.hour < 0 || found.hour > 23 || found.minute < 0 || found.minute > 59) return 0;
  time->day = day_of(found);
  time->second = found.is_date ? -1 : found.hour * 3600 + found.minute * 60 + (found.second > 59 ? 59 : found.second);
  time->zone = 0;
  time->instant = 0;
  if (found.is_date) return 1;
  if (icaltime_is_utc(found)) {
    time->zone = 1;
    return 1;
  }
  icalparameter *parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
  const char *name = parameter ? icalparameter_get_tzid(parameter) : NULL;
  if (!name) return 1;
  icaltimezone *zone = icalcomponent_get_timezone(root, name);
  time->zone = 3;
  if (!zone) return 1;
  icaltime_set_timezone(&found, zone);
  time->zone = 2;
  time->instant = (int64_t)icaltime_as_timet_with_zone(found, zone);
  return 1;
}

int calendar_time_of(calendar_component *component, const char *name, calendar_time *time) {
  icalproperty *property = property_named(component->item, name);
  return property ? take_time(component->root, property, time) : 0;
}

int calendar_alarm(
  calendar_component *component, int index, int64_t *seconds_before, int *is_absolute, calendar_time *time) {
  icalcomponent *alarm = icalcomponent_get_first_component(component->item, ICAL_VALARM_COMPONENT);
  for (int at = 0; alarm && at < index; at++) {
    alarm = icalcomponent_get_next_component(component->item, ICAL_VALARM_COMPONENT);
  }
  if (!alarm) return 0;
  icalproperty *property = icalcomponent_get_first_property(alarm, ICAL_TRIGGER_PROPERTY);
  if (!property) return -1;
  struct icaltriggertype trigger = icalproperty_get_trigger(property);
  *is_absolute = !icaltime_is_null_time(trigger.time);
  if (*is_absolute) return take_time(component->root, property, time) ? 1 : -1;
  if (icaldurationtype_is_bad_duration(trigger.duration)) return -1;
  struct icaldurationtype length = trigger.duration;
  int64_t seconds = (((int64_t)length.weeks * 7 + length.days) * 24 + length.hours) * 3600 + (int64_t)length.minutes * 60
    + length.seconds;
  *seconds_before = length.is_neg ? seconds : -seconds;
  return 1;
}
