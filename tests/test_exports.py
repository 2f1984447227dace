"""Everything that a build gives away: it is where it is said to be, whole, and the documentation knows all of it."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import pytest
import sites
from bs4 import BeautifulSoup
from lxml import etree
from sites import Built

from glossator.publication import exports

ATOM = "{http://www.w3.org/2005/Atom}"
DOCS = (sites.REPOSITORY / "docs" / "exports.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^```console\n(.*?)\n```$", DOCS, re.MULTILINE | re.DOTALL)
Builds = dict[Path, tuple[Path, subprocess.CompletedProcess[str]]]

SOURCE = (
    "---\nsource: {type: webpage, title: Wör dê}\ntext: full\nlicence: CC0-1.0\n---\n\nSome words.\n\nOther words.\n"
)
NOTE = "---\nquote: Other words\nkind: context\ntitle: T\nstatus: contested\n---\nAs [said](#p1).\n"
HARD = {
    "docs/sources/deep/er/one.md": SOURCE,
    "annotations/deep/er/one/n1.md": NOTE,
    "docs/sources/ünï-côde.md": SOURCE,
    "annotations/ünï-côde/n1.md": NOTE,
}
"""Sources in a folder of a folder, and with letters in their names that addresses must quote."""


@pytest.fixture
def hard(tmp_path: Path) -> Path:
    """The small site with sources that lie where mistakes show."""
    return sites.copy(sites.SMALL, tmp_path / "site", HARD)


def data(built: Built) -> dict[str, str]:
    """The files of a build that no reader looks at: what is exported, and not what makes up the pages."""
    pages = re.compile(
        r"^(assets|css|js|fonts|pagefind|search|img|webfonts)/|\.(html|css|js|png|svg|webp|inv|gz)$|^sitemap"
    )
    return {name: content.decode() for name, content in sites.contents(built.folder).items() if not pages.search(name)}


def test_a_module_of_the_folder_is_an_export_by_its_function() -> None:
    """Nothing names it elsewhere; a module without `export` is none."""
    folder = Path(exports.__file__).parent
    having = {path.stem for path in folder.glob("*.py") if "\ndef export(" in path.read_text(encoding="utf-8")}
    assert exports.EXPORTS.keys() == having > {"notes_csv", "references"}


# The documentation


def test_the_documentation_lists_every_file_that_a_build_exports(builds: Builds) -> None:
    """No export is secret, and none is promised that is not there."""
    listed = re.findall(r"^\| \[[^|]+\| ([^|]+) \| [^|]+ \|$", DOCS, re.MULTILINE)
    files = {name for row in listed for name in re.findall(r"`([\w./-]+\.\w+)`", row)}
    names = {re.sub(r"^sources/.*/", "", name) for name in data(Built(builds[sites.FULL][0], (), ""))}
    assert files == names


def test_every_export_has_a_section_with_a_command(builds: Builds) -> None:
    """Each row of the table leads to a section, and some command there uses each of the files."""
    commands = "\n".join(COMMANDS)
    for anchor, where in re.findall(r"^\| \[[^\]]+\]\(#([\w-]+)\) \| ([^|]+) \|", DOCS, re.MULTILINE):
        heading = re.escape(anchor).replace(r"\-", " ")
        section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", DOCS, re.MULTILINE | re.DOTALL | re.IGNORECASE)
        assert section, anchor
        assert "```console" in section[1], anchor
        assert all(name in commands for name in re.findall(r"`([\w./-]+\.\w+)`", where))
    page = Built(builds[sites.FULL][0], (), "").page("sources/bridge/")
    for form, mark in {
        "Open Graph": "og:title",
        "Dublin Core": "dcterms.title",
        "`citation_*`": "citation_title",
        "COinS": "Z3988",
        "ClaimReview": "ClaimReview",
    }.items():
        assert form in DOCS
        assert mark in page


@pytest.mark.parametrize("command", COMMANDS, ids=[command.split()[0] for command in COMMANDS])
def test_every_command_of_the_documentation_says_something(command: str, builds: Builds, tmp_path: Path) -> None:
    """It runs on the full site, for a source of its own, and prints, or writes, what it promises."""
    program = command.split()[0]
    if program != "python3" and not shutil.which(program):
        pytest.skip(f"{program} is not here")
    (tmp_path / "site").symlink_to(builds[sites.FULL][0])
    references = json.loads((tmp_path / "site/exports/references.json").read_text(encoding="utf-8"))
    (tmp_path / "essay.md").write_text(f"As [@{references[0]['id']}] says.\n", encoding="utf-8")
    here = re.sub("^python3", sys.executable, command).replace("/sources/reviving-isis/", "/sources/bridge/")
    done = subprocess.run(here, shell=True, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    written = tmp_path / "essay.html"
    assert (done.stdout or written.read_text(encoding="utf-8")).strip()


# Addresses


def exported(built: Built) -> Iterator[tuple[str, str]]:
    """Every address of the site in what is exported, with the file in which it stands."""
    for name, text in data(built).items():
        if name.endswith(".xml"):
            root = etree.fromstring(text.encode())
            for link in root.iter(f"{ATOM}link"):
                yield name, link.get("href", "")
            for content in root.iter(f"{ATOM}content"):
                for link in BeautifulSoup(content.text or "", "html5lib").select("a[href]"):
                    yield name, str(link["href"])
        elif name.endswith(".csv"):
            for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
                yield "", row["url"]
        elif name.endswith("schema-org.jsonld"):
            for node in json.loads(text):
                base = "" if isinstance(node["@context"], str) else node["@context"][1]["@base"]
                yield name, urljoin(base, node.get("url", ""))
        elif name.endswith(".jsonld"):
            base = json.loads(text)["@context"][1].get("@base", "")
            for address in texts(json.loads(text)):
                yield urljoin(f"/{name}", base).lstrip("/"), address


def texts(value: Any) -> Iterator[str]:
    """The addresses in JSON-LD: ids, targets and links of bodies in HTML."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key in ("id", "source", "partOf", "next", "prev", "first", "last") and isinstance(part, str):
                yield part
            elif key == "value" and value.get("format") == "text/html":
                yield from (str(link["href"]) for link in BeautifulSoup(part, "html5lib").select("a[href]"))
            elif key not in ("@context", "glossator:note"):
                yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


