"""What markup strangers may bring: one list for the bodies of notes, and a wider one for the texts of sources.

Both are lists of what is allowed, and work on finished HTML, whatever made it: raw HTML, attribute lists, links, or any
other way into the page.  What is not on the list is left out, and told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

import nh3

from glossator.files.reading import FORBIDDEN
from glossator.text.events import Events

TAGS = frozenset(
    "a abbr b bdi blockquote br caption cite code dd del dfn div dl dt em hr i ins kbd li mark ol p pre q rp rt ruby s"
    " samp small span strong sub sup table tbody td tfoot th thead time tr u ul var".split()
)
"""What a note may hold.  No headings (they would break the page's outline), nothing that loads, moves or collects."""
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "*": frozenset(("dir", "lang", "title")),
    "a": frozenset(("href",)),
    "blockquote": frozenset(("cite",)),
    "li": frozenset(("value",)),
    "ol": frozenset(("reversed", "start", "type")),
    "q": frozenset(("cite",)),
    "td": frozenset(("colspan", "rowspan")),
    "th": frozenset(("colspan", "rowspan", "scope")),
    "time": frozenset(("datetime",)),
}
"""Never `id`, `name`, `class` or `style`: they would reach into the page."""
WITH_CONTENT = frozenset("script style iframe noscript template title textarea svg math".split())
"""What is left out together with all that is in it: no reader was meant to see that as text."""
_OLD_CONTENT = frozenset("applet embed noembed noframes object plaintext xmp".split())

_NOTE_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(WITH_CONTENT),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    url_schemes={"http", "https", "mailto"},
    # `#p2` leads to a passage; any other relative address depends on where the page lies.
    attribute_filter=lambda tag, name, value: _safe_address(value) if name in ("href", "cite") else value,
    link_rel=None,
    strip_comments=True,
)
_ABSOLUTE = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)


def _safe_address(value: str) -> str | None:
    return value if value.startswith("#") or _ABSOLUTE.match(value) else None


def sanitised(html: str) -> str:
    """HTML without what a note may not hold."""
    return _NOTE_CLEANER.clean(html)


