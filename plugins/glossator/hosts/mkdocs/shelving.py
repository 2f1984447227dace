"""The texts of pages, kept outside the memory: MkDocs holds those of all pages until the last one is written."""

from __future__ import annotations

from mkdocs.structure.pages import Page

from glossator.publication.shelf import Shelf


class _Shelved(Page):
    """A page whose texts lie on a shelf; whoever asks for one gets it."""

    @property
    def content(self) -> str | None:
        """The rendered Markdown as HTML."""
        return self._taken("content")

    @content.setter
    def content(self, value: str | None) -> None:
        self._put("content", value)

    @property
    def markdown(self) -> str | None:
        """The Markdown without front matter."""
        return self._taken("markdown")

    @markdown.setter
    def markdown(self, value: str | None) -> None:
        self._put("markdown", value)

    def _taken(self, name: str) -> str | None:
        shelf: Shelf = self.__dict__["_shelf"]
        return shelf.get(f"{name} {self.file.src_uri}") if name in self.__dict__["_there"] else None

    def _put(self, name: str, value: str | None) -> None:
        there: set[str] = self.__dict__["_there"]
        there.discard(name)
        if value is not None:
            self.__dict__["_shelf"].put(f"{name} {self.file.src_uri}", value)
            there.add(name)


def shelve(page: Page, shelf: Shelf) -> None:
    """Keep the texts of a page on a shelf from now on; one of another plugin's own class, such as a blog's, is left."""
    if type(page) is not Page:
        return
    texts = {name: page.__dict__.pop(name, None) for name in ("content", "markdown")}
    page.__class__ = _Shelved
    page.__dict__.update(_shelf=shelf, _there=set())
    page.content, page.markdown = texts["content"], texts["markdown"]
