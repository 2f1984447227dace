"""Sites in which every field is an attack, and what a browser and a second parser find on their pages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import html5lib
import sites
import yaml
from playwright.sync_api import BrowserContext, Dialog, Request

TECHNIQUES = Path(__file__).parent / "attacks" / "techniques.yml"
HOST: Final = "attack.invalid"
CALL: Final = "(window.__attacked=(window.__attacked||0)+1)"


def _mixed(text: str) -> str:
    letters = iter(range(len(text)))
    return re.sub(r"(?<=[</])[a-z]+|on[a-z]+(?==)", lambda name: "".join(
        letter.upper() if next(letters) % 2 else letter for letter in name[0]), text)  # fmt: skip


ENCODINGS: Mapping[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "mixed case": _mixed,
    "entities": lambda text: text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;"),
    "numbers": lambda text: text.replace("<", "&#x3c;").replace(">", "&#62;"),
    "lines": lambda text: re.sub(r"(?<=[a-z]) (?=[a-z])", "\n", text, count=1),
    "form feeds": lambda text: re.sub(r"(?<=[a-z])[ /](?=[a-z]+=)", "\x0c", text),
    "behind text": lambda text: f"A text, <b>and</b> {text}",
    "in a list": lambda text: "- " + text.replace("\n", "\n    "),
    "in a quotation": lambda text: "\n".join(f"> {line}" for line in text.split("\n")),
}
"""Ways to write a string; those that change nothing of one do not count."""


def own_strings() -> list[str]:
    """Our own strings: each technique in each encoding that makes another string of it."""
    techniques = yaml.safe_load(TECHNIQUES.read_text(encoding="utf-8"))
    plain = [text.replace("JS", CALL).replace("HOST", HOST) for texts in techniques.values() for text in texts]
    return list(dict.fromkeys(encode(text) for encode in ENCODINGS.values() for text in plain))


def strings_of(folder: Path) -> list[str]:
    """Somebody else's strings: the lines of files, and the texts of lists in `.json` files."""
    strings: list[str] = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        text = path.read_text(encoding="utf-8", errors="replace")
        lines = json.loads(text) if path.suffix == ".json" else text.splitlines()
        strings += [line for line in lines if isinstance(line, str) and line.strip()]
    return list(dict.fromkeys(strings))


CONFIG: Final = {
    "site_name": "Attacks",
    "theme": {"name": "material", "font": False},
    "plugins": [
        "search",
        {"glossator": {"bibliography": ["annotations/references.json", "annotations/references.bib"], "permalinks": True}},
    ],
    "markdown_extensions": [
        *("abbr", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "pymdownx.highlight"),
        *("pymdownx.superfences", "pymdownx.blocks.html", "pymdownx.snippets", "pymdownx.tasklist", "pymdownx.critic"),
        {"toc": {"permalink": True}},
    ],
    "not_in_nav": "/sources/",
}  # fmt: skip
WORDS: Final = "The bridge was safe enough to stand for ten more years."
LATEX: Final = str.maketrans({"{": "(", "}": ")", "\\": "/", "@": "(at)"})


def site_of(strings: Sequence[str], root: Path) -> Path:
    """A site with a source for each string: in its text, its front matter, its notes, ratings and references."""
    files: dict[str, str | bytes | None] = {
        "mkdocs.yml": yaml.safe_dump(CONFIG),
        "docs/index.md": "# Start\n",
        "docs/notes.md": "---\nglossator: notes\n---\n# Notes\n",
        "docs/evidence.md": "---\nglossator: evidence\n---\n# Evidence\n",
        "docs/origins.md": "---\nglossator: origins\n---\n# Origins\n",
        "docs/library.md": "---\nglossator: library\n---\n# Sources\n",
        "annotations/references.json": json.dumps(
            [_reference(text) | {"id": f"r{number}"} for number, text in enumerate(strings)]
        ),
        "annotations/references.bib": "\n".join(
            f"@book{{b{number},\n title = {{{text.translate(LATEX)}}},\n author = {{{text.translate(LATEX)}}},\n"
            f" note = {{{text.translate(LATEX)}}},\n url = {{{text.translate(LATEX)}}}\n}}"
            for number, text in enumerate(strings)
        ),
    }
    for number, text in enumerate(strings):
        files |= _files_of(number, text)
    sites.write(root, files)
    for number, text in enumerate(strings):
        _named(root, text, number)
    return root


