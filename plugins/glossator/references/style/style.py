"""A citation style: one that ships with the package, or a `.csl` file, and what it makes of a reference."""

from __future__ import annotations

import re
from copy import deepcopy
from functools import cached_property, lru_cache
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any

from citeproc import LANGUAGE_NAMES, LOCALES_PATH, PRIMARY_DIALECTS, SCHEMA_PATH
from citeproc.source import Locator
from lxml import etree

from glossator.problems import Location
from glossator.references.style.elements import element_classes
from glossator.references.style.markup import hide, show
from glossator.references.style.names import SHIPPED
from glossator.references.style.variables import Item

_NAMESPACE = {"cs": "http://purl.org/net/xbiblio/csl"}
_STOOD_FOR = "ancestor::cs:substitute[1]/../*[not(self::cs:substitute)]"


_FAILURES = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What citeproc-py raises, of a style that asks for what it does not foresee."""


class StyleError(Exception):
    """A style cannot be used; the text says why."""

    def __init__(self, message: str, location: Location) -> None:
        super().__init__(message)
        self.location = location


class Style:
    """A style in the words of one language."""

    def __init__(self, text: str, name: str, language: str) -> None:
        """Read a style.

        Args:
            text: CSL, XML.
            name: how errors call it.
            language: a BCP 47 tag.

        Raises:
            StyleError: it is no style, or one that cannot be used here.
        """
        parser = _parser()
        try:
            root = etree.fromstring(text.encode(), parser)
        except etree.XMLSyntaxError as error:
            raise StyleError(f"the style is no XML: {error.msg}", Location(name, *error.position)) from error
        _check(root, name)
        self.name = name
        self._root = root
        root.formatter = _Formatter
        root.macros = {macro.get("name"): macro for macro in root.iterfind("cs:macro", _NAMESPACE)}
        dialect = _dialect(language)
        root.set("default-locale", dialect)
        root.locales = [*_own_locales(root, dialect), *_locales(dialect, parser)]
        for locale in root.locales:
            locale.style = root
        for names in root.iterfind(".//cs:substitute//cs:names", _NAMESPACE):
            if not len(names):  # written as those they stand for, which citeproc-py sees at the first level only
                names.extend(deepcopy(child) for child in names.xpath(_STOOD_FOR, namespaces=_NAMESPACE))
        for names in root.iterfind(".//cs:names", _NAMESPACE):
            if names.find("cs:name", _NAMESPACE) is None:
                # citeproc-py would add one with every citation.
                names.insert(0, parser.makeelement(f"{{{_NAMESPACE['cs']}}}name"))
        # lxml makes an element's object anew each time unless somebody keeps it, and with it what it remembers.
        self._elements = [list(tree.iter()) for tree in (root, *root.locales)]
        self._in_text = root.find("cs:citation/cs:layout", _NAMESPACE)
        self._listed = root.find("cs:bibliography/cs:layout", _NAMESPACE)

    @cached_property
    def delimiter(self) -> str:
        """HTML between two citations in one pair of brackets."""
        return escape(self._in_text.get("delimiter", ""), quote=False)

    @cached_property
    def brackets(self) -> tuple[str, str]:
        """HTML around a citation."""
        return tuple(escape(self._in_text.get(name, ""), quote=False) for name in ("prefix", "suffix"))  # type: ignore[return-value]  # two

    @cached_property
    def gives_suffixes(self) -> bool:
        """Whether references of one author and year are told apart as 2024a and 2024b."""
        return str(self._in_text.getparent().get("disambiguate-add-year-suffix")) == "true"

    @cached_property
    def gives_given_names(self) -> bool:
        """Whether authors of one family name are told apart by their given names."""
        return str(self._in_text.getparent().get("disambiguate-add-givenname")) == "true"

    def entry(self, reference: dict[str, Any]) -> str:
        """The entry of a list of references, as HTML.

        Raises:
            StyleError: the style cannot write it.
        """
        layout = self._in_text if self._listed is None else self._listed
        html = self._rendered(layout, Item(reference))
        return self._tidied(layout.wrap(html)) if html else ""

    def citation(self, reference: dict[str, Any], *, locator: tuple[str, str] | None = None, **asked: bool) -> str:
        """A citation without its brackets, as HTML.

        Args:
            reference: what is cited.
            locator: a place in it: CSL's term for the kind of place, and where.
            asked: `suppress_author`, `given_names`, `disambiguate`.

        Raises:
            StyleError: the style cannot write it.
        """
        places = {"locator": Locator(locator[0], hide(locator[1]))} if locator else {}
        return self._tidied(self._rendered(self._in_text, Item(reference, **places, **asked)))

    def _rendered(self, layout: Any, item: Item) -> Any:
        layout.repressed = {}
        try:
            written = layout.render_children(item)
            return layout.format(written) if written else ""
        except _FAILURES as error:
            message = f"the style `{self.name}` cannot format a reference: {type(error).__name__} {error}".rstrip()
            raise StyleError(message, Location(self.name)) from error

    def _tidied(self, text: Any) -> str:
        return tidied(show(str(text), self._quotation), american=self._punctuates_in_quotes)

    @cached_property
    def _quotation(self) -> tuple[str, str]:
        return tuple(str(self._in_text.get_single_term(name=name)) for name in ("open-quote", "close-quote"))  # type: ignore[return-value]  # two

    @cached_property
    def _punctuates_in_quotes(self) -> bool:
        return str(self._in_text.get_locale_option("punctuation-in-quote")) == "true"


@lru_cache(maxsize=8)
def shipped(name: str, language: str) -> Style:
    """A style of the package, read once: previews open a site again and again."""
    file = resources.files("glossator.references.style").joinpath("styles", f"{name}.csl")
    return Style(file.read_text(encoding="utf-8"), name, language)


_STOP_TWICE = re.compile(r"([.?!])((?:</\w+>|[”’»])+)\.")
_STOP_AFTER_MARK = re.compile(r"([?!])\.(?=\s|<|$)")
_STOP_AFTER_QUOTE = re.compile(r"(?<![”’])([”’]*”(?:</\w+>)*)([.,])")


def tidied(html: str, *, american: bool) -> str:
    """Formatted HTML without stops that meet across a tag or a quotation mark, which citeproc-py does not see.

    Args:
        html: the HTML.
        american: whether full stops and commas stand inside quotation marks.
    """
    html = _upright_in_italics(html)
    html = _STOP_TWICE.sub(r"\1\2", html)
    html = _STOP_AFTER_MARK.sub(r"\1", html)
    if american:
        html = _STOP_AFTER_QUOTE.sub(r"\2\1", html)
    return html.strip()


def _upright_in_italics(html: str) -> str:
    depth = 0

    def turned(tag: re.Match[str]) -> str:
        nonlocal depth
        depth += 1 if tag[0] == "<i>" else -1
        if tag[0] == "<i>":
            return tag[0] if depth == 1 else "</i>"
        return tag[0] if depth == 0 else "<i>"

    return re.sub("</?i>", turned, html)


class _Formatter:
    """HTML's elements for what a style can ask of type."""

    @staticmethod
    def preformat(text: object) -> str:
        return escape(str(text), quote=False)

    @staticmethod
    def _in(tag: str) -> Any:
        return staticmethod(lambda text: f"<{tag}>{text}</{tag}>")

    Italic = Oblique = _in("i")
    Bold = _in("b")
    Underline = _in("u")
    Superscript = _in("sup")
    Subscript = _in("sub")
    SmallCaps = Light = staticmethod(str)