def left_out(html: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The elements and the addresses of links that `sanitised` leaves out."""
    elements = list(_elements(html))
    removed = dict.fromkeys(tag for tag, _ in elements if tag not in TAGS)
    addresses = (attributes.get("href") for tag, attributes in elements if tag == "a")
    refused = dict.fromkeys(address for address in addresses if address and not _safe_address(address))
    return tuple(removed), tuple(refused)


SOURCE_TAGS = TAGS | frozenset(
    "address article aside audio bdo big center col colgroup data details figcaption figure footer h1 h2 h3 h4 h5 h6"
    " header hgroup img input label main menu nav picture rb rtc search section source strike summary track tt video"
    " wbr".split()
)
"""What a source may hold: texts of all kinds with their pictures and recordings, and what extensions make."""
SOURCE_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "*": frozenset(
        "align aria-hidden aria-label aria-labelledby class dir height hidden id itemid itemprop itemref itemscope"
        " itemtype lang role style tabindex title translate valign width".split()
    ),
    "a": frozenset("href hreflang name rel target type".split()),
    "audio": frozenset("controls loop muted preload src".split()),
    "blockquote": frozenset(("cite",)),
    "col": frozenset(("span",)),
    "colgroup": frozenset(("span",)),
    "data": frozenset(("value",)),
    "del": frozenset(("cite", "datetime")),
    "details": frozenset(("name", "open")),
    "img": frozenset("alt decoding loading sizes src srcset".split()),
    "input": frozenset("checked disabled name type".split()),
    "ins": frozenset(("cite", "datetime")),
    "label": frozenset(("for",)),
    "li": frozenset(("value",)),
    "ol": frozenset("reversed start type".split()),
    "q": frozenset(("cite",)),
    "source": frozenset("media sizes src srcset type".split()),
    "table": frozenset("border cellpadding cellspacing summary".split()),
    "td": frozenset("abbr colspan headers rowspan".split()),
    "th": frozenset("abbr colspan headers rowspan scope".split()),
    "time": frozenset(("datetime",)),
    "track": frozenset("default kind label src srclang".split()),
    "ul": frozenset(("type",)),
    "video": frozenset("controls loop muted poster preload src".split()),
}
"""Their attributes; `aria-…` and `data-…` stand on every element."""
STYLES: Final = frozenset(
    "background-color border border-bottom border-collapse border-color border-left border-right border-style"
    " border-top border-width clear color float font-family font-size font-style font-variant font-weight height"
    " letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right margin-top max-width"
    " min-width padding padding-bottom padding-left padding-right padding-top text-align text-decoration text-indent"
    " text-transform unicode-bidi vertical-align white-space width word-spacing writing-mode".split()
)
"""Properties of `style` that load nothing, hide nothing and leave their place on the page alone."""
NEVER = frozenset(
    "animate animatemotion animatetransform annotation-xml applet base body embed foreignobject form frame frameset"
    " head html link meta noembed noframes noscript object plaintext portal script set style template textarea title"
    " use xmp".split()
)
"""Elements that stay out of a source even where an extension makes them: they run, load, lead away, or hide markup."""
_NEVER_AN_ATTRIBUTE = re.compile(r"on|form|(?:srcdoc|is|ping|http-equiv|action|slot|autofocus|popover\w*|xlink:href)$")

_LINKS: Final = frozenset(("cite", "href", "longdesc"))
_MEDIA: Final = frozenset(("poster", "src", "srcset"))
_LEADS_AWAY = re.compile(r"[^/?#:]*:|[/\\]{2}")
"""An address with a scheme, or with a host."""
_LINKED = re.compile(r"(?:https?|mailto|tel|ftp|doi|urn):", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:avif|gif|jpe?g|png|webp);base64,[A-Za-z0-9+/=\s]*\Z", re.IGNORECASE)
_NOT_SEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\u2060\ufeff]")
"""What browsers drop from an address, or before it, and more."""
_OURS = re.compile(r"[ph]\d+\Z|gl-")
"""Ids of passages and headings, and how ids and classes of our own begin."""
_OUR_DATA = re.compile(r"data-(?:md-|gl-|notes?\Z|passage\Z|mode\Z)")
_INPUTS: Final = frozenset(("checkbox", "radio"))
_MARKED_OUT = re.compile(r"<!-- glossator -->")


@dataclass(frozen=True)
class Removed:
    """One thing that was left out of a source."""

    what: str
    """Such as `<script>`, `onclick` or an address."""
    sought: str
    """How it probably stands in the file, in lower case."""
    hint: str
    """What is allowed instead; of an id that is taken, who has it."""
    taken: bool = False
    """Whether it is an id, `sought`, that something beside the text has."""


@dataclass(frozen=True)
class Allowed:
    """The text of a source, of which nothing runs, loads from elsewhere, or passes for the site's own."""

    html: str
    removed: tuple[Removed, ...] = ()
    """Each thing once."""
    hidden: str = ""
    """Control characters that entities made and that were left out."""


def _nobody(_: str) -> str:
    return ""


def allowed(html: str, written: str, owner: Callable[[str], str] = _nobody) -> Allowed:
    """The HTML of a source without what a source may not hold.

    Args:
        html: the page as the site generator rendered it.
        written: the Markdown of which it was made.  What the author did not write was made by an extension of the site,
            and stays, unless it is one of `NEVER`, runs, or loads from elsewhere.
        owner: says what beside the text has an id; nothing where nobody has it.
    """
    cleaner = _Cleaner(owner)
    clean = cleaner.clean(html)
    if not _as_much(html, clean):
        elements = list(_elements(html))
        if generated := _generated(elements, written):
            cleaner = _Cleaner(owner, generated)
            clean = cleaner.clean(html)
        cleaner.removed[:0] = _not_allowed(elements, generated)
        cleaner.look_at_addresses(elements)
    hidden = "".join(FORBIDDEN.findall(clean))
    return Allowed(FORBIDDEN.sub("", clean) if hidden else clean, tuple(dict.fromkeys(cleaner.removed)), hidden)


def _as_much(html: str, clean: str) -> bool:
    return all(html.count(sign) == clean.count(sign) for sign in ("<", "="))


class _Cleaner:
    """Cleans one page, and keeps what its attributes lost."""

    def __init__(self, owner: Callable[[str], str], generated: Mapping[str, frozenset[str]] | None = None) -> None:
        """`generated` are further elements and their attributes that stay."""
        self.removed: list[Removed] = []
        self._owner = owner
        self._generated = generated or {}

    def clean(self, html: str) -> str:
        """The page as it may stand."""
        tags = SOURCE_TAGS | (self._generated.keys() - {"*"})
        attributes = {tag: set(names) for tag, names in SOURCE_ATTRIBUTES.items()}
        for tag, names in self._generated.items():
            attributes.setdefault(tag, set()).update(names)
        # Not kept here: it holds us, and Python does not see that two hold each other if one is not its own.
        cleaner = nh3.Cleaner(
            tags=set(tags),
            clean_content_tags=set((WITH_CONTENT | _OLD_CONTENT) - tags),
            attributes=attributes,
            generic_attribute_prefixes={"aria-", "data-"},
            attribute_filter=self.value,
            filter_style_properties=set(STYLES),
            url_schemes={"data", "doi", "ftp", "http", "https", "mailto", "tel", "urn"},
            link_rel=None,
            strip_comments=True,
        )
        # An index of a page among the sources stands where this is.
        return "<!-- glossator -->".join(cleaner.clean(part) for part in _MARKED_OUT.split(html))

    def look_at_addresses(self, elements: Iterable[tuple[str, Mapping[str, str | None]]]) -> None:
        """Keep the addresses of elements that are refused for their scheme, before anybody is asked."""
        for tag, attributes in elements:
            for name, value in attributes.items():
                if name in _LINKS | _MEDIA and value:
                    self.value(tag, name, value)

    def value(self, tag: str, name: str, value: str) -> str | None:
        """The value that an attribute keeps; None for none."""
        if name in _LINKS:
            return self._address(value, leads=True)
        if name in _MEDIA:
            return self._address(value, leads=tag in self._generated)
        if name == "class":
            return self._without_ours(name, value)
        if name in ("id", "name") and (owned := self._owner(value)):
            self.removed.append(Removed(f"{name}=“{value}”", value, owned, taken=True))
            return None
        if _OUR_DATA.match(name) or (name in ("id", "name") and _OURS.match(value)):
            return self._refused(f"{name}=“{value}”", value, "these names are the site’s own: choose another one")
        if name == "type" and tag == "input" and value.lower() not in _INPUTS:
            return self._refused(f"<input type=“{value}”>", "<input", "a box to tick is all that a text can ask for")
        if name == "style":
            return self._style(value)
        return self._address(value, leads=True) if _NOT_SEEN.sub("", value).lower().startswith(_RUN) else value

    def _address(self, value: str, *, leads: bool) -> str | None:
        plain = _NOT_SEEN.sub("", value)
        if leads and (not _LEADS_AWAY.match(plain) or _LINKED.match(plain) or plain.startswith("//")):
            return value
        if not leads and (not any(map(_LEADS_AWAY.match, plain.split(","))) or _PICTURE.match(value)):
            return value
        if _LINKED.match(plain) or plain.startswith(("//", "\\\\", "/\\", "\\/")):
            hint = "put the picture or recording into docs/ and name it there: another host would learn who reads"
        else:
            hint = "the whole address, https://example.org/report, or the way to another page"
        return self._refused(f"the address `{value[:80]}`", value, hint)

    def _without_ours(self, name: str, value: str) -> str | None:
        ours = [word for word in value.split() if word.startswith("gl-")]
        for word in ours:
            self._refused(f"{name}=“{word}”", word, "these names are the site’s own: choose another one")
        return value if not ours else " ".join(word for word in value.split() if word not in ours) or None

    def _style(self, value: str) -> str:
        for part in value.split(";"):
            words = part.partition(":")[0].strip().lower()
            if words and words not in STYLES:
                self._refused(f"`{words}` in `style`", words, "a class, and the site’s own style sheet")
        return value

    def _refused(self, what: str, sought: str, hint: str) -> str | None:
        self.removed.append(Removed(what, sought.lower(), hint))
        return None


_RUN: Final = ("javascript:", "vbscript:", "data:text", "data:application")


def _elements(html: str) -> Iterator[tuple[str, dict[str, str | None]]]:
    """Every element that begins in HTML, with its attributes."""
    elements: list[tuple[str, dict[str, str | None]]] = []
    parser = Events()
    parser.handle_starttag = lambda tag, attrs: elements.append((tag, dict(attrs)))  # type: ignore[method-assign]
    parser.feed(_NO_COMMENTS.sub("", html))
    parser.close()
    yield from elements


_NO_COMMENTS = re.compile(r"<!---?>|<!\[CDATA\[[^>]*(?:>|\Z)|<\?[^>]*(?:>|\Z)")
"""What browsers, but not this parser, end at the first `>`."""


def _generated(elements: Iterable[tuple[str, Mapping[str, str | None]]], written: str) -> Mapping[str, frozenset[str]]:
    """The elements and attributes that an extension of the site made, since nobody wrote their names."""
    text = written.lower()
    tight = "".join(text.split()).replace("'", "").replace('"', "")
    wrote_tag = _asked(lambda tag: any(f"{sign}{tag}" in tight for sign in ("<", "</", "|", "|/")))
    wrote = _asked(lambda name: f"{name}=" in tight or f"{name}:" in tight or f" {name}" in text)
    further: dict[str, set[str]] = {}
    for tag, attributes in elements:
        if tag not in SOURCE_TAGS and (tag in NEVER or wrote_tag(tag)):
            continue
        names = {name for name in attributes if not _may_have(tag, name)}
        names = {name for name in names if not _NEVER_AN_ATTRIBUTE.match(name) and not wrote(name)}
        if names or tag not in SOURCE_TAGS:
            # The parser gives names in small letters; in an SVG these have others.
            further.setdefault(tag, set()).update(_IN_SVG.get(name, name) for name in names)
    return {tag: frozenset(names) for tag, names in further.items()}


_IN_SVG: Final = {
    name.lower(): name for name in ("gradientTransform", "gradientUnits", "preserveAspectRatio", "viewBox")
}


def _asked(search: Callable[[str], object]) -> Callable[[str], bool]:
    """A question that is asked once for each name."""
    answers: dict[str, bool] = {}

    def answer(name: str) -> bool:
        if name not in answers:
            answers[name] = bool(search(name))
        return answers[name]

    return answer


def attributes_of(tag: str, attributes: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The attributes that one of `SOURCE_TAGS` may keep, as they stand in a tag, and what was left out of them."""
    cleaner = _Cleaner(_nobody)
    written = []
    for name, value in attributes.items():
        if not _may_have(tag, name):
            cleaner.removed.append(Removed(f"`{name}`", name, _TO_WRITE))
        elif (value_kept := cleaner.value(tag, name, value)) is not None and not _hides(name, value):
            written.append(f' {name}="{escape(value_kept)}"')
    return "".join(written), tuple(removed.what for removed in cleaner.removed)


def _hides(name: str, value: str) -> bool:
    words = (part.partition(":")[0].strip().lower() for part in value.split(";"))
    return name == "style" and any(word and word not in STYLES for word in words)


def everywhere(name: str) -> bool:
    """Whether any element of a source may have an attribute of this name that carries no address."""
    return name in SOURCE_ATTRIBUTES["*"] - {"style"} or name.startswith(("aria-", "data-"))


def _may_have(tag: str, name: str) -> bool:
    allowed_here = name in SOURCE_ATTRIBUTES["*"] or name in SOURCE_ATTRIBUTES.get(tag, ())
    return allowed_here or name.startswith(("aria-", "data-"))


_TO_WRITE = "texts, tables, figures, pictures of the site’s own; for more, the site’s owner sets `raw_html: true`"


def _not_allowed(
    elements: Iterable[tuple[str, Mapping[str, str | None]]], generated: Mapping[str, frozenset[str]]
) -> Iterator[Removed]:
    for tag, attributes in elements:
        if tag not in SOURCE_TAGS and tag not in generated:
            yield Removed(f"`<{tag}>`", f"<{tag}", _TO_WRITE)
            continue
        for name in attributes:
            if not _may_have(tag, name) and _IN_SVG.get(name, name) not in generated.get(tag, ()):
                yield Removed(f"`{name}` of `<{tag}>`", name, _TO_WRITE)


_QUOTES: Final = {"<": "‹", ">": "›", "'": "’", '"': "”", "`": "’", "&": "&amp;"}
"""Some themes put titles into their pages as they are, some into attributes, some after undoing references once."""
_OPENS = re.compile(r'(?<![^\s(\[{“‘/—–-])"')


def in_any_template(text: str) -> str:
    """A text without markup, that means the same in each place of any template, escaped there or not."""
    return re.sub("[<>'\"`&]", lambda sign: _QUOTES[sign[0]], _OPENS.sub("“", text))


_NO_TAGS = nh3.Cleaner(tags=set(), clean_content_tags=set(WITH_CONTENT), attributes={}, strip_comments=True)


def as_heading(html: str) -> str:
    """The words of a heading's HTML, for a table of contents that a template inserts as it is."""
    return in_any_template(_NO_TAGS.clean(html).replace("&lt;", "‹").replace("&gt;", "›").replace("&amp;", "&"))


def as_id(name: str) -> str:
    """An id as it can stand in any attribute."""
    return re.sub(r"[\s<>'\"`&]", "-", name)


def plain_values(value: object, depth: int = 8) -> object:
    """Values of front matter as templates may have them: texts without markup, and nothing deeper than `depth`."""
    if isinstance(value, str):
        return in_any_template(value)
    if isinstance(value, Mapping):
        pairs = value.items() if depth else ()
        return {plain_values(key, 0): plain_values(part, depth - 1) for key, part in pairs}
    if isinstance(value, list | tuple | set):
        return [plain_values(part, depth - 1) for part in value] if depth else []
    return value
