"""The content of pages, kept outside the memory: MkDocs holds that of all pages until the last one is written."""

from __future__ import annotations

from mkdocs.structure.pages import Page

from glossator.publication.shelf import Shelf


class _Shelved(Page):
    """A page whose content lies on a shelf; whoever asks for it gets it."""

    _shelf: Shelf
    _is_there = False

    @property
    def content(self) -> str | None:
        """The rendered Markdown as HTML."""
        return self._shelf.get(self.file.src_uri) if self._is_there else None

    @content.setter
    def content(self, value: str | None) -> None:
        self._is_there = value is not None
        if value is not None:
            self._shelf.put(self.file.src_uri, value)


def shelve(page: Page, shelf: Shelf) -> None:
    """Keep the content of a page on a shelf from now on."""
    content = page.__dict__.pop("content", None)
    page.__class__ = _Shelved
    page.__dict__["_shelf"] = shelf
    page.content = content