def _parser() -> Any:
    # A project's style may be a stranger's: nothing is loaded for it.
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, no_network=True, resolve_entities=False)
    parser.set_element_class_lookup(element_classes())
    return parser


def _check(root: Any, name: str) -> None:
    if root.tag != f"{{{_NAMESPACE['cs']}}}style":
        raise StyleError("this is no CSL style: its first element is not `style`", Location(name, root.sourceline))
    parent = root.find("cs:info/cs:link[@rel='independent-parent']", _NAMESPACE)
    if root.find("cs:citation/cs:layout", _NAMESPACE) is None:
        where = f", {parent.get('href')}" if parent is not None else ""
        message = f"the style says only that it is like another one{where}: take that one"
        raise StyleError(message, Location(name, root.sourceline))
    numbered = root.find(".//cs:text[@variable='citation-number']", _NAMESPACE)
    if numbered is not None:
        message = "the style numbers its references, and every page here has notes of its own: take one with authors"
        raise StyleError(message, Location(name, numbered.sourceline))
    macros = {macro.get("name") for macro in root.iterfind("cs:macro", _NAMESPACE)}
    for call in root.iterfind(".//*[@macro]"):
        if call.get("macro") not in macros:
            raise StyleError(f"there is no macro `{call.get('macro')}`", Location(name, call.sourceline))
    if name not in SHIPPED:
        schema = etree.RelaxNG(etree.parse(SCHEMA_PATH))
        if not schema.validate(root.getroottree()):
            error = max(schema.error_log, key=lambda error: error.line)  # the first only says that the root is wrong
            raise StyleError(f"the style is no CSL 1.0.2: {error.message}", Location(name, error.line))


def _dialect(language: str) -> str:
    """The locale of CSL for a language: `en-US` for `en`."""
    tag = {"zh-Hant": "zh-TW", "zh-Hans": "zh-CN"}.get(language, language)
    if tag in LANGUAGE_NAMES and (Path(LOCALES_PATH) / f"locales-{tag}.xml").is_file():
        return tag
    return str(PRIMARY_DIALECTS.get(tag.split("-")[0], "en-US"))


def _own_locales(root: Any, dialect: str) -> list[Any]:
    own = {
        locale.get("{http://www.w3.org/XML/1998/namespace}lang"): locale
        for locale in root.iterfind("cs:locale", _NAMESPACE)
    }
    return [own[tag] for tag in dict.fromkeys((dialect, dialect.split("-")[0], None)) if tag in own]


def _locales(dialect: str, parser: Any) -> list[Any]:
    primary = PRIMARY_DIALECTS.get(dialect.split("-")[0])
    paths = [Path(LOCALES_PATH) / f"locales-{tag}.xml" for tag in dict.fromkeys((dialect, primary, "en-US"))]
    return [etree.parse(path, parser).getroot() for path in paths if path.is_file()]
