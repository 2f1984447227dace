"""How addresses are asked: as whom, how often, how much, how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

AGENT: Final = "glossator"
"""The name by which a robots.txt knows this program."""
LIMIT: Final = 500
"""Requests of a run, unless another number is asked for: with one host about a quarter of an hour."""
DELAY: Final = 2.0
"""Seconds between two requests to one host, unless others are asked for."""
LARGEST: Final = 20_000_000
"""Bytes of one answer: twice the largest page that can be imported."""
ALL: Final = 200_000_000
"""Bytes of all answers of a run."""
SECONDS: Final = 30.0
"""In which an answer must be there."""


@dataclass(frozen=True)
class Manners:
    """How a run asks."""

    agent: str = AGENT
    """What it calls itself."""
    limit: int = LIMIT
    """Requests."""
    delay: float = DELAY
    """Seconds between two requests to one host."""
    largest: int = LARGEST
    """Bytes of one answer."""
    all: int = ALL
    """Bytes of all answers."""
    seconds: float = SECONDS
    """In which an answer must be there."""
    allow_private: bool = False
    """Whether hosts of the machine's own network may be asked."""
