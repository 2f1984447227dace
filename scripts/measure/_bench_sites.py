"""The sites that are measured: the same pages and notes as sidecars, as footnotes, and without the notes.

Everything is drawn from a seed, so two runs measure the same words.  Standard library only: the script is read before
anything is installed.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from re import Pattern
from typing import Literal

Site = Literal["sidecars", "footnotes", "plain", "zensical", "hugo"]
"""What a site does with the notes: glossator reads them, Python-Markdown has them as footnotes, they are left out, or
another generator has them as footnotes."""
HAVE_FOOTNOTES: Sequence[Site] = ("footnotes", "zensical", "hugo")
Theme = Literal["material", "mkdocs"]

KINDS = {
    "context": "Context",
    "source-quality": "Source quality",
    "wording": "Wording",
    "open-question": "Open question",
}
"""Those that need no evidence: footnotes have none."""
STATUSES = {
    "corroborated": "Corroborated",
    "partly-corroborated": "Partly corroborated",
    "contested": "Contested",
    "unsupported": "Unsupported",
}
"""As readers see them: footnotes hold the labels, where notes hold the ids."""

TITLE_WORDS = 8
BODY_WORDS = 35
QUOTE_WORDS = (4, 10)


class NotAsExpected(Exception):
    """A site that was built does not hold what was written into it."""


@dataclass(frozen=True)
class Word:
    """A word and the punctuation behind it."""

    text: str
    behind: str = ""

    def __str__(self) -> str:
        return self.text + self.behind


@dataclass(frozen=True)
class Markup:
    """Emphasis or a link around some words of a paragraph."""

    start: int
    end: int
    """Index behind the last word."""
    opening: str
    closing: str


@dataclass(frozen=True)
class Paragraph:
    """Words with emphasis and links."""

    words: tuple[Word, ...]
    markup: tuple[Markup, ...] = ()

    @property
    def text(self) -> str:
        """What readers see."""
        return " ".join(map(str, self.words))

    def quote(self, start: int, end: int) -> str:
        """Some of the words as readers see them, without the punctuation behind the last."""
        return " ".join([*map(str, self.words[start : end - 1]), self.words[end - 1].text])

    def markdown(self, references: Mapping[int, str]) -> str:
        """The paragraph in Markdown, with footnote references behind words, by the words' indices."""
        opening = {markup.start: markup.opening for markup in self.markup}
        closing = {markup.end - 1: markup.closing for markup in self.markup}
        return " ".join(
            opening.get(index, "") + word.text + closing.get(index, "") + references.get(index, "") + word.behind
            for index, word in enumerate(self.words)
        )


@dataclass(frozen=True)
class Note:
    """A note and the words it is about."""

    number: int
    """From 1, in the order in which the quotes end."""
    paragraph: int
    start: int
    end: int
    """Index behind the last word of the quote."""
    quote: str
    """As its author types it: half of the notes have straight apostrophes where the page has curly ones."""
    kind: str
    status: str
    title: str
    body: Paragraph

    @property
    def id(self) -> str:
        """The name of its file."""
        return f"{self.kind}-{self.number}"

    def sidecar(self) -> str:
        """The note as glossator reads it."""
        front = f"quote: {self.quote}\nkind: {self.kind}\ntitle: {self.title}\nstatus: {self.status}\n"
        return f"---\n{front}---\n{self.body.markdown({})}\n"

    def footnote(self) -> str:
        """The same words as a footnote's definition."""
        head = f"**{KINDS[self.kind]}: {self.title}.** *{STATUSES[self.status]}.*"
        return f"[^{self.number}]: {head} {self.body.markdown({})}\n"


