"""Pictures of text, drawn by Typst: it breaks lines, shapes letters and knows right from left.

Its own fonts have the Latin, Greek, Cyrillic and, plainly, the Arabic letters; a picture of the first three is the same
on every machine.  For any other script a Noto font of the machine is looked for; without one, the picture shows the
site's name alone, if that can be written.
"""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import resources
from importlib.metadata import version
from typing import Any, Final

import typst
from PIL import Image

WITH_TYPST: Final = frozenset(("LATIN", "GREEK", "CYRILLIC", "ARABIC", "COMBINING", "MODIFIER"))
"""How the names of letters begin that its own fonts have."""
COLOURS: Final = 48
"""Of a picture, the shades at the edges of letters included."""
_EAST_ASIAN = frozenset(("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "HALFWIDTH", "FULLWIDTH", "IDEOGRAPHIC"))
_BETTER = frozenset(("ARABIC",))
"""Of these, the scripts for which a font of the machine goes before Typst's, in which all letters have one width."""
_OWN_FONTS = ("Libertinus Serif", "DejaVu Sans Mono")


class Drawing:
    """Draws pictures, all of one look."""

    def __init__(self) -> None:
        self._template = resources.files(__package__).joinpath("picture.typ").read_bytes()

    @property
    def look(self) -> str:
        """What beside their content decides how pictures look."""
        return f"{version('typst')} {version('pillow')} {COLOURS}\n{self._template.decode()}"

    def draw(self, content: Mapping[str, Any]) -> bytes:
        """A picture as PNG.

        Args:
            content: what it shows, see `picture.typ`.
        """
        scripts = {script for text in _texts(content) for script in _scripts(text)}
        asked = sorted(scripts - WITH_TYPST | scripts & _BETTER)
        by_script = {script: self._family(script) for script in asked}
        families = [family for family in by_script.values() if family]
        if any(by_script[script] is None for script in scripts - WITH_TYPST):
            content = {key: content[key] if key == "site" else type(value)() for key, value in content.items()}
            content["site"] = content["site"] if not set(_scripts(content["site"])) - WITH_TYPST else ""
            families = []
        inputs = {"content": json.dumps({**content, "fonts": [*_OWN_FONTS[:1], *families, *_OWN_FONTS[1:]]})}
        compiler = self._with_system if families else self._alone
        pages = compiler.compile(self._template, format="png", ppi=72, sys_inputs=inputs)
        return _small(pages if isinstance(pages, bytes) else b"".join(pages or ()))

    @cached_property
    def _alone(self) -> typst.Compiler:
        return typst.Compiler(ignore_system_fonts=True)

    @cached_property
    def _with_system(self) -> typst.Compiler:
        return typst.Compiler()

    @cached_property
    def _families(self) -> frozenset[str]:
        return frozenset(typst.Fonts().families())

    def _family(self, script: str) -> str | None:
        """A font of the machine that has the letters of a script."""
        names = ("CJK SC", "CJK JP", "CJK KR", "CJK TC") if script in _EAST_ASIAN else (script.title(),)
        wanted = [f"Noto {face} {name}" for name in names for face in ("Naskh", "Serif", "Sans")]
        return next((family for family in wanted if family in self._families), None)


def _small(png: bytes) -> bytes:
    """The same picture in few colours: letters of four hues on white need no more, and a third of the bytes."""
    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _texts(content: Mapping[str, Any]) -> Iterator[str]:
    for value in content.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from (text for entry in value for text in entry)


def _scripts(text: str) -> Iterator[str]:
    """The scripts of a text by the words with which Unicode's names of their letters begin."""
    letters = (character for character in text if unicodedata.category(character)[0] in "LM")
    return (unicodedata.name(letter, "UNKNOWN").split()[0] for letter in letters)
