"""Dates compared as precisely as they are known, and no further."""

from __future__ import annotations

from glossator.records.csl import CSLDate


def later(date: CSLDate | None, than: CSLDate | None) -> bool | None:
    """Whether a date is after another, to the precision that both have; None where one of them is not known.

    `2025` is later than `2024-03`; `2024-05` is not later than `2024`, in which May may be meant.  A range is later
    where all of it is.  Of a season and of a date that is about right only the year counts: which months a season has
    depends on where one stands.
    """
    first, last = _ends(date), _ends(than)
    if not (first and last):
        return None
    begins, ended = min(first), max(last)
    common = min(len(begins), len(ended))
    return begins[:common] > ended[:common]


def not_later(date: CSLDate | None, than: CSLDate | None) -> bool | None:
    """Whether a date is surely not after another; None where one of them is not known.

    `2023` is surely not after `2024-03`.  Of `2024`, and of `2024-03` itself, that is not known: only days are exact.
    """
    first, last = _ends(date), _ends(than)
    if not (first and last):
        return None
    ended, begins = max(first, key=_latest), min(last)
    common = min(len(ended), len(begins))
    if ended[:common] == begins[:common]:
        return common == _EXACT
    return ended[:common] < begins[:common]


_EXACT = 3
"""Year, month and day."""


def _latest(date: tuple[int, ...]) -> tuple[int, ...]:
    return (*date, *[99] * (_EXACT - len(date)))


def _ends(date: CSLDate | None) -> list[tuple[int, ...]]:
    """The date, or the two ends of a range, each as far as it is known."""
    if date is None:
        return []
    return [part[:1] if date.circa or part[1:2] > (12,) else part for part in date.date_parts if part]