@dataclass(frozen=True)
class SourcePage:
    """A source with its notes."""

    slug: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    headings: Mapping[int, str]
    """By the index of the paragraph they stand before."""
    notes: tuple[Note, ...]

    @property
    def text(self) -> str:
        """Its paragraphs as readers see them."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    def markdown(self, *, footnotes: bool = False) -> str:
        """The page without front matter."""
        references: dict[int, dict[int, str]] = {}
        for note in self.notes if footnotes else ():
            references.setdefault(note.paragraph, {})[note.end - 1] = f"[^{note.number}]"
        blocks: list[str] = []
        for index, paragraph in enumerate(self.paragraphs):
            if index in self.headings:
                blocks.append(f"## {self.headings[index]}\n")
            blocks.append(paragraph.markdown(references.get(index, {})) + "\n")
        return "\n".join([*blocks, *(note.footnote() for note in self.notes if footnotes)])

    def file(self, *, footnotes: bool = False) -> str:
        """The page with the front matter of a source, which is the same in every site."""
        front = (
            f"title: {self.title}\nsource:\n  type: article-newspaper\n  title: {self.title}\n"
            "  container-title: The Morning Paper\n  issued: 2024-01-19\n  language: en\ntext: full\nlicence: CC0-1.0\n"
        )
        return f"---\n{front}---\n\n{self.markdown(footnotes=footnotes)}"


# Writing text

COMMON = (
    "the of and to in a that is was for on as with by it he from at which had be this have are not were but has their"
    " an they one been or would its all there who more will when other also into than after out up about some could so"
    " only time them two over new these may first then any what now such like most made between should since many years"
    " under where however before during against while because through those both state three several much another own"
    " same city’s last part day later each government’s small large although early public near said without world’s"
).split()
"""The commonest first: about half of a text."""
STARTS = "b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh st t th tr v w".split()
VOWELS = "a e i o u ai ea ee io oa ou".split()
ENDS = "l m n nd nt r rd s sk st t th ck ble ment ness tion ing ed er ity al ous".split()
VOCABULARY = 2_500
"""Different words besides the common ones: what a reader meets in some ten thousand words."""

LINKS_EACH = 45
"""Words of text for each link or emphasis, on average."""


class Writer:
    """Draws text from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  # nothing here is secret
        self._words = [*COMMON, *self._made_words(VOCABULARY)]
        # Zipf's law as corrected by Mandelbrot: the frequency of words in any long text.
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(1, len(self._words) + 1)))

    def _made_words(self, count: int) -> list[str]:
        draw, taken = self._random.choice, set(COMMON)
        words: list[str] = []
        while len(words) < count:
            syllables = self._random.choice((0, 0, 0, 1, 1, 2))
            word = "".join(draw(STARTS) + draw(VOWELS) for _ in range(syllables)) + draw(STARTS) + draw(VOWELS)
            word += draw(ENDS) + ("’s" if self._random.random() < 0.03 else "")
            if word not in taken:
                taken.add(word)
                words.append(word)
        return words

    def _draw(self, count: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._weights, k=count)

    def phrase(self, words: int) -> str:
        """Words without punctuation, for a heading or a title."""
        return " ".join(self._draw(words)).capitalize()

    def paragraph(self, words: int) -> Paragraph:
        """Sentences of 8 to 24 words, with some emphasis and links."""
        written: list[Word] = []
        while len(written) < words:
            left = words - len(written)
            length = self._random.randint(8, 24)
            written += self._sentence(left if left - length < 8 else length)
        return Paragraph(tuple(written), tuple(self._markup(len(written))))

    def _sentence(self, length: int) -> list[Word]:
        behind = self._random.choices(("", ",", " –"), (88, 10, 2), k=length - 1)
        words = [Word(text, after) for text, after in zip(self._draw(length), [*behind, "."], strict=True)]
        first = words[0]
        return [replace(first, text=first.text[0].upper() + first.text[1:]), *words[1:]]

    def _markup(self, words: int) -> list[Markup]:
        markup: list[Markup] = []
        start = self._random.randint(0, LINKS_EACH)
        while start + 4 < words:
            end = start + self._random.randint(1, 4)
            kind = self._random.choice("*-_")
            markup.append(self._link(start, end) if kind == "-" else Markup(start, end, *_EMPHASIS[kind]))
            start = end + self._random.randint(1, 2 * LINKS_EACH)
        return markup

    def _link(self, start: int, end: int) -> Markup:
        return Markup(start, end, "[", f"](https://example.org/{self._random.randint(1, 99_999)})")

    def _body(self) -> Paragraph:
        """A note's body, with one emphasis and one link."""
        text = self.paragraph(BODY_WORDS)
        emphasis, link = self._random.randint(2, 10), self._random.randint(16, 28)
        return replace(text, markup=(Markup(emphasis, emphasis + 2, *_EMPHASIS["*"]), self._link(link, link + 3)))

    def page(self, slug: str, *, words: int, notes: int) -> SourcePage:
        """A source of some length, in paragraphs of 45 to 85 words, with notes on words that it has only once."""
        paragraphs: list[Paragraph] = []
        left = words
        while left > 0:
            length = self._random.randint(45, 85)
            paragraphs.append(self.paragraph(left if left - length < 45 else length))
            left -= len(paragraphs[-1].words)
        step = 10
        headings = {index: self.phrase(4) for index in range(step, len(paragraphs), step)}
        page = SourcePage(slug, self.phrase(5), tuple(paragraphs), headings, ())
        return replace(page, notes=self._notes(page, notes))

    def _notes(self, page: SourcePage, count: int) -> tuple[Note, ...]:
        text = page.text
        taken: dict[int, list[tuple[int, int]]] = {}
        while sum(map(len, taken.values())) < count:
            at = self._random.randrange(len(page.paragraphs))
            place = self._place(page.paragraphs[at])
            quote = page.paragraphs[at].quote(*place)
            if text.count(quote) == 1 and all(end <= place[0] or place[1] <= start for start, end in taken.get(at, [])):
                taken.setdefault(at, []).append(place)
        places = sorted((at, end, start) for at, spans in taken.items() for start, end in spans)
        return tuple(
            self._note(number, page, at, start, end) for number, (at, end, start) in enumerate(places, start=1)
        )

    def _place(self, paragraph: Paragraph) -> tuple[int, int]:
        """Some words to quote: their end is no place inside a link, where no footnote can be referred to."""
        inside = {index for markup in paragraph.markup for index in range(markup.start + 1, markup.end)}
        while True:
            length = self._random.randint(*QUOTE_WORDS)
            end = self._random.randint(length, len(paragraph.words))
            if end not in inside:
                return end - length, end

    def _note(self, number: int, page: SourcePage, at: int, start: int, end: int) -> Note:
        quote = page.paragraphs[at].quote(start, end)
        return Note(
            number=number,
            paragraph=at,
            start=start,
            end=end,
            quote=quote.replace("’", "'") if number % 2 else quote,
            kind=self._random.choice(list(KINDS)),
            status=self._random.choice(list(STATUSES)),
            title=self.phrase(TITLE_WORDS),
            body=self._body(),
        )


