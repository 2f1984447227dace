"""Asking addresses politely: what a host forbids is not asked, and nothing is asked quickly or without end."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urldefrag, urljoin

from glossator.watching import robots, web
from glossator.watching.findings import Outcome
from glossator.watching.manners import AGENT, Manners
from glossator.watching.robots import REDIRECTS, Robots
from glossator.watching.web import Answer, NoAnswer, Refused, TooLarge

_FOR_GOOD: Final = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
_LEADING_ON: Final = (*_FOR_GOOD, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT)
_BUSY: Final = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


@dataclass(frozen=True)
class Validators:
    """By what a server tells whether something is what it was."""

    at: str = ""
    """The address that gave them."""
    etag: str = ""
    modified: str = ""

    def headers(self, address: str) -> dict[str, str]:
        """What makes a request of an address conditional."""
        said = {"If-None-Match": self.etag, "If-Modified-Since": self.modified} if address == self.at else {}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class Came:
    """What an address answered."""

    body: bytes | None
    """None for what it was before."""
    content_type: str
    validators: Validators
    moved_to: str = ""
    """Where it leads for good; empty where it does not."""


@dataclass(frozen=True)
class Failed:
    """Why nothing came."""

    outcome: Outcome
    reason: str


class _Spent(Exception):
    """No more may be asked in this run."""


class Asker:
    """Asks the addresses of one run."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._requests, self._bytes = manners.limit, manners.all
        self._robots: dict[str, Robots] = {}
        self._last: dict[str, float] = {}
        """When each host was asked last."""
        self._silent: dict[str, str] = {}
        """The hosts that gave no answer, or asked to be left alone: they are not asked again in this run."""

    def ask(self, address: str, known: Validators | None = None, *, follow: bool = True) -> Came | Failed:
        """Ask an address, and where it leads.

        Args:
            address: the address, without a fragment.
            known: by what its server told before what it is.
            follow: whether what stands where it leads is wanted; else it is enough that it leads on.
        """
        known, now, moved_to, for_good = known or Validators(), address, "", True
        try:
            for _ in range(REDIRECTS + 1):
                if failed := self._forbidden(now):
                    return failed
                answer = self._get(now, known.headers(now))
                if answer.status not in _LEADING_ON or "location" not in answer.headers:
                    return self._judged(answer, now, moved_to, known)
                if not follow:
                    return Came(b"", "text/plain", Validators())
                now = urldefrag(urljoin(now, answer.headers["location"])).url
                for_good = for_good and answer.status in _FOR_GOOD
                moved_to = now if for_good else moved_to
        except _Spent as error:
            return Failed(Outcome.UNASKED, str(error))
        except Refused as error:
            return Failed(Outcome.REFUSED, f"{error}" if now == address else f"it leads to {now}: {error}")
        except TooLarge as error:
            return Failed(Outcome.UNREADABLE, str(error))
        except NoAnswer as error:
            return Failed(Outcome.UNREACHABLE, str(error))
        return Failed(Outcome.UNREACHABLE, f"it leads on more than {REDIRECTS} times")

    def _forbidden(self, address: str) -> Failed | None:
        """Why an address is not asked."""
        host = web.host_of(address)
        if host in self._silent:
            return Failed(Outcome.UNASKED, f"its host was asked before in this run: {self._silent[host]}")
        origin = urljoin(address, "/")
        if origin not in self._robots:
            get = self._get
            self._robots[origin] = robots.read(address, AGENT, lambda place: get(place, {}, largest=robots.LARGEST))
        if not self._robots[origin].allows(address):
            return Failed(Outcome.DISALLOWED, "the robots.txt of its host does not allow it")
        return None

    def _get(self, address: str, headers: Mapping[str, str], *, largest: int = 0) -> Answer:
        """Ask an address once, when it is time; `largest` for what is cut there."""
        if self._requests <= 0:
            raise _Spent("no more requests may be made in this run")
        if self._bytes <= 0:
            raise _Spent("no more bytes may be read in this run")
        host, manners = web.host_of(address), self._manners
        self._wait(host, urljoin(address, "/"))
        self._requests -= 1
        own = {"User-Agent": manners.agent, "Accept-Encoding": "identity", "Connection": "close"}
        try:
            answer = web.get(
                address,
                {**own, **headers},
                largest=min(largest or manners.largest, self._bytes),
                seconds=manners.seconds,
                allow_private=manners.allow_private,
                cut=bool(largest),
            )
        except (Refused, TooLarge):
            raise
        except NoAnswer as error:
            self._silent[host] = str(error)
            raise
        finally:
            self._last[host] = time.monotonic()
        self._bytes -= len(answer.body)
        if answer.status in _BUSY:
            self._silent[host] = _called(answer.status)
        return answer

    def _wait(self, host: str, origin: str) -> None:
        asked = self._robots[origin].delay if origin in self._robots else 0.0
        since = time.monotonic() - self._last.get(host, float("-inf"))
        time.sleep(max(0.0, max(self._manners.delay, asked) - since))

    def _judged(self, answer: Answer, address: str, moved_to: str, known: Validators) -> Came | Failed:
        match answer.status:
            case HTTPStatus.OK:
                headers = answer.headers
                found = Validators(address, headers.get("etag", ""), headers.get("last-modified", ""))
                return Came(answer.body, headers.get("content-type", ""), found, moved_to)
            case HTTPStatus.NOT_MODIFIED if known.headers(address):
                return Came(None, "", known, moved_to)
            case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
                return Failed(Outcome.GONE, f"its host answers {_called(answer.status)}")
        return Failed(Outcome.UNREACHABLE, f"its host answers {_called(answer.status)}")


def _called(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
