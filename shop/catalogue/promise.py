"""By which day the shop promises to be ready or delivered (Art. 246a § 1 (1) Nr. 10 EGBGB)."""

from datetime import date, timedelta

#: What the carrier takes after the parcel left the house, in working days.
CARRIER_DAYS = 2

# The library `holidays` knows the same days (compared until 2060), for 150 ms and 17 MB.
_FIXED = {(1, 1), (3, 8), (5, 1), (10, 3), (12, 25), (12, 26)}
#: Good Friday, Easter Monday, Ascension, Whit Monday: days from Easter Sunday.
_FROM_EASTER = (-2, 1, 39, 50)


def promised_on(working_days: int, ordered_on: date) -> date:
    """The day so many Berlin working days after the order; the day of the order does not count."""
    day = ordered_on
    left = working_days
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no public holiday in Berlin."""
    if day.weekday() >= 5 or (day.month, day.day) in _FIXED:
        return False
    return (day - _easter(day.year)).days not in _FROM_EASTER


def _easter(year: int) -> date:
    """Easter Sunday after Gauss, with the two exceptions of the Gregorian calendar."""
    century = year // 100
    moon = (15 + century - century // 4 - (8 * century + 13) // 25) % 30
    sun = (4 + century - century // 4) % 7
    d = (19 * (year % 19) + moon) % 30
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + sun) % 7
    if e == 6 and (d == 29 or (d == 28 and (11 * moon + 11) % 30 < 19)):
        e -= 7
    return date(year, 3, 22) + timedelta(days=d + e)