_EMPHASIS = {"*": ("*", "*"), "_": ("**", "**")}


def crosses_markup(page: SourcePage, note: Note) -> bool:
    """Whether emphasis or a link begins or ends among a note's words."""
    edges = (edge for markup in page.paragraphs[note.paragraph].markup for edge in (markup.start, markup.end))
    return any(note.start < edge < note.end for edge in edges)


def changed(quote: str) -> str:
    """A quote with another second word, which the page has nowhere."""
    first, _, *rest = quote.split()
    return " ".join([first, "zygote", *rest])


# Writing sites

CONFIGURATION = """\
site_name: Benchmark
theme:
  name: {theme}
plugins:
{plugins}
markdown_extensions:
{extensions}
nav:
  - Home: index.md
not_in_nav: |
  /sources/
"""
EXTENSIONS = ("attr_list", "tables", "toc", "pymdownx.highlight", "pymdownx.superfences")
"""Those of this project's own site."""


HUGO = """\
title: Benchmark
baseURL: https://example.org/
disableKinds: [taxonomy, term, rss]
"""
LAYOUTS: Mapping[str, str] = {
    "baseof.html": (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>'
        '<body><main>{{ block "main" . }}{{ end }}</main></body></html>'
    ),
    "list.html": '{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}{{ end }}',
    "single.html": '{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}{{ end }}',
}
"""The least with which Hugo, which comes without a theme, shows a page."""


