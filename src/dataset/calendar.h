/* Calendar: the dates of a dataset, as exactly as they are written: a day, a month or a year. */
#ifndef PEERPRESS_DATASET_CALENDAR_H
#define PEERPRESS_DATASET_CALENDAR_H

#include <glib.h>
#include <stdbool.h>

/* A date of the proleptic Gregorian calendar; month and day are 0 where only the year (the month) is
 * known. All 0: no date. */
typedef struct {
  int year, month, day;
} CalendarDate;

/* Reads "2021-03-17", "2021-03" or "2021"; anything else, NULL too, is no date. */
CalendarDate calendar_read(const char *text);

bool calendar_known(CalendarDate date);

/* The first and the last day that the date may mean, as a count of days whose differences are
 * whole days; 0 for no date. */
int calendar_first_day(CalendarDate date);
int calendar_last_day(CalendarDate date);

/* The date so many months later, as exactly as the date itself: the 31st becomes the last day of a
 * shorter month, and a year that its last month passes becomes the next. */
CalendarDate calendar_add_months(CalendarDate date, int months);

/* As it is written. */
typedef struct {
  char text[24];
} CalendarText;
CalendarText calendar_text(CalendarDate date);
CalendarText calendar_day_text(int day);

#endif
