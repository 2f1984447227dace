"""The HTML of what is put beside a source.

`Renderer` holds what all parts share: the site, its templates and its words.  Each part is a module of its own: the
markers in the text, the notes beside a passage, the head, the charts, the references.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from glossator.edition.render.markers import Markers
from glossator.edition.site import Site
from glossator.problems import Problem
from glossator.records.csl import CSLItem
from glossator.references.citations import Citations

if TYPE_CHECKING:
    from glossator.edition.render.templates import Templates

__all__ = ["Renderer", "Site"]


class Renderer:
    """Fills in the templates of one site, in its words and its style of citation."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.words = site.words
        self._citations = site.citations or Citations(site.references, language=site.words.language)

    @cached_property
    def _templates(self) -> Templates:
        from glossator.edition.render import terms  # what a check asks for only where a site has templates of its own
        from glossator.edition.render.templates import Templates

        explained = partial(terms.explained, self.words)
        return Templates(self.words, self.site.overrides.templates, explained=explained)

    @cached_property
    def markers(self) -> Markers:
        """The numbers of passages and the markers of notes."""
        return Markers(self.words, self.site.kinds)

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the site's own templates and words, as far as it has shown."""
        own = self.site.overrides
        return [*own.problems, *(self._templates.problems if own.templates else ())]

    def fill(self, template: str, /, **values: Any) -> Markup:
        """A template, by its name without extension, filled in."""
        return self._templates.fill(template, **values)

    def reference(self, item: CSLItem, key: str = "", url: str | None = None) -> Markup:
        """A reference as the site's citation style lists it.

        Args:
            item: the reference.
            key: its key in the bibliography; empty for one that is described in place.
            url: an address in place of its own.
        """
        return Markup(self._citations.entry(item, key, url))

    @cached_property
    def letters(self) -> dict[str, str]:
        """The letters of the years by which citations tell works apart, by key."""
        return self._citations.letters()
