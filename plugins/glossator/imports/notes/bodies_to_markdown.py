"""The bodies of foreign annotations as the Markdown of a note."""

from __future__ import annotations

from glossator.files.markup import left_out, sanitised
from glossator.files.reading import FORBIDDEN, cleaned
from glossator.imports.sources.escaping import escaped


class MissingLibrary(Exception):
    """HTML cannot be read without the packages of the extra `import`; the text names the one that is missing."""


def from_html(html: str) -> str:
    """The Markdown of a piece of HTML, after everything is out of it that a note may not hold.

    Raises:
        MissingLibrary: the extra `import` is not installed.
    """
    try:
        from glossator.imports.sources.web.page import fragment_as_markdown
    except ImportError as error:
        raise MissingLibrary(str(error.name or error)) from error
    return harmless(fragment_as_markdown(sanitised(html)))


def lost_of_html(html: str) -> list[str]:
    """What of a piece of HTML readers would miss in its Markdown."""
    removed, refused = left_out(html)
    lost = [f"`<{tag}>` of the body" for tag in removed if tag in _SHOWN]
    # `sanitised` leaves out what is behind the address, and not the words of the link.
    return lost + [f"the link to `{harmless(address)}`" for address in refused]


_SHOWN = frozenset("applet audio canvas embed form iframe img input math object picture select svg video".split())
"""Elements that show something of their own; others only say how words look, or do something unseen."""


def from_text(text: str) -> str:
    """The Markdown that shows a plain text as it is, its lines as lines."""
    lines = [escaped(line.strip()) for line in cleaned(text).split("\n")]
    return "\n".join(
        f"{line}  " if line and following else line for line, following in zip(lines, [*lines[1:], ""], strict=True)
    )


def harmless(markdown: str) -> str:
    """A text without the characters that no file of a project may hold."""
    return FORBIDDEN.sub("", cleaned(markdown))
