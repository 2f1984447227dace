"""Pictures: no picture is imported, what they say in words is."""

from __future__ import annotations

from bs4.element import Tag

from glossator.importing.characters import cleaned
from glossator.importing.web_content import words_of


def figures_as_text(content: Tag) -> None:
    """Replace every picture by its text alternative, unless the caption says the same."""
    for picture in content.find_all(("img", "area")):
        words = " ".join(cleaned(str(picture.get("alt") or "")).split())
        figure = picture.find_parent("figure")
        caption = figure.find("figcaption") if figure else None
        if not words or (isinstance(caption, Tag) and words in " ".join(words_of(caption))):
            picture.replace_with(" ")
        else:
            picture.replace_with(f" {words} ")
