"""`glossator watch`: what became of the addresses that a project names, asked of a server of the tests' own."""

from __future__ import annotations

import itertools
import json
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import sites

from glossator.watching import addresses, comparing, robots, web
from glossator.watching.asking import Asker, Came, Failed
from glossator.watching.findings import PATIENCE, Outcome
from glossator.watching.manners import Manners
from glossator.watching.web import Answer, NoAnswer, Refused

TEXT = (sites.SMALL / "docs/sources/bridge.md").read_text(encoding="utf-8").partition("CC0-1.0\n---\n")[2]
CHANGED = TEXT.replace("ten more years", "two more years")


@dataclass
class Page:
    """What the server answers at a path."""

    body: str | bytes = "Words.\n"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    hangs: float = 0
    """Seconds before each part of the answer."""


class Server(ThreadingHTTPServer):
    """A host whose pages a test sets, and which remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, dict[str, str], float]] = []
        """Paths, headers and times."""

    @property
    def address(self) -> str:
        """Where it is, without a stroke."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def paths(self) -> list[str]:
        """What it was asked, without robots.txt; and forgets it."""
        paths = [path for path, _, _ in self.asked if path != "/robots.txt"]
        self.asked.clear()
        return paths

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who asks goes away where an answer is too large or late."""


class Handler(BaseHTTPRequestHandler):
    """Answers with what the test set."""

    server: Server

    def do_GET(self) -> None:
        """As `http.server` calls it."""
        self.server.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}, time.monotonic()))
        page = self.server.pages.get(self.path, Page(status=404))
        same = page.headers.get("ETag") and self.headers.get("If-None-Match") == page.headers["ETag"]
        same = same or (self.headers.get("If-Modified-Since") or "-") == page.headers.get("Last-Modified")
        body = page.body.encode() if isinstance(page.body, str) else page.body
        self.send_response(304 if same and page.status == 200 else page.status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if page.hangs:
            for byte in body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(page.hangs)
        elif not same:
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # its name there
        """Nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A host of its own for each test."""
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield running
        running.shutdown()


@pytest.fixture
def root(small: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small site, its source and a piece of its evidence on the server; both are there, and the same."""
    page = (small / "docs/sources/bridge.md").read_text(encoding="utf-8")
    page = page.replace("  language: en\n", f"  language: en\n  URL: {server.address}/minutes.md\n")
    references = (small / "annotations/references.yml").read_text(encoding="utf-8")
    references += f"  URL: {server.address}/gazette\n"
    sites.write(small, {"docs/sources/bridge.md": page, "annotations/references.yml": references})
    server.pages["/minutes.md"] = Page(TEXT, headers={"Content-Type": "text/markdown"})
    server.pages["/gazette"] = Page("Lorries must go round.\n", headers={"Content-Type": "text/plain"})
    monkeypatch.chdir(small)
    return small


def watch(root: Path, *options: str) -> tuple[int, dict[str, dict[str, Any]]]:
    """The exit status, and what was found, by the last part of the addresses."""
    done = sites.run(root, "watch", "--allow-private", "--delay", "0", "--format", "json", *options)
    return done.status, {found["address"].rpartition("/")[2]: found for found in json.loads(done.output)}


def test_what_is_the_same_needs_nobody(root: Path) -> None:
    """The source is compared with the text here, evidence with the last visit."""
    status, found = watch(root)
    assert status == 0
    assert {name: each["outcome"] for name, each in found.items()} == {
        "minutes.md": "unchanged",
        "gazette": "seen-for-the-first-time",
    }
    status, found = watch(root)
    assert status == 0
    assert {each["outcome"] for each in found.values()} == {"unchanged"}
    assert found["gazette"]["named_by"] == ["@gazette-2031", "annotations/bridge/good.md"]


def test_a_changed_source_is_shown_with_its_words_and_the_command_that_brings_it_in(root: Path, server: Server) -> None:
    """What is printed can be typed, and then all is the same."""
    server.pages["/minutes.md"].body = CHANGED
    done = sites.run(root, "watch", "--allow-private", "--delay", "0")
    assert done.status == 1
    assert "[-ten-]{+two+}" in done.output
    assert "1 passage differs: 1 word added, 1 removed" in done.output
    assert "docs/sources/bridge.md:9:8" in done.output
    command = re.findall(r"to bring it in: glossator (.*)", done.output)
    assert len(command) == 1
    assert sites.run(root, *shlex.split(command[0]), "--yes").status == 0
    assert "two more years" in (root / "docs/sources/bridge.md").read_text(encoding="utf-8")
    assert watch(root)[0] == 0


