"""One request to one address of the web.  The only module that opens the network.

Addresses are written by strangers, and asked from the machine of whoever keeps the site.  So only `http` and `https`
are spoken, hosts of the machine's own network are refused, and an answer has so many bytes and seconds, and no more.
The connection goes to the very number that was looked at: a name that then leads elsewhere is of no use.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import SplitResult, quote, urlsplit

from glossator.text.shortening import shortened

SCHEMES: Final[Mapping[str, int]] = {"http": 80, "https": 443}
"""What is spoken, with the usual ports."""
_KEPT: Final = "/%:@!$&'()*+,;=~?"
"""What stands in an address as it is; all else is written in hexadecimal digits."""
_TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")
"""Numbers of version 6 that lead to one of version 4, which is in their last 32 bits."""


_IN_THE_MIDDLE: Final = "the answer ended in the middle"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """By their names in small letters; of several with one name, the first."""
    body: bytes = b""
    """Empty but for the status 200."""


class NoAnswer(Exception):
    """Nothing came back; the text says why."""


class Refused(NoAnswer):
    """An address that is never asked."""


class TooLarge(NoAnswer):
    """More came back than is read."""


def get(
    address: str,
    headers: Mapping[str, str],
    *,
    largest: int,
    seconds: float,
    allow_private: bool = False,
    cut: bool = False,
) -> Answer:
    """Ask an address once; redirects are not followed.

    Args:
        address: the address.
        headers: what is sent with it.
        largest: bytes of the content that are read at most.
        seconds: after which the whole answer must be there, from when its host is found.
        allow_private: whether hosts of the machine's own network may be asked.
        cut: whether of a larger content the beginning is enough.

    Raises:
        NoAnswer: nothing came back, or not in time.
        Refused: the address is none that may be asked.
        TooLarge: the content is larger, and was not wanted cut.
    """
    parts, host, port = _parted(address)
    places = _places(host, port, allow_private=allow_private)
    kind = _Secure if parts.scheme == "https" else _Plain
    connection = kind(host, port, places, seconds)
    late = threading.Timer(seconds, connection.give_up)
    late.daemon = True
    late.start()
    try:
        connection.request("GET", _target(parts), headers=dict(headers))
        answer = _answer(connection.getresponse(), largest, cut=cut)
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = f"no answer within {seconds:g} seconds" if connection.is_late else _reason(error, seconds)
        raise NoAnswer(reason) from error
    finally:
        late.cancel()
        connection.close()
    if connection.is_late:
        raise NoAnswer(f"no whole answer within {seconds:g} seconds")
    return answer


def host_of(address: str) -> str:
    """The host and port of an address that may be asked, by which a server is known.

    Raises:
        Refused: it is none.
    """
    _, host, port = _parted(address)
    return f"{host}:{port}"


def _parted(address: str) -> tuple[SplitResult, str, int]:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port or SCHEMES.get(parts.scheme, 0)
    except ValueError as error:
        raise Refused("this is no address of the web") from error
    if parts.scheme not in SCHEMES:
        raise Refused(f"only http and https are asked, and this is `{parts.scheme}`")
    if not host:
        raise Refused("the address has no host")
    if parts.username is not None:
        raise Refused("the address holds a name or a password")
    return parts, host, port


def _target(parts: SplitResult) -> str:
    query = f"?{quote(parts.query, safe=_KEPT)}" if parts.query else ""
    return quote(parts.path or "/", safe=_KEPT) + query


Place = tuple[int, int, int, str, Any]
"""As `socket.getaddrinfo` gives it."""


def _places(host: str, port: int, *, allow_private: bool) -> Sequence[Place]:
    """Where a host can be connected to."""
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        raise NoAnswer("its host is not found") from error
    numbers = [str(place[4][0]) for place in places]
    private = [] if allow_private else [number for number in numbers if not _is_public(number)]
    if private:
        raise Refused(f"its host is of a private network ({private[0]})")
    return places


def _is_public(number: str) -> bool:
    address = ipaddress.ip_address(number.partition("%")[0])
    within: Sequence[ipaddress.IPv4Address | None] = ()
    if isinstance(address, ipaddress.IPv6Address):
        translated = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _TRANSLATED else None
        within = (address.ipv4_mapped, address.sixtofour, (address.teredo or (None, None))[1], translated)
        if address.ipv4_mapped:
            return _is_public(str(address.ipv4_mapped))
    each = (address, *(other for other in within if other))
    return all(part.is_global and not part.is_multicast for part in each)


class _Plain(http.client.HTTPConnection):
    """A connection to a host at a number that was looked at."""

    def __init__(self, host: str, port: int, places: Sequence[Place], seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._places = places
        self._until = time.monotonic() + seconds
        self._open: socket.socket | None = None
        self.is_late = False

    def connect(self) -> None:
        """Open it, at the first number that answers."""
        error: OSError = TimeoutError()
        for family, kind, protocol, _, place in self._places:
            left = self._until - time.monotonic()
            if left <= 0:
                break
            try:
                opened = socket.socket(family, kind, protocol)
            except OSError as failure:
                error = failure
                continue
            opened.settimeout(left)
            try:
                opened.connect(place)
            except OSError as failure:
                opened.close()
                error = failure
                continue
            self._open = self.sock = opened
            return
        raise error

    def give_up(self) -> None:
        """End it from another thread, in whatever it waits."""
        self.is_late = True
        if self._open is not None:
            with suppress(OSError):
                # Not that of `SSLSocket`, which would take away what the other thread reads from.
                socket.socket.shutdown(self._open, socket.SHUT_RDWR)


class _Secure(_Plain):
    """The same with TLS."""

    default_port = http.client.HTTPS_PORT  # which `Host:` leaves out

    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        secured = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
        self._open = self.sock = secured
        secured.do_handshake()


def _answer(response: http.client.HTTPResponse, largest: int, *, cut: bool) -> Answer:
    headers: dict[str, str] = {}
    for name, value in response.getheaders():
        headers.setdefault(name.lower(), value)
    if response.status != http.client.OK:
        return Answer(response.status, headers)
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise NoAnswer(f"it was sent as `{headers['content-encoding']}`, which was not asked for")
    body = b"" if not cut and (response.length or 0) > largest else response.read(largest + 1)
    if not cut and (len(body) > largest or (response.length or 0) > largest):
        raise TooLarge(f"it has more than {largest:,} bytes")
    if response.length and len(body) <= largest:
        raise NoAnswer(_IN_THE_MIDDLE)
    return Answer(response.status, headers, body[:largest])


def _reason(error: Exception, seconds: float) -> str:
    """Why nothing came back, in words."""
    match error:
        case TimeoutError():
            return f"no answer within {seconds:g} seconds"
        case ConnectionRefusedError():
            return "the connection was refused"
        case ssl.SSLCertVerificationError():
            return f"its certificate is not valid: {error.verify_message}"
        case http.client.IncompleteRead():
            return _IN_THE_MIDDLE
        case OSError() if error.strerror:
            return error.strerror
    return shortened(str(error), 200) or type(error).__name__  # it may hold what the host said
