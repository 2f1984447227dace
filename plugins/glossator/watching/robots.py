"""What a host allows programs to ask, by its robots.txt (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

from glossator.watching.web import Answer, NoAnswer

LARGEST: Final = 500 * 1024
"""Bytes that are read of one: what the RFC asks for at least."""
SLOWEST: Final = 60.0
"""Seconds that are waited between two requests at most, whatever a host asks for: a run must end."""
REDIRECTS: Final = 5
"""How often one request is led on at most, as in the RFC."""


class Robots:
    """The rules of one host."""

    def __init__(self, parser: RobotFileParser | None, agent: str) -> None:
        """`parser` has read the file, and is None where there is none; `agent` is who asks."""
        self._parser, self._agent = parser, agent

    def allows(self, address: str) -> bool:
        """Whether an address of the host may be asked."""
        return self._parser is None or self._parser.can_fetch(self._agent, address)

    @property
    def delay(self) -> float:
        """Seconds to wait between two requests; 0 where nothing is said."""
        said = self._parser.crawl_delay(self._agent) if self._parser else None
        return min(float(said or 0), SLOWEST)


def read(address: str, agent: str, get: Callable[[str], Answer]) -> Robots:
    """The rules of the host of an address.

    Args:
        address: any address of the host.
        agent: the name of who asks.
        get: asks an address once.

    Raises:
        NoAnswer: they cannot be read; then nothing may be asked.
    """
    place = urljoin(address, "/robots.txt")
    answer, led_on = get(place), 0
    while 300 <= answer.status < 400 and "location" in answer.headers and led_on < REDIRECTS:
        place = urljoin(place, answer.headers["location"])
        answer, led_on = get(place), led_on + 1
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise NoAnswer(f"its robots.txt answers {answer.status}")
    if answer.status != HTTPStatus.OK:
        return Robots(None, agent)
    parser = RobotFileParser()
    parser.parse(answer.body.decode("utf-8", "replace").splitlines())
    return Robots(parser, agent)