def _reference(text: str) -> dict[str, Any]:
    return {
        **dict.fromkeys(("title", "publisher", "container-title", "abstract", "note", "volume", "edition"), text),
        "type": "report",
        "author": [{"family": text, "given": text}, {"literal": text}],
        "DOI": text,
        **({"URL": text} if text.startswith(("http", "javascript", "//")) else {}),
    }


def _files_of(number: int, text: str) -> dict[str, str | bytes | None]:
    slug = f"s{number}"
    source = {
        **dict.fromkeys(
            ("title", "description", "author", "rights", "licence", "status", "subtitle", "location"), text
        ),
        "text": "full",
        "tags": [text],
        "x-own": text,
        "source": _reference(text),
    }
    note = {
        **dict.fromkeys(("title", "ai-assisted", "interest"), text),
        **{key: [text] for key in ("authors", "reviewers", "allegation-about")},
        "kind": "context",
        "status": "contested",
        "certainty": "low",
        "x-own": text,
        "quote": WORDS,
        "evidence": [
            {"relation": "disputes", "quote": text, "locator": text, "caveat": text, **_reference(text)},
            *({"relation": "supports", "cite": f"{kind}{number}", "locator": text} for kind in "rb"),
        ],
    }
    ratings = {
        "origins": {"clerk": {"label": text, "sourcing": "official-unnamed", "reliability": "C", "reason": text}},
        "passages": {1: {"origins": ["clerk"], "statement": "factual", "credibility": 3, "reason": text}},
    }
    return {
        f"docs/sources/{slug}.md": _with(source, f"{WORDS}\n\n{text}\n"),
        f"docs/sources/{slug}/plain.md": _with({"title": text, "template": "redirect.html", "location": text}, text),
        f"annotations/{slug}/a.md": _with(note, text),
        f"annotations/{slug}/b.md": _with({"title": text, "kind": "context", "quote": text[:80]}, f"{text}\n\n{text}"),
        f"annotations/{slug}/lead.md": text,
        f"annotations/{slug}/sourcing.yml": yaml.safe_dump(ratings, allow_unicode=True),
    }


def _with(front: Mapping[str, Any], body: str) -> str:
    return f"---\n{yaml.safe_dump(dict(front), allow_unicode=True, sort_keys=False)}---\n\n{body}\n"


def _named(root: Path, text: str, number: int) -> None:
    """Files that are called by the string, where the system takes such a name."""
    name = re.sub(r"[/\x00\n]", "", text)[:80]
    for folder in ("docs/sources", f"annotations/s{number}"):
        try:
            (root / folder / f"{name}.md").write_text(f"---\nsource: {{title: A}}\ntext: restated\n---\n{WORDS}\n")
        except (OSError, UnicodeEncodeError):
            continue


def imported(strings: Sequence[str], root: Path, scratch: Path) -> None:
    """Sources and notes that `import` and `import-notes` make of files with the strings in them, ten a file."""
    kinds = {"md": lambda text: text, "txt": lambda text: text, "html": _article}
    for start in range(0, len(strings), 10):
        some = strings[start : start + 10]
        for kind, written in kinds.items():
            file = scratch / f"i{start}.{kind}"
            sites.write(scratch, {file.name: written("\n\n".join([f"Text {start}.", *some]))})
            sites.run(root, "import", str(file), "--slug", f"i-{kind}-{start}", "--licence", "CC0-1.0")
        annotations = [_annotation(text) for text in some]
        sites.write(scratch, {f"n{start}.jsonld": json.dumps(annotations)})
        sites.run(root, "import-notes", str(scratch / f"n{start}.jsonld"), f"s{start}")


def _article(text: str) -> str:
    return f"<!doctype html><title>{text}</title><article><h1>{text}</h1><p>{WORDS}</p><p>{text}</p></article>"


def _annotation(text: str) -> dict[str, Any]:
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "creator": {"type": "Person", "name": text},
        "body": [{"type": "TextualBody", "value": text, "format": "text/html"}, {"type": "TextualBody", "value": text}],
        "target": {"source": text, "selector": {"type": "TextQuoteSelector", "exact": "safe enough"}},
    }


@dataclass
class Findings:
    """What went wrong on pages."""

    pages: int = 0
    links: int = 0
    problems: list[str] = field(default_factory=list)

    def add(self, page: str, *what: str) -> None:
        """Keep what went wrong on a page."""
        self.problems += [f"{page}: {words}" for words in what]


