"""What readers see of a finished page: what its HTML and its own style sheets hide, they do not.

What scripts and style sheets in other files do, only a browser knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from glossator.publication.finished.pages import Element

CLOSED: Final = "a closed <details>"
"""Why readers do not see what they have to open first, unless the details are ours."""

_UNSHOWN = frozenset(
    "audio canvas datalist head iframe math noembed noframes noscript object plaintext script select style svg template"
    " textarea title video xmp".split()
)
"""Elements whose HTML is shown to nobody, or as text to whom it says nothing."""
_ATTRIBUTES = ("hidden", "inert", "popover")
_NOTHING = frozenset(("0", "0%", "0px", "0em", "0rem", "0.0"))
_HIDING = {
    "display": frozenset(("none",)),
    "visibility": frozenset(("hidden", "collapse")),
    "content-visibility": frozenset(("hidden",)),
    "opacity": _NOTHING,
    "font-size": _NOTHING,
    "color": frozenset(("transparent",)),
    "clip-path": frozenset(("inset(50%)", "inset(100%)", "circle(0)")),
    "transform": frozenset(("scale(0)",)),
}
"""Values of properties that hide an element."""
_SIDES = frozenset(("left", "right", "top", "bottom", "text-indent", "margin-left", "margin-top"))
_AWAY = re.compile(r"-\d{4,}")
"""What begins so is out of every window."""


class Sight:
    """What readers see of one page."""

    def __init__(self, root: Element) -> None:
        self._hidden: dict[Element, str] = {}
        """Why an element is not seen, empty where it is; asked for again and again by all that stand in it."""
        self._styled = dict(_styled(root))

    def hidden_by(self, element: Element) -> str:
        """What hides an element, in words; empty where readers see it."""
        steps = []
        while element is not None and element not in self._hidden:
            steps.append(element)
            element = element.getparent()
        reason = "" if element is None else self._hidden[element]
        for step in reversed(steps):
            reason = self._hidden[step] = reason or self._own_reason(step)
        return reason

    def text(self, element: Element) -> str:
        """The text that readers see of an element, as if it stood in the open."""
        parts: list[str] = []
        walk = etree.iterwalk(element, events=("start", "end"))
        for event, node in walk:
            if event == "end":
                parts.append("" if node is element else node.tail or "")
            elif node is not element and self._own_reason(node):
                walk.skip_subtree()
            else:
                parts.append(node.text or "")
        return "".join(parts)

    def _own_reason(self, element: Element) -> str:
        tag = element.tag
        if tag in _UNSHOWN or (tag == "dialog" and "open" not in element.attrib):
            return f"<{tag}>"
        around = element.getparent()
        if around is not None and around.tag == "details" and tag != "summary" and _is_closed(around):
            return CLOSED
        if not element.attrib:
            return ""
        for name in _ATTRIBUTES:
            if name in element.attrib:
                return f"its attribute `{name}`"
        if element.get("aria-hidden", "").lower() == "true":
            return "its attribute `aria-hidden`"
        return hiding(element.get("style", "")) or self._styled.get(element, "")


def _is_closed(details: Element) -> bool:
    """Whether somebody's details are closed; ours are, and say in their summary what is in them."""
    around = details.getparent()
    ours = "gl-whole" in details.get("class", "").split() or "gl-note" in around.get("class", "").split()
    return "open" not in details.attrib and not ours


def hiding(declarations: str) -> str:
    """The declaration among these of a style that hides what has it; empty where there is none."""
    size_of_nothing = overflows = ""
    for declaration in declarations.lower().split(";"):
        name, _, value = (part.strip() for part in declaration.replace("!important", "").partition(":"))
        if value in _HIDING.get(name, ()) or (name in _SIDES and _AWAY.match(value)):
            return f"the style `{name}: {value}`"
        if name in ("height", "max-height", "width", "max-width") and value in _NOTHING:
            size_of_nothing = f"the style `{name}: {value}`"
        if name.startswith("overflow") and value in ("hidden", "clip"):
            overflows = value
    return size_of_nothing if overflows else ""


def _styled(root: Element) -> Iterator[tuple[Element, str]]:
    """The elements that a style sheet in the page hides, and how."""
    for style in root.iter("style"):
        for selectors, declarations in _rules(style.text or ""):
            reason = hiding(declarations)
            for selector in selectors.split(",") if reason else ():
                path = _xpath(selector.strip())
                for element in root.xpath(path) if path else ():
                    yield element, f"{reason} of `{selector.strip()}` in the page’s <style>"


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """The rules of a style sheet that hold on every screen: selectors and declarations."""
    around: list[str] = []
    done = 0
    css = "".join(part.partition("*/")[2] if index else part for index, part in enumerate(css.split("/*")))
    for brace in re.finditer("[{}]", css):
        before = css[done : brace.start()]
        done = brace.end()
        if brace[0] == "{":
            around.append(before.rpartition(";")[2].strip())
        elif around:
            selectors = around.pop()
            if not selectors.startswith("@") and all(map(_holds, around)):
                yield selectors, before


def _holds(prelude: str) -> bool:
    """Whether an at-rule holds on every screen."""
    name, _, condition = prelude.partition(" ")
    return name in ("@layer", "@supports") or (name == "@media" and condition.strip() in ("all", "screen"))


_COMPOUND = re.compile(r"(\*|[\w-]+)?((?:[.#][\w-]+|\[[\w-]+(?:=[\"']?[\w-]+[\"']?)?\])*)")
_PART = re.compile(r"([.#])([\w-]+)|\[([\w-]+)(?:=[\"']?([\w-]+)[\"']?)?\]")


def _xpath(selector: str) -> str:
    """A selector of tags, classes, ids and attributes as XPath; empty for any other, such as one of `:hover`."""
    path, axis = "", "//"
    for step in selector.replace(">", " > ").split():
        compound = _COMPOUND.fullmatch(step)
        if step == ">":
            axis = "/"
        elif compound and step:
            path += f"{axis}{compound[1] or '*'}{''.join(map(_condition, _PART.finditer(compound[2])))}"
            axis = "//"
        else:
            return ""
    return path


def _condition(part: re.Match[str]) -> str:
    sign, name, attribute, value = part.groups()
    if sign == ".":
        return f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
    if sign == "#":
        return f"[@id='{name}']"
    return f"[@{attribute}='{value}']" if value else f"[@{attribute}]"
