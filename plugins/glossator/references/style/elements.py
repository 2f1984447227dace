"""The elements of CSL as citeproc-py 0.11 renders them, corrected where it departs from CSL 1.0.2.

Each class says what it corrects.  They are given to the parser in place of citeproc-py's own (`element_classes`), which
stays as it is for whoever else uses it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from citeproc import model
from citeproc.source import LiteralDate, VariableError
from citeproc.string import String, join
from lxml import etree

from glossator.references.style.markup import QUOTATION
from glossator.references.style.text_case import in_case
from glossator.text.tags import TAG

_FORMS = {
    None: (None,),
    "short": ("short", None),
    "verb": ("verb", None),
    "symbol": ("symbol", "short", None),
    "verb-short": ("verb-short", "verb", None),
}
"""Which form of a term stands in for one that a locale does not have."""
_OF_TYPE = ("font-style", "font-variant", "font-weight", "text-decoration", "vertical-align")
"""What a style can ask of type."""


class _StyleElement(model.CitationStylesElement):  # type: ignore[misc]  # citeproc-py has no types
    """Remembers what it has looked up: citeproc-py searches the style anew, which takes nine tenths of its time."""

    @cached_property
    def _children(self) -> Sequence[Any]:
        return list(self.iterchildren())

    @cached_property
    def _has_type(self) -> bool:
        return any(self.get(name) for name in _OF_TYPE)

    @cached_property
    def _has_affixes(self) -> bool:
        return bool(self.get("prefix") or self.get("suffix"))

    @cached_property
    def _in_vain(self) -> dict[Any, int | None]:
        return {}

    def calls_in_vain(self, item: Any) -> int | None:
        """How many variables it calls of such an item while it says nothing; None where it may say something.

        Most of a style is about what an item has not.  That is found once for all of one type and with the same
        variables.
        """
        if item.shape not in self._in_vain:
            self._in_vain[item.shape] = self._calls_in_vain(item)
        return self._in_vain[item.shape]

    def _calls_in_vain(self, item: Any) -> int | None:
        return None

    def children_call_in_vain(self, item: Any) -> int | None:
        """The same of all its children together."""
        calls = [child.calls_in_vain(item) for child in self._children]
        return None if None in calls else sum(calls)

    def render_children(self, item: Any, delimiter: str = "", **kwargs: Any) -> Any:
        texts = []
        for child in self._children:
            if (calls := child.calls_in_vain(item)) is not None:
                item.reference.called += calls
                continue
            try:
                inherited = {"delimiter": delimiter} if isinstance(child, model.Choose) else {}
                text = child.render(item, **inherited, **kwargs)
            except VariableError:
                continue
            if text is not None:
                texts.append(text)
        return join(texts, delimiter) if texts else None

    def format(self, text: Any) -> Any:
        return super().format(text) if self._has_type or not isinstance(text, str) else text

    def wrap(self, text: Any) -> Any:
        return super().wrap(text) if self._has_affixes else text

    def get_macro(self, name: str) -> Any:
        return self.get_root().macros[name]

    def get_formatter(self) -> Any:
        if "formatter" not in self.__dict__:
            self.__dict__["formatter"] = super().get_formatter()
        return self.__dict__["formatter"]

    def xpath_search(self, expression: str) -> Any:
        results = self.__dict__.setdefault("found", {})
        if expression not in results:
            results[expression] = super().xpath_search(expression)
        return results[expression]

    def get_term(self, name: str, form: str | None = None, *args: Any, **kwargs: Any) -> Any:
        """A term, in the form nearest to what is asked for; citeproc-py knows only the form itself."""
        for near in _FORMS.get(form, (form,)):
            term = super().get_term(name, near, *args, **kwargs)
            if term is not None:
                return term
        return None


class _Called:
    """Counts the variables that are called and those that say something: groups stand and fall with them.

    A macro or a group that says something counts as such a variable (CSL 1.0.2, "Group").
    """

    def render(self, item: Any, *args: Any, **kwargs: Any) -> Any:
        variable, macro = self.get("variable"), self.get("macro")  # type: ignore[attr-defined]  # the element's
        item.reference.called += variable not in (None, "year-suffix")
        text = super().render(item, *args, **kwargs)  # type: ignore[misc]  # the other base's
        item.reference.said += bool(text) and bool(variable or macro or isinstance(self, Group))
        return text


class Locale(model.Locale):  # type: ignore[misc]
    """Finds terms in a table."""

    def get_term(self, name: str, form: str | None = None, zero_padded: bool = False) -> Any:
        if zero_padded:
            return super().get_term(name, form, zero_padded)
        if "table" not in self.__dict__:
            table: dict[tuple[str, str | None], Any] = {}
            for term in self.iterfind("cs:terms/cs:term", self.nsmap):
                table.setdefault((term.get("name"), term.get("form")), term)
            self.__dict__["table"] = table
        try:
            return self.__dict__["table"][name, form]
        except KeyError:
            raise IndexError from None  # what citeproc-py expects of a locale


class _Cased:
    """Leaves markup, protected words and proper names alone, and takes plain strings too."""

    def case(self, text: Any, language: str | None = None) -> Any:
        wanted = self.get("text-case")  # type: ignore[attr-defined]  # the element's
        if not wanted or not text:
            return text
        tag = language or self.get_root().get("default-locale")  # type: ignore[attr-defined]
        return String(in_case(str(text), wanted, english=str(tag or "en").startswith("en")))


class _Ranged:
    """Page ranges of every length: citeproc-py makes `1–34` a `1–4` (minimal-two), and keeps `177–78` (expanded)."""

    def _format_last_page(self, first: str, last: str) -> str:
        wanted = self.get_root().get("page-range-format")  # type: ignore[attr-defined]
        if not wanted or not (first.isdecimal() and last.isdecimal()):
            return last
        if len(last) < len(first):
            last = first[: len(first) - len(last)] + last
        if len(first) != len(last) or int(first) >= int(last) or wanted == "expanded":
            return last
        same = next(index for index, pair in enumerate(zip(first, last, strict=True)) if pair[0] != pair[1])
        keep = {"minimal": 1, "minimal-two": 2}.get(wanted, 0)
        if not keep:  # Chicago: 96–117, 100–104, 101–8, 321–28, 1087–89, 1496–500
            number = int(first)
            if number < 100 or number % 100 == 0:
                return last
            keep = 1 if 1 <= number % 100 <= 9 else 2
        return last[min(same, max(len(last) - keep, 0)) :]


class Text(_Called, _Cased, _Ranged, model.Text):  # type: ignore[misc]
    """Writes cited pages as it writes pages, and quotation marks inside quotation marks."""

    def _variable(self, item: Any, context: Any) -> Any:
        if self.get("variable") == "locator" and item.locator.label == "page":
            return String(self._process(item.locator.identifier, "page"))
        return super()._variable(item, context)

    def _calls_in_vain(self, item: Any) -> int | None:
        variable, macro = self.get("variable"), self.get("macro")
        if variable is None:
            return self.get_macro(macro).children_call_in_vain(item) if macro else None
        names = ("page" if variable.startswith("page") else variable, f"{variable}-short")
        is_there = any(name.replace("-", "_") in item.reference for name in names)
        return None if is_there or variable in ("locator", "citation-number") else int(variable != "year-suffix")

    def quote(self, string: Any) -> Any:
        if self.get("quotes") != "true":
            return string
        marks = [str(self.get_single_term(name=name)) for name in ("open-quote", "close-quote")]
        inner = [str(self.get_single_term(name=name)) for name in ("open-inner-quote", "close-inner-quote")]
        text = str(string)
        for outer, typed, other in zip(marks, QUOTATION, inner, strict=True):
            text = text.replace(outer, other).replace(typed, other)
        return String(marks[0] + text + marks[1])


class Number(_Called, _Cased, _Ranged, model.Number):  # type: ignore[misc]
    """Numbers with the text cases and page ranges of above."""

    def _calls_in_vain(self, item: Any) -> int | None:
        variable = self.get("variable")
        is_there = ("page" if variable == "page-first" else variable) in item.reference
        return None if is_there or variable == "locator" else 1


class Label(_Cased, model.Label):  # type: ignore[misc]
    """Stands only beside a value: citeproc-py writes `Edition` where there is none."""

    def process(self, item: Any, variable: str | None = None, plural: Any = None, **kwargs: Any) -> Any:
        own = self.get("variable")
        if variable is None and not ("locator" in item if own == "locator" else own in item.reference):
            return None
        return super().process(item, variable, plural, **kwargs)


class Group(_Called, model.Group):  # type: ignore[misc]
    """Left out if it calls variables and none says anything; citeproc-py asks what it may call, in any case."""

    def _calls_in_vain(self, item: Any) -> int | None:
        # Terms do not count as saying something, unless no variable is called.
        terms = [isinstance(child, Text) and bool(child.get("term") or child.get("value")) for child in self._children]
        calls = [
            0 if is_term else child.calls_in_vain(item) for child, is_term in zip(self._children, terms, strict=True)
        ]
        if None in calls:
            return None
        called = sum(filter(None, calls))
        return None if any(terms) and not called else called

    def process(self, item: Any, context: Any = None, **kwargs: Any) -> Any:
        called, said = item.reference.called, item.reference.said
        text = self.render_children(item, delimiter=self.get("delimiter", ""), context=context, **kwargs)
        if text is None or (item.reference.called > called and item.reference.said == said):
            raise VariableError
        return text


class Names(_Called, model.Names):  # type: ignore[misc]
    """Leaves the author out of `[-@key]`, and names that already stand in place of the author."""

    def _calls_in_vain(self, item: Any) -> int | None:
        is_there = any(role in item.reference for role in self.get("variable", "").split())
        return None if is_there or self.get("variable") is None or self.substitute() is not None else 1

    def process(self, item: Any, *args: Any, **kwargs: Any) -> Any:
        if item.get("suppress_author"):
            return None
        roles = {role.replace("-", "_") for role in self.get("variable").split()} & item.reference.keys()
        if roles and roles <= item.reference.used:
            return None
        item.reference.read |= roles
        return super().process(item, *args, **kwargs)


_NOT_SAID = re.compile(rf"{TAG}|[\s“”‘’{''.join(QUOTATION)}]")


def _bare(text: Any) -> str:
    return _NOT_SAID.sub("", str(text)).casefold()


def _said(value: Any, text: str) -> bool:
    if isinstance(value, list):
        return all(_bare(name.get("literal") or name.get("family")) in text for name in value[:1])
    return isinstance(value, str) and not value.isdecimal() and _bare(value) in text


class Substitute(model.Substitute):  # type: ignore[misc]
    """What stands in place of the author is not said again, though a macro says it."""

    def render(self, item: Any, *args: Any, **kwargs: Any) -> Any:
        text = super().render(item, *args, **kwargs)
        if text:
            said = _bare(text)
            # A macro may have read more than it said, in a group that was left out.
            read = item.reference.read - {"language"}
            item.reference.used |= {name for name in read if _said(item.reference.get(name), said)}
        return text

    def add_to_repressed_list(self, child: Any, context: Any) -> None:
        """Left to `render`."""


_INITIALS = re.compile(r"\b([^\W\d_])\.(?=[^\W\d_]\.)")


class Name(model.Name):  # type: ignore[misc]
    """Knows `initialize="false"`, scripts without capitals, and given names that tell authors apart."""

    def process(self, item: Any, variable: str, context: Any = None, sort_options: Any = None, **kwargs: Any) -> Any:
        if item.get("given_names") and self.get("form") == "short":
            sort_options = {**(sort_options or {}), "form": "long"}
        return super().process(item, variable, context=context, sort_options=sort_options, **kwargs)

    def initialize(self, given: str, mark: str, context: Any) -> str:
        if self.get("initialize") == "false":
            return _INITIALS.sub(rf"\1{mark}", given)
        space, short = mark[len(mark.rstrip()) :], ""
        for word in given.replace(".", ". ").split():
            if word[0].isupper():
                short += "-".join(_initial(part, mark) for part in word.split("-")) + space
            else:
                short += f" {word} "
        return " ".join(short.split())


def _initial(name: str, mark: str) -> str:
    """`Jean` as `J.`; particles (`van`) and names in scripts without capitals as they are."""
    return name[0] + mark.rstrip() if name[:1].isupper() else name


class Date(_Called, model.Date):  # type: ignore[misc]
    """Ranges in which months or days are not known, and dates in words, once."""

    def process(
        self, item: Any, variable: str | None = None, show_parts: Any = None, context: Any = None, **kwargs: Any
    ) -> Any:
        if isinstance(item.reference.get((variable or self.get("variable") or "").replace("-", "_")), LiteralDate):
            parts = show_parts if show_parts is not None else (self.get("date-parts") or "year").split("-")
            own = [part.get("name") for part in self.iterchildren()]
            # A style that sets the year apart from month and day would say the words twice.
            if "year" not in parts or (own and self.get("form") is None and "year" not in own):
                return None
        return super().process(item, variable, show_parts, context, **kwargs)

    def render_date_range(self, date_range: Any, show_parts: Any = None, context: Any = None) -> Any:
        begin, end = date_range.begin, date_range.end
        names = [part.get("name") for part in self.iterchildren() if part.get("name") in (show_parts or ())]
        stated = [name for name in names if name in begin or name in end or (name == "month" and "season" in begin)]
        order = ("year", "month", "day")
        first = next((index for index, name in enumerate(order) if begin.get(name) != end.get(name)), len(order))
        different = [name for name in stated if name in order[first:]]
        if not different:
            return self.render_single_date(begin, show_parts, context)
        start, stop = stated.index(different[0]), stated.index(different[-1]) + 1
        texts = [
            self._part_texts(end, stated[:start], context),
            self._part_texts(begin, stated[start:stop], context).rstrip(" ,."),
            self._part_texts(end, stated[start:stop], context).lstrip(),
            self._part_texts(end, stated[stop:], context),
        ]
        if not texts[1] or not texts[2]:
            return self.render_single_date(end if texts[2] else begin, show_parts, context)
        return f"{texts[0]}{texts[1]}\u2013{texts[2]}{texts[3]}"

    def _part_texts(self, date: Any, names: list[str], context: Any) -> str:
        around = context if context is not None and self.is_locale_date() else self
        return str(around.join(self.parts(date, names, context))) if names else ""


class Date_Part(_Cased, model.Date_Part):  # type: ignore[misc]  # citeproc-py's name for `date-part`
    """Gives back what it takes from the date that uses it: citeproc-py lets it change all later dates."""

    # Its attributes change while it is rendered.
    format, wrap = model.Formatted.format, model.Affixed.wrap

    def render(self, *args: Any, **kwargs: Any) -> Any:
        own = dict(self.attrib)
        try:
            return super().render(*args, **kwargs)
        finally:
            self.attrib.clear()
            self.attrib.update(own)


class _Conditional:
    """Knows `disambiguate`, and that every citation stands on its own."""

    @cached_property
    def hangs_on_variables_alone(self) -> bool:
        """Whether all that it asks for is of what type a reference is, and which variables it has."""
        return not {*self.attrib} - {"type", "variable", "match"}  # type: ignore[attr-defined]  # the element's

    def holds(self, item: Any, context: Any) -> bool:
        """Whether its branch is the one to take."""
        if self.get("disambiguate") == "true" and not item.get("disambiguate"):  # type: ignore[attr-defined]
            return False
        results = []
        for attribute in self.attrib:  # type: ignore[attr-defined]
            match attribute:
                case "type":
                    results += self._type(item)
                case "variable":
                    results += self._variable(item)
                case "is-numeric":
                    results += self._is_numeric(item)
                case "is-uncertain-date":
                    results += self._is_uncertain_date(item)  # type: ignore[attr-defined]
                case "locator":
                    results += self._locator(item)
                case "position":
                    results += self._position(item, context)
        match self.get("match"):  # type: ignore[attr-defined]
            case "any":
                return any(results)
            case "none":
                return not any(results)
            case _:
                return all(results)

    def _asked(self, attribute: str) -> list[str]:
        if attribute not in self.__dict__:
            self.__dict__[attribute] = self.get(attribute).replace("-", "_").split()  # type: ignore[attr-defined]
        return self.__dict__[attribute]  # type: ignore[no-any-return]

    def _type(self, item: Any) -> list[bool]:
        kind = item.reference.type.replace("-", "_")
        return [asked == kind for asked in self._asked("type")]

    def _variable(self, item: Any) -> list[bool]:
        variables = item.reference
        return [name in item if name == "locator" else name in variables for name in self._asked("variable")]

    def _position(self, item: Any, context: Any) -> list[bool]:
        in_bibliography = context is not None and bool(context.xpath_search("./ancestor::*[self::cs:bibliography]"))
        return [position == "first" and not in_bibliography for position in self.get("position").split()]  # type: ignore[attr-defined]

    def _locator(self, item: Any) -> list[bool]:
        if "locator" not in item:
            return [False for _ in self.get("locator").split()]  # type: ignore[attr-defined]
        return [name == item.locator.label for name in self.get("locator").split()]  # type: ignore[attr-defined]

    def _is_numeric(self, item: Any) -> list[bool]:
        names = self._asked("is-numeric")
        values = [item.locator.identifier if n == "locator" and n in item else item.reference.get(n) for n in names]
        return [value is not None and _NUMERIC.fullmatch(str(value)) is not None for value in values]


_NUMERIC = re.compile(r"[A-Za-z]*\d+[A-Za-z]*(?:\s*[,&–-]\s*[A-Za-z]*\d+[A-Za-z]*)*")


class If(_Conditional, model.If):  # type: ignore[misc]
    """`if`."""


class Else_If(_Conditional, model.Else_If):  # type: ignore[misc]
    """`else-if`."""


class Else(model.Else):  # type: ignore[misc]
    """`else`."""

    hangs_on_variables_alone = True

    def holds(self, *_: Any) -> bool:
        """Whether its branch is the one to take."""
        return True


class Choose(model.Choose):  # type: ignore[misc]
    """Looks for its branch once for all references of one type that have the same variables."""

    @cached_property
    def _branches(self) -> dict[Any, Any]:
        return {}

    @cached_property
    def _is_remembered(self) -> bool:
        return all(branch.hangs_on_variables_alone for branch in self._children)

    def render(self, item: Any, context: Any = None, delimiter: str = "", **kwargs: Any) -> Any:
        branch = self._branch(item, context)
        if branch is None:
            return None
        return branch.render_children(item, context=context, delimiter=delimiter, **kwargs)

    def _calls_in_vain(self, item: Any) -> int | None:
        if not self._is_remembered:
            return None
        branch = self._branch(item, None)
        return 0 if branch is None else branch.children_call_in_vain(item)

    def _branch(self, item: Any, context: Any) -> Any:
        if not self._is_remembered:
            return self._found(item, context)
        if item.shape not in self._branches:
            self._branches[item.shape] = self._found(item, context)
        return self._branches[item.shape]

    def _found(self, item: Any, context: Any) -> Any:
        return next((branch for branch in self._children if branch.holds(item, context)), None)


_CORRECTED = (Locale, Text, Number, Label, Group, Names, Substitute, Name, Date, Date_Part, If, Else_If, Else, Choose)


def element_classes() -> etree.ElementNamespaceClassLookup:
    """Which class the parser gives each element of a style or a locale."""
    corrected = {element.__name__: element for element in _CORRECTED}
    lookup = etree.ElementNamespaceClassLookup()
    namespace = lookup.get_namespace("http://purl.org/net/xbiblio/csl")
    namespace[None] = _StyleElement
    for original in model.CitationStylesElement.__subclasses__():
        if original is _StyleElement:
            continue
        base = corrected.get(original.__name__, original)
        namespace[original.__name__.replace("_", "-").lower()] = type(original.__name__, (base, _StyleElement), {})
    return lookup