def configuration(site: Site, theme: Theme) -> str:
    """A site's `mkdocs.yml`, which Zensical reads, too; its only theme is one that follows Material."""
    plugins = ["search", "glossator"] if site == "sidecars" else ["search"]
    extensions = [*EXTENSIONS, "footnotes"] if site in HAVE_FOOTNOTES else EXTENSIONS
    return CONFIGURATION.format(
        # Material asks another host for its font unless it is told not to.
        theme=f"{theme}\n  font: false" if theme == "material" else theme,
        plugins="\n".join(f"  - {name}" for name in plugins),
        extensions="\n".join(f"  - {name}" for name in extensions),
    )


INDICES = ("library", "notes", "evidence", "origins", "entities", "method", "changes")


def write(folder: Path, site: Site, theme: Theme, pages: Iterable[SourcePage]) -> None:
    """Write a site's files into a folder."""
    if site == "hugo":
        docs, layouts = folder / "content", folder / "layouts"
        _write({folder / "hugo.yaml": HUGO, docs / "_index.md": "# Sources\n"})
        _write({layouts / name: text for name, text in LAYOUTS.items()})
    else:
        docs = folder / "docs"
        _write({folder / "mkdocs.yml": configuration(site, theme), docs / "index.md": "# Sources\n"})
    for page in pages:
        files = {docs / "sources" / f"{page.slug}.md": page.file(footnotes=site in HAVE_FOOTNOTES)}
        for note in page.notes if site == "sidecars" else ():
            files[folder / "annotations" / page.slug / f"{note.id}.md"] = note.sidecar()
        _write(files)


EVERYTHING = "      permalinks: true\n      content_security_policy: true\n"
"""Options of ours, for a site with everything: `write_indices` gives it the rest."""


def write_indices(folder: Path, options: str = "") -> None:
    """Give a site of sidecars every index and a history in git.

    Args:
        folder: the site's.
        options: lines of YAML, indented by six blanks.
    """
    _write(
        {folder / "docs" / name / "index.md": f"---\nglossator: {name}\n---\n\n# {name.title()}\n" for name in INDICES}
    )
    add_options(folder, options)
    who = {f"GIT_{role}_{key}": "bench@example.org" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    for command in (["init", "-q"], ["add", "-A"], ["-c", "commit.gpgsign=false", "commit", "-q", "-m", "All"]):
        subprocess.run(["git", *command], cwd=folder, env={**os.environ, **who}, check=True)


def add_options(folder: Path, options: str) -> None:
    """Give a site of sidecars options of ours: lines of YAML, indented by six blanks."""
    path = folder / "mkdocs.yml"
    given = f"  - glossator:\n{options}" if options else "  - glossator\n"
    path.write_text(path.read_text(encoding="utf-8").replace("  - glossator\n", given), encoding="utf-8")


def _write(files: Mapping[Path, str]) -> None:
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


# Looking at what was built

SHOWN: Mapping[Site, tuple[Pattern[str], Pattern[str]]] = {
    "sidecars": (re.compile(r'class="gl-note"'), re.compile(r'class="gl-ref"')),
    **dict.fromkeys(
        ("footnotes", "plain", "zensical", "hugo"),
        (re.compile(r'<li id="fn:\d+">'), re.compile(r'<sup id="fnref:\d+">')),
    ),
}
"""What each note and each of its markers has once."""


def built_page(built: Path, page: SourcePage) -> str:
    """The HTML of a source in a site that was built."""
    return (built / "sources" / page.slug / "index.html").read_text(encoding="utf-8")


def expect_notes(built: Path, site: Site, pages: Sequence[SourcePage]) -> None:
    """See to it that a site that was built shows every note, once.

    Raises:
        NotAsExpected: it does not.
    """
    for page in pages:
        html = built_page(built, page)
        counted = tuple(len(each.findall(html)) for each in SHOWN[site])
        expected = 0 if site == "plain" else len(page.notes)
        if counted != (expected, expected):
            raise NotAsExpected(
                f"{site}, {page.slug}: {counted[0]} notes and {counted[1]} markers, {expected} expected"
            )
    if site == "sidecars":
        counts = json.loads((built / "exports" / "build.json").read_text(encoding="utf-8"))
        expected = sum(len(page.notes) for page in pages)
        if (counts["notes"], counts["ambiguous"], counts["orphaned"]) != (expected, 0, 0):
            raise NotAsExpected(f"{expected} notes were to be placed, but the build says {counts}")