@pytest.mark.parametrize("directories", [True, False])
@pytest.mark.parametrize("address", ["https://e.org/sub/", "https://e.org/sub"])
def test_every_address_is_whole_and_leads_to_a_file(
    address: str, directories: bool, hard: Path, tmp_path: Path
) -> None:
    """In a folder of a server too; for sources in folders and with any letters; with directory addresses or without."""
    built = sites.build(hard, to=tmp_path / "out", site_url=address, use_directory_urls=directories, strict=True)
    assert (built.failure, built.warnings) == ("", ())
    addresses = [to for _, to in exported(built)]
    for page in ("sources/deep/er/one", "sources/ünï-côde"):
        soup = BeautifulSoup(built.page(f"{page}/" if directories else f"{page}.html"), "html5lib")
        addresses += [
            str(link["href"]) for link in soup.select('head link[rel~="describedby"], head link[rel~="feed"]')
        ]
        (linked_data,) = soup.select('head script[type="application/ld+json"]')
        addresses += [node["url"] for node in json.loads(str(linked_data.string))]
    assert len(addresses) > 40
    for target in addresses:
        assert target.startswith("https://e.org/sub/"), target
        path = unquote(urldefrag(target)[0].removeprefix("https://e.org/sub/"))
        assert (built.folder / path / "index.html" if path.endswith("/") or not path else built.folder / path).is_file()


@pytest.mark.parametrize("directories", [True, False])
def test_a_site_without_an_address_links_on_the_way_from_each_file(
    directories: bool, hard: Path, tmp_path: Path
) -> None:
    """Feeds and annotations find the pages wherever somebody puts the folder of the site."""
    sites.configure(hard, site_url="")
    built = sites.build(hard, to=tmp_path / "out", use_directory_urls=directories)
    checked = 0
    for file, to in exported(built):
        if to.startswith("#"):  # in a body: no address is known that would be whole
            continue
        assert "://" not in to
        if to.startswith("urn:"):  # what has no address has a name
            continue
        path = unquote(urldefrag(urljoin(f"/{file}", to))[0]).lstrip("/")
        target = built.folder / path
        assert (target / "index.html").is_file() or target.is_file(), (file, to)
        checked += 1
    assert checked > 20