def test_headings_and_tables_are_no_change(root: Path, server: Server) -> None:
    """A source that was imported is what it was, whatever stands in it."""
    text = f"# The vote\n\n{TEXT}\n## Money\n\n### 2030\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n- one\n- two\n"
    page = (root / "docs/sources/bridge.md").read_text(encoding="utf-8")
    sites.write(root, {"docs/sources/bridge.md": page.replace(TEXT, f"\n{text}")})
    server.pages["/minutes.md"].body = text
    assert watch(root)[0] == 0
    server.pages["/minutes.md"].body = text.replace("Money", "Costs")
    told = watch(root)[1]["minutes.md"]["differences"]
    assert all(any(said in each for each in told) for said in ("[-Money-]", "{+Costs+}"))


def test_changed_evidence_is_told_by_its_words(root: Path, server: Server) -> None:
    """Another advertisement is no change; other words are one, once."""
    page = "<!doctype html><html><head><title>Round</title><script>{}</script></head><body><article><p>{}</p></article>"
    words = "Lorries must go round by the ford from today, the council says, until the bridge is mended. " * 3
    server.pages["/gazette"] = Page(page.format("one()", words), headers={"Content-Type": "text/html"})
    watch(root)
    server.pages["/gazette"].body = page.format("two()", words)
    assert watch(root)[1]["gazette"]["outcome"] == "unchanged"
    server.pages["/gazette"].body = page.format("two()", words.replace("ford", "weir"))
    status, found = watch(root)
    assert (status, found["gazette"]["outcome"]) == (1, "changed")
    assert watch(root)[0] == 0


@pytest.mark.parametrize("answer", [404, 410])
def test_of_what_is_gone_a_copy_is_named(root: Path, server: Server, answer: int) -> None:
    """That of the note where it knows one, else where the Internet Archive lists copies; it is not asked."""
    server.pages["/gazette"].status = answer
    status, found = watch(root)
    assert (status, found["gazette"]["outcome"]) == (1, "gone")
    assert found["gazette"]["copy"] == f"https://web.archive.org/web/*/{server.address}/gazette"
    assert not found["gazette"]["copy_is_known"]
    note = (root / "annotations/bridge/good.md").read_text(encoding="utf-8")
    note = note.replace("    relation: confirms\n", "    relation: confirms\n    archive-url: https://e.org/copy\n")
    sites.write(root, {"annotations/bridge/good.md": note})
    found = watch(root)[1]
    assert (found["gazette"]["copy"], found["gazette"]["copy_is_known"]) == ("https://e.org/copy", True)


@pytest.mark.parametrize(
    ("first", "second", "outcome", "new"),
    [
        (301, 308, "moved", "/new"),
        (302, 301, "unchanged", None),
        (301, 302, "moved", "/between"),
    ],
)
def test_only_what_leads_elsewhere_for_good_has_moved(
    root: Path, server: Server, first: int, second: int, outcome: str, new: str | None
) -> None:
    """And the new address is the last one to which it leads for good."""
    server.pages["/new"] = server.pages["/minutes.md"]
    server.pages["/minutes.md"] = Page(status=first, headers={"Location": "/between"})
    server.pages["/between"] = Page(status=second, headers={"Location": f"{server.address}/new#part"})
    status, found = watch(root, "--no-evidence")
    assert found["minutes.md"]["outcome"] == outcome
    assert found["minutes.md"]["moved_to"] == (new and server.address + new)
    assert status == (1 if new else 0)