RUNS = re.compile(r"(?:javascript|vbscript):|data:text/", re.IGNORECASE)
ADDRESSES = frozenset("href src action formaction data poster cite xlink:href background ping".split())
FOREIGN_ELEMENTS = frozenset("base object embed iframe frame frameset applet portal".split())


def in_a_second_parser(html: str, own: frozenset[str]) -> Iterator[str]:
    """What html5lib finds in a page that no page of ours has."""
    for element in html5lib.parse(html, namespaceHTMLElements=False).iter():
        tag = str(element.tag).rpartition("}")[2]
        attributes = {str(name).rpartition("}")[2].lower(): value for name, value in element.attrib.items()}
        yield from _faults(tag, attributes, element.text or "", own)


def _faults(tag: str, attributes: Mapping[str, str], text: str, own: frozenset[str]) -> Iterator[str]:
    for name, value in attributes.items():
        plain = re.sub(r"[\x00-\x20]", "", value)
        if (name.startswith("on") and f"{tag} {name}" not in own) or name == "srcdoc":
            yield f"<{tag} {name}=…>"
        if name in ADDRESSES and RUNS.match(plain):
            yield f"<{tag} {name}={value[:40]}>"
    refreshes = tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh"
    if (tag in FOREIGN_ELEMENTS and tag not in own) or (refreshes and "refresh" not in own):
        yield f"<{tag}>"
    if tag == "script" and "json" not in attributes.get("type", "") and _script(attributes, text) not in own:
        yield f"<script>{text[:60]}"


def _script(attributes: Mapping[str, str], text: str) -> str:
    return attributes.get("src", "").rpartition("/")[2].partition("?")[0] or re.sub(r'"[^"]*"', "", text).strip()


def scripts_of(pages: Iterable[str]) -> frozenset[str]:
    """The scripts and handlers of pages without attacks, by which they are told from others."""
    own: set[str] = set()
    for html in pages:
        for element in html5lib.parse(html, namespaceHTMLElements=False).iter():
            tag, attributes = str(element.tag), {str(name): value for name, value in element.attrib.items()}
            own |= {f"{tag} {name}" for name in attributes if name.startswith("on")}
            own |= {_script(attributes, element.text or "")} if tag == "script" else set()
            own |= {tag} if tag in FOREIGN_ELEMENTS else set()
            own |= {"refresh"} if attributes.get("http-equiv", "").lower() == "refresh" else set()
    return frozenset(own)


PATIENCE = 300_000
"""Milliseconds that a page may take on a machine that does other things, too."""

LOOK = """() => [...document.querySelectorAll('*')].map((element) => [element.localName,
    Object.fromEntries([...element.attributes].map(({name, value}) => [name, value])),
    element.localName === 'script' ? element.textContent : ''])"""
CLICK = """() => {
    addEventListener('click', (event) => {
        const link = event.target.closest('a');
        if (link && link.protocol !== 'javascript:') event.preventDefault();
    });
    for (const folded of document.querySelectorAll('details')) folded.open = true;
    const links = [...document.querySelectorAll('.gl-note a, .gl-notes a, article a, main a')];
    for (const link of links) link.click();
    for (const element of document.querySelectorAll('article *'))
        for (const kind of ['mouseover', 'pointerenter', 'focus']) element.dispatchEvent(new Event(kind));
    return links.length;
}"""


def in_chromium(context: BrowserContext, base: str, address: str, own: frozenset[str], findings: Findings) -> None:
    """Load a page, click all its links, and tell what ran, what it asked other hosts for, and what its DOM has."""
    page = context.new_page()
    foreign: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((base, "data:", "blob:")):
            foreign.append(request.url)

    def spoke(dialog: Dialog) -> None:
        foreign.append(f"the dialog {dialog.message}")
        dialog.dismiss()

    page.on("request", asked)
    page.on("dialog", spoke)
    try:
        page.goto(base + address, wait_until="load", timeout=PATIENCE)
        elements = page.evaluate(LOOK)
        findings.links += page.evaluate(CLICK)
        page.wait_for_timeout(50)
        attacked = page.evaluate("window.__attacked || 0")
        findings.add(
            address, *([f"ran {attacked} times"] if attacked else []), *(f"asked for {url}" for url in foreign)
        )
        for tag, attributes, text in elements:
            findings.add(address, *(f"in Chromium {fault}" for fault in _faults(tag, attributes, text, own)))
    finally:
        findings.pages += 1
        page.close()
