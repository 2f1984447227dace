"""Read a date only as precisely as it is written."""

from __future__ import annotations

import datetime
import re
from typing import Final

_MONTHS: Final = "january february march april may june july august september october november december".split()
_MONTH: Final = rf"(?P<month>(?:{'|'.join(_MONTHS)})|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?)"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>[12]\d{3})"
_WRITTEN: Final = (
    rf"{_MONTH} {_DAY},? {_YEAR}",
    rf"{_DAY} (?:of )?{_MONTH},? {_YEAR}",
    rf"{_MONTH},? {_YEAR}",
    rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)",
)
_STATED: Final = (*_WRITTEN, rf"{_YEAR}(?:[-/.](?P<month>\d\d?)(?:[-/.](?P<day>\d\d?)(?:[T ]\S.*)?)?)?")
_TIME: Final = r"(?:[T,| ]{1,3}(?:at )?\d{1,2}[:.]\d\d(?::\d\d)? ?(?:[ap]\.?m\.?)? ?(?:Z|[+-]\d\d:?\d\d|[A-Z]{2,5})?)?"
_ENDINGS: Final = tuple(re.compile(rf"(?:^|(?<=[ (,|])){form}{_TIME}$", re.IGNORECASE) for form in _WRITTEN)
_WHOLE: Final = tuple(re.compile(form, re.IGNORECASE) for form in _STATED)


def iso_date(text: str) -> str:
    """A date that is stated in a field of its own as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; "" if it is none.

    `03/04/2024` is none: half of its readers take it for March.
    """
    text = " ".join(text.split())
    return next((date for form in _WHOLE if (match := form.fullmatch(text)) and (date := _iso(match))), "")


def date_at_end(line: str) -> tuple[str, str]:
    """What stands before the date at the end of a line, and the date; two empty strings where there is none.

    Months are read by their English names.
    """
    line = " ".join(line.split())
    for form in _ENDINGS:
        if (match := form.search(line)) and (date := _iso(match)):
            return line[: match.start()], date
    return "", ""


def _iso(match: re.Match[str]) -> str:
    parts = match.groupdict()
    year, month, day = int(parts["year"]), _month(parts.get("month")), int(parts.get("day") or 0)
    try:
        datetime.date(year, month or 1, day or 1)
    except ValueError:
        return ""
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def _month(name: str | None) -> int:
    if not name:
        return 0
    if name.isdigit():
        return int(name) or -1
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name[:3].lower()))