# Builds


@pytest.mark.build
def test_a_dirty_build_exports_all_of_the_site(hard: Path, tmp_path: Path) -> None:
    """`--dirty` leaves out other pages that have not changed, and no source: a note may have."""
    out = str(tmp_path / "out")
    assert sites.mkdocs(hard, "build", "--site-dir", out).returncode == 0
    before = data(Built(tmp_path / "out", (), ""))
    again = sites.mkdocs(hard, "build", "--dirty", "--site-dir", out)
    assert "WARNING -  glossator" not in again.stdout
    assert data(Built(tmp_path / "out", (), "")) == before
    sites.write(hard, {"annotations/bridge/late.md": "---\nquote: met on Monday\nkind: context\ntitle: Late\n---\n"})
    assert sites.mkdocs(hard, "build", "--dirty", "--site-dir", out).returncode == 0
    built = Built(tmp_path / "out", (), "")
    assert "note-late" in built.page("sources/bridge/")
    assert built.counts()["notes"] == json.loads(before["exports/build.json"])["notes"] + 1


def test_the_command_exports_what_a_build_does(hard: Path, tmp_path: Path) -> None:
    """With who wrote a note and when, as git knows it, and the addresses of the site."""
    sites.configure(hard, site_url="https://e.org/sub/")
    sites.commit(hard, "All of it")
    built = sites.build(hard, to=tmp_path / "out")
    table = tmp_path / "notes.csv"
    assert sites.run(hard, "export", "--format", "csv", "--output", str(table)) == sites.Result(0, "", "")
    assert b"Ada Quill" in table.read_bytes()
    assert table.read_bytes() == (built.folder / "exports" / "notes.csv").read_bytes()
    for slug in ("deep/er/one", "ünï-côde"):
        page = json.loads(sites.run(hard, "export", slug).output)
        beside = json.loads((built.folder / "sources" / slug / "annotations.jsonld").read_text(encoding="utf-8"))
        assert (page["id"], page["items"]) == (beside["id"], beside["items"])


@pytest.mark.build
def test_two_builds_of_a_commit_export_the_same(hard: Path, tmp_path: Path) -> None:
    """Dates come from git or the files, never from the clock; what has none has that of `SOURCE_DATE_EPOCH`."""
    sites.commit(hard, "All of it")
    sites.write(hard, {"annotations/bridge/good.md": (hard / "annotations/bridge/good.md").read_bytes() + b"\nMore.\n"})
    sites.commit(hard, "More of it")
    sites.write(hard, {"annotations/bridge/undated.md": "---\nkind: context\ntitle: Not committed\n---\n"})
    exports = []
    for number, epoch in enumerate(("1900000000", "1900000000")):
        out = tmp_path / f"out{number}"
        done = sites.mkdocs(hard, "build", "--site-dir", str(out), SOURCE_DATE_EPOCH=epoch, PYTHONHASHSEED=str(number))
        assert done.returncode == 0, done.stdout
        exports.append(sites.contents(out))
    first, second = exports
    assert {name for name in first if first[name] != second.get(name)} <= {"sitemap.xml.gz"}
    feed = etree.fromstring(first["feed.xml"])
    updated = {entry.findtext(f"{ATOM}title"): entry.findtext(f"{ATOM}updated") for entry in feed.iter(f"{ATOM}entry")}
    assert updated["Not committed"] == "2030-03-17T17:46:40Z"
    assert updated["T"] == "2031-05-01T12:00:00Z"


def test_a_spreadsheet_knows_the_table_for_utf_8(hard: Path, tmp_path: Path) -> None:
    """Excel asks for the byte order mark; every program that reads CSV in UTF-8 passes over it."""
    built = sites.build(hard, to=tmp_path / "out")
    content = (built.folder / "exports" / "notes.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\xef\xbb\xbf") == 1
    assert "ünï-côde" in content.decode("utf-8-sig")