@pytest.mark.parametrize("place", ["the note", "the reference"])
def test_of_a_doi_only_is_asked_whether_it_leads_on(
    root: Path, server: Server, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where to is its publisher's affair, whose page changes daily and answers few programs; one that is not known is gone."""
    monkeypatch.setattr(addresses, "RESOLVER", f"{server.address}/")
    doi = "DOI: 10.1000/a<1::b>2#c"
    if place == "the note":
        note = f"---\ntitle: A study\nkind: context\nevidence:\n  - {{title: Study, {doi}, relation: background}}\n---\nText.\n"
        sites.write(root, {"annotations/bridge/study.md": note})
    else:
        references = root / "annotations/references.yml"
        text = references.read_text(encoding="utf-8")
        references.write_text(re.sub(r"URL: .*/gazette", f'DOI: "{doi[5:]}"', text), encoding="utf-8")
    asked, name = "/10.1000/a%3C1::b%3E2%23c", "a%3C1::b%3E2%23c"
    server.pages[asked] = Page(status=302, headers={"Location": "/landing"})
    outcomes = []
    for location in ("/landing", "/elsewhere"):
        server.pages[asked].headers["Location"] = location
        status, found = watch(root)
        outcomes.append((status, found[name]["outcome"]))
    assert outcomes == [(0, "seen-for-the-first-time"), (0, "unchanged")]
    paths = server.paths()
    assert paths.count(asked) == 2
    assert not {"/landing", "/elsewhere"} & {*paths}
    del server.pages[asked]
    status, found = watch(root)
    assert (status, found[name]["outcome"]) == (1, "gone")


def test_redirects_have_an_end(root: Path, server: Server) -> None:
    """A page that leads to itself is not reachable."""
    server.pages["/gazette"] = Page(status=302, headers={"Location": "/gazette"})
    assert watch(root)[1]["gazette"]["reason"] == "it leads on more than 5 times"
    assert len(server.paths()) == 1 + 6


def test_a_redirect_leads_neither_to_other_protocols_nor_where_robots_forbid(root: Path, server: Server) -> None:
    """Each address on the way is looked at as the first one is."""
    server.pages["/gazette"] = Page(status=302, headers={"Location": "file:///etc/passwd"})
    found = watch(root)[1]["gazette"]
    assert (found["outcome"], found["needs_person"]) == ("refused", True)
    assert "only http and https are asked" in found["reason"]
    server.pages["/gazette"] = Page(status=302, headers={"Location": "/private/page"})
    server.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /private\n")
    assert watch(root)[1]["gazette"]["outcome"] == "not-allowed"
    assert "/private/page" not in server.paths()


def test_what_robots_forbid_is_not_asked(root: Path, server: Server) -> None:
    """By our own name, else by that of all."""
    server.pages["/robots.txt"] = Page("User-agent: *\nDisallow:\n\nUser-agent: glossator\nDisallow: /gazette\n")
    status, found = watch(root)
    assert (status, found["gazette"]["outcome"], found["minutes.md"]["outcome"]) == (0, "not-allowed", "unchanged")
    assert server.paths() == ["/minutes.md"]


def test_a_host_whose_robots_cannot_be_read_is_not_asked(root: Path, server: Server) -> None:
    """As the RFC wants it; and it is no fault of the page, which is not gone."""
    server.pages["/robots.txt"] = Page(status=500)
    status, found = watch(root, "--no-evidence")
    assert (status, found["minutes.md"]["outcome"]) == (0, "not-reachable")
    assert server.paths() == []


def test_robots_say_how_long_to_wait() -> None:
    """Up to a minute."""

    def rules(text: str) -> robots.Robots:
        return robots.read("http://e.org/a", "glossator", lambda _: Answer(200, {}, text.encode()))

    assert rules("User-agent: *\nCrawl-delay: 7\n").delay == 7
    assert rules("User-agent: *\nCrawl-delay: 9000\n").delay == robots.SLOWEST
    assert rules("").delay == 0


@pytest.mark.parametrize(
    ("header", "value", "sent"),
    [
        ("ETag", '"one"', "if-none-match"),
        ("Last-Modified", formatdate(0, usegmt=True), "if-modified-since"),
    ],
)
def test_the_second_time_only_news_are_asked_for(
    root: Path, server: Server, header: str, value: str, sent: str
) -> None:
    """What was kept is compared anew with the project, which may be another by now."""
    server.pages["/minutes.md"].headers[header] = value
    watch(root, "--no-evidence")
    assert sent not in dict(server.asked[-1][1])
    status, found = watch(root, "--no-evidence")
    assert server.asked[-1][1][sent] == value
    assert (status, found["minutes.md"]["outcome"]) == (0, "unchanged")
    page = (root / "docs/sources/bridge.md").read_text(encoding="utf-8")
    sites.write(root, {"docs/sources/bridge.md": page.replace("ten more years", "twelve more years")})
    found = watch(root, "--no-evidence")[1]
    assert found["minutes.md"]["outcome"] == "changed"
    assert any("[-twelve-]{+ten+}" in told for told in found["minutes.md"]["differences"])


def test_the_limit_ends_a_run_and_the_next_goes_on(root: Path, server: Server) -> None:
    """Robots are a request, too; what was asked least is asked first."""
    status, found = watch(root, "--limit", "2")
    assert (status, found["gazette"]["outcome"]) == (0, "not-asked")
    assert len(server.asked) == 2
    assert watch(root, "--limit", "2")[1]["minutes.md"]["outcome"] == "not-asked"


def test_requests_to_one_host_keep_their_distance(root: Path, server: Server) -> None:
    """`--delay` is between any two of them, and each names the program."""
    sites.run(root, "watch", "--allow-private", "--delay", "0.2")
    times = [moment for _, _, moment in server.asked]
    assert len(times) == 3
    assert all(later - earlier >= 0.19 for earlier, later in itertools.pairwise(times))
    assert all(headers["user-agent"].startswith("glossator/") for _, headers, _ in server.asked)


def asked(server: Server, path: str = "/page", **manners: Any) -> Came | Failed:
    """What an asker with the manners of a test gets."""
    return Asker(Manners(delay=0, allow_private=True, **manners)).ask(server.address + path)


@pytest.mark.parametrize("headers", [{}, {"Content-Length": "5000"}])
def test_what_is_too_large_is_not_read(server: Server, headers: dict[str, str]) -> None:
    """Whether or not it says so before."""
    server.pages["/page"] = Page("a" * 5000, headers=headers)
    assert asked(server, largest=4999) == Failed(Outcome.UNREADABLE, "it has more than 4,999 bytes")
    assert isinstance(asked(server, largest=5000), Came)


def test_a_run_reads_so_many_bytes(server: Server) -> None:
    """Then it ends."""
    server.pages["/page"] = Page("a" * 600)
    asker = Asker(Manners(delay=0, allow_private=True, all=1000))
    found = [asker.ask(f"{server.address}/page") for _ in range(2)]
    assert isinstance(found[0], Came)
    assert isinstance(found[1], Failed)


def test_a_host_that_hangs_is_left_after_a_while(server: Server) -> None:
    """Even one that sends a byte now and then; and it is not asked again in this run."""
    server.pages["/page"] = Page("a" * 1000, hangs=0.1)
    server.pages["/other"] = Page()
    asker = Asker(Manners(delay=0, allow_private=True, seconds=0.5))
    start = time.monotonic()
    found = asker.ask(f"{server.address}/page")
    assert time.monotonic() - start < 3
    assert isinstance(found, Failed)
    assert (found.outcome, "within 0.5 seconds" in found.reason) == (Outcome.UNREACHABLE, True)
    other = asker.ask(f"{server.address}/other")
    assert isinstance(other, Failed)
    assert other.outcome is Outcome.UNASKED


def test_what_accepts_and_says_nothing_is_left_after_a_while() -> None:
    """In plain and in TLS, where the greeting would be waited for."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for scheme in ("http", "https"):
            start = time.monotonic()
            with pytest.raises(NoAnswer, match=r"within 0\.5 seconds"):
                web.get(
                    f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/", {}, largest=9, seconds=0.5, allow_private=True
                )
            assert time.monotonic() - start < 3


def test_an_answer_that_ends_in_the_middle_is_no_change(server: Server) -> None:
    """Its beginning is not taken for the whole."""
    server.pages["/page"] = Page("half", headers={"Content-Length": "8"})
    assert asked(server) == Failed(Outcome.UNREACHABLE, "the answer ended in the middle")


def test_a_host_that_is_busy_is_left_alone(server: Server) -> None:
    """It is not asked again in this run."""
    server.pages["/page"] = Page(status=429, headers={"Retry-After": "100"})
    asker = Asker(Manners(delay=0, allow_private=True))
    assert asker.ask(f"{server.address}/page") == Failed(Outcome.UNREACHABLE, "its host answers 429 Too Many Requests")
    server.paths()
    asker.ask(f"{server.address}/other")
    assert server.asked == []


def test_an_address_that_does_not_answer_is_not_gone(root: Path, server: Server) -> None:
    """A person is asked for when it goes on, and with `--new` once."""
    server.pages["/gazette"].status = 403
    for visit in range(1, PATIENCE + 2):
        status, found = watch(root, "--new")
        assert found["gazette"]["outcome"] == "not-reachable"
        assert found["gazette"]["copy"] is None
        assert status == (1 if visit == PATIENCE else 0)
    assert watch(root)[0] == 1


def test_what_was_found_before_fails_no_more_with_new(root: Path, server: Server) -> None:
    """Until something else is found."""
    server.pages["/minutes.md"].body = CHANGED
    assert [watch(root, "--new")[0] for _ in range(2)] == [1, 0]
    server.pages["/minutes.md"].body = CHANGED.replace("two more", "three more")
    assert watch(root, "--new")[0] == 1
    assert watch(root)[0] == 1


def test_a_source_that_cannot_be_read_needs_somebody(root: Path, server: Server) -> None:
    """Such as one that is a page without words now."""
    server.pages["/minutes.md"].body = " "
    status, found = watch(root, "--no-evidence")
    assert (status, found["minutes.md"]["outcome"]) == (1, "not-readable")


PRIVATE = (
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "::1",
    "fe80::1",
    "fd00::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "224.0.0.1",
)


@pytest.mark.parametrize("number", PRIVATE)
def test_hosts_of_a_private_network_are_refused(number: str) -> None:
    """By the number to which their name leads, however it is written."""
    place = (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80))
    with (
        mock.patch("socket.getaddrinfo", return_value=[place]),
        mock.patch("socket.socket", side_effect=AssertionError("connected")),
        pytest.raises(Refused, match="private network"),
    ):
        web.get("http://minutes.example.org/", {}, largest=9, seconds=1)


@pytest.mark.parametrize("number", ["93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_other_hosts_are_asked_at_the_number_that_was_looked_at(number: str) -> None:
    """A name cannot lead elsewhere in between."""
    family = socket.AF_INET6 if ":" in number else socket.AF_INET
    place = (family, socket.SOCK_STREAM, 6, "", (number, 80))
    connected = mock.Mock(side_effect=ConnectionRefusedError)
    with (
        mock.patch("socket.getaddrinfo", return_value=[place]) as looked,
        mock.patch("socket.socket.connect", connected),
        pytest.raises(NoAnswer, match="refused"),
    ):
        web.get("http://minutes.example.org/", {}, largest=9, seconds=1)
    assert looked.call_count == 1
    assert connected.call_args.args == ((number, 80),)


@pytest.mark.parametrize(
    "address", ["ftp://e.org/", "http://", "http://a:b@e.org/", "http://e.org:99999/", f"http://{'a' * 70}.org/"]
)
def test_what_is_no_address_of_the_web_is_refused(address: str) -> None:
    """Before any name is looked up."""
    with mock.patch("socket.getaddrinfo", side_effect=AssertionError), pytest.raises(Refused):
        web.get(address, {}, largest=9, seconds=1)


def test_private_hosts_are_refused_unless_they_are_asked_for(root: Path, server: Server) -> None:
    """A contributor cannot make the machine of the maintainer ask its own network."""
    done = sites.run(root, "watch", "--delay", "0")
    assert done.status == 1
    assert "its host is of a private network (127.0.0.1)" in done.output
    assert server.asked == []


def test_nothing_is_written_but_the_cache(root: Path, server: Server) -> None:
    """No source, no note; and git leaves the cache alone."""
    sites.commit(root, "The site")
    before = sites.contents(root / "docs") | sites.contents(root / "annotations")
    server.pages["/minutes.md"].body = CHANGED
    server.pages["/gazette"].status = 404
    assert watch(root)[0] == 1
    assert sites.contents(root / "docs") | sites.contents(root / "annotations") == before
    new = {name for name in sites.contents(root) if not name.startswith((".git/", "docs/", "annotations/", "theme/"))}
    assert all(name.startswith(".cache/glossator/watch/") for name in new - {"mkdocs.yml"}), new
    assert (root / ".cache/glossator/watch/.gitignore").read_text(encoding="utf-8") == "*\n"


@pytest.mark.parametrize("broken", ["", "[]", '{"a": 1}', "{", '{" x": {"failures": "a", "etag": 5}}'])
def test_a_broken_memory_is_forgotten(root: Path, broken: str) -> None:
    """It is a cache."""
    sites.write(root, {".cache/glossator/watch/visits.json": broken})
    assert watch(root)[0] == 0


def test_github_sees_each_finding_at_its_line(
    root: Path, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And in the summary, where nothing is a link."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    server.pages["/gazette"].status = 404
    done = sites.run(root, "watch", "--allow-private", "--delay", "0", "--format", "github")
    assert done.output.startswith("::warning file=annotations/references.yml,line=")
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert f"<strong>gone</strong> `{server.address}/gazette`" in summary


def test_list_asks_nothing(root: Path, server: Server) -> None:
    """It names each address once, with who names it."""
    done = sites.run(root, "watch", "--list")
    assert done.output.split("\n")[:2] == [
        f"{server.address}/minutes.md  bridge",
        f"{server.address}/gazette  @gazette-2031, annotations/bridge/good.md",
    ]
    assert server.asked == []
    assert not (root / ".cache").exists()


def test_the_address_of_the_present_version_goes_before_that_of_the_original(root: Path, server: Server) -> None:
    """It is where the text was taken from."""
    page = (root / "docs/sources/bridge.md").read_text(encoding="utf-8")
    version = f"version:\n  url: {server.address}/copy.md\nlicence:"
    sites.write(root, {"docs/sources/bridge.md": page.replace("licence:", version)})
    assert f"{server.address}/copy.md  bridge\n" in sites.run(root, "watch", "--list", "bridge").output


def test_of_excerpts_and_restated_texts_the_original_is_compared_with_itself(root: Path, server: Server) -> None:
    """Their words are not those of the original: it is told when that changes."""
    page = (root / "docs/sources/bridge.md").read_text(encoding="utf-8")
    sites.write(root, {"docs/sources/bridge.md": page.replace("text: full", "text: excerpts")})
    server.pages["/minutes.md"].body = f"More words.\n\n{TEXT}"
    assert watch(root, "--no-evidence")[1]["minutes.md"]["outcome"] == "seen-for-the-first-time"
    assert watch(root, "--no-evidence")[1]["minutes.md"]["outcome"] == "unchanged"
    server.pages["/minutes.md"].body = f"More words.\n\n{CHANGED}"
    status, found = watch(root, "--no-evidence")
    assert (status, found["minutes.md"]["outcome"], found["minutes.md"]["command"]) == (1, "changed", None)
    assert any("[-ten-]{+two+}" in told for told in found["minutes.md"]["differences"])


def test_of_a_restated_source_the_hash_is_compared(root: Path, server: Server) -> None:
    """Its words are not here, so they are not shown; `update` writes the new hash."""
    page = (root / "docs/sources/bridge.md").read_text(encoding="utf-8")
    sites.write(root, {"docs/sources/bridge.md": page.replace("text: full", "text: restated"), "new.md": CHANGED})
    assert sites.run(root, "update", "bridge", "new.md", "--yes").status == 0
    status, found = watch(root, "--no-evidence")
    assert (status, found["minutes.md"]["outcome"], found["minutes.md"]["differences"]) == (1, "changed", [])
    server.pages["/minutes.md"].body = CHANGED
    assert watch(root, "--no-evidence")[1]["minutes.md"]["outcome"] == "unchanged"


def test_letters_of_all_languages_stand_in_addresses(server: Server) -> None:
    """They are sent as they must be, and what is written in digits already stays."""
    server.pages["/%D8%A8/a%20b?q=%C3%A9"] = Page()
    assert isinstance(asked(server, "/ب/a%20b?q=é"), Came)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl to make a certificate")
def test_a_certificate_has_to_be_valid(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And of the name that was asked."""
    own, key = str(tmp_path / "own.pem"), str(tmp_path / "key.pem")
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", own, *names],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.pages["/page"] = Page("abc")

    def get(host: str) -> bytes:
        address = f"https://{host}:{server.server_address[1]}/page"
        return web.get(address, {}, largest=9, seconds=5, allow_private=True).body

    with pytest.raises(NoAnswer, match="certificate is not valid: self"):
        get("localhost")
    monkeypatch.setenv("SSL_CERT_FILE", own)
    assert get("localhost") == b"abc"
    with pytest.raises(NoAnswer, match=r"certificate is not valid: .*mismatch"):
        get("127.0.0.1")


def test_what_comes_in_pieces_is_whole_or_nothing(server: Server) -> None:
    """As servers send what they make while they send it."""
    server.pages["/page"] = Page(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", headers={"Transfer-Encoding": "chunked"})
    with mock.patch.object(Handler, "protocol_version", "HTTP/1.1"):
        came = asked(server)
        assert isinstance(came, Came)
        assert came.body == b"abcde"
        server.pages["/page"].body = b"3\r\nabc\r\n9\r\nde"
        server.pages["/page"].headers["Connection"] = "close"
        assert asked(server) == Failed(Outcome.UNREACHABLE, "the answer ended in the middle")


def test_what_the_server_says_of_the_encoding_counts() -> None:
    """The importer has only the file, so it is given UTF-8."""
    came = comparing.content("über".encode("latin-1"), "text/plain; charset=ISO-8859-1", "http://e.org/a")
    assert (came.raw.decode(), came.ending) == ("über", ".txt")
    assert comparing.content(b"x", "text/plain; charset=nonsense", "http://e.org/a.md").ending == ".md"
    assert comparing.content(b"x", "\r\n;;=", "http://e.org/a.pdf").ending == ".pdf"
