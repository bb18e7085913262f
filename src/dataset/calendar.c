#include "dataset/calendar.h"

#include <string.h>

enum { MONTHS = 12 };

/* The number that `count` digits at `text` write; -1 if they are no digits. */
static int digits(const char *text, int count) {
  int value = 0;
  for (int i = 0; i < count; i++) {
    if (!g_ascii_isdigit(text[i]))
      return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

static bool is_date(CalendarDate date) {
  if (date.year < 1 || date.month < 0 || date.month > MONTHS || date.day < 0)
    return false;
  return date.day == 0 ||
         g_date_valid_dmy((GDateDay)date.day, (GDateMonth)date.month, (GDateYear)date.year);
}

CalendarDate calendar_read(const char *text) {
  enum { YEAR = 4, MONTH = 7, DAY = 10 };
  const size_t length = text ? strlen(text) : 0;
  if (length != YEAR && length != MONTH && length != DAY)
    return (CalendarDate){0};
  CalendarDate date = {.year = digits(text, YEAR)};
  if (length >= MONTH)
    date.month = text[YEAR] == '-' ? digits(text + YEAR + 1, 2) : -1;
  if (length == DAY)
    date.day = text[MONTH] == '-' ? digits(text + MONTH + 1, 2) : -1;
  const bool whole = (length < MONTH || date.month > 0) && (length < DAY || date.day > 0);
  return whole && is_date(date) ? date : (CalendarDate){0};
}

bool calendar_known(CalendarDate date) {
  return date.year > 0;
}

static int day_number(int year, int month, int day) {
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  return (int)g_date_get_julian(&date);
}

int calendar_first_day(CalendarDate date) {
  if (!calendar_known(date))
    return 0;
  return day_number(date.year, MAX(date.month, 1), MAX(date.day, 1));
}

int calendar_last_day(CalendarDate date) {
  if (!calendar_known(date))
    return 0;
  if (date.day > 0)
    return day_number(date.year, date.month, date.day);
  const int month = date.month > 0 ? date.month : MONTHS;
  return day_number(date.year, month,
                    g_date_get_days_in_month((GDateMonth)month, (GDateYear)date.year));
}

CalendarDate calendar_add_months(CalendarDate date, int months) {
  if (!calendar_known(date))
    return date;
  const int month = date.month > 0 ? date.month : MONTHS;
  const int since = date.year * MONTHS + month - 1 + months;
  CalendarDate later = {.year = since / MONTHS};
  if (date.month > 0)
    later.month = since % MONTHS + 1;
  if (date.day > 0)
    later.day =
        MIN(date.day, g_date_get_days_in_month((GDateMonth)later.month, (GDateYear)later.year));
  return later;
}

CalendarText calendar_text(CalendarDate date) {
  CalendarText written = {""};
  if (date.day > 0)
    g_snprintf(written.text, sizeof written.text, "%04d-%02d-%02d", date.year, date.month,
               date.day);
  else if (date.month > 0)
    g_snprintf(written.text, sizeof written.text, "%04d-%02d", date.year, date.month);
  else if (date.year > 0)
    g_snprintf(written.text, sizeof written.text, "%04d", date.year);
  return written;
}

CalendarText calendar_day_text(int day) {
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_julian(&date, (guint32)day);
  return calendar_text(
      (CalendarDate){g_date_get_year(&date), (int)g_date_get_month(&date), g_date_get_day(&date)});
}
