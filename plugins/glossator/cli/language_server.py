"""The language server: what editors ask by their protocol (LSP 3.17), answered by `editing.language`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

from glossator.editing import language
from glossator.editing.language import Desk, Offer, Sort
from glossator.problems import Location, Problem
from glossator.publication.host import HostError
from glossator.publication.opened import OpenedSite
from glossator.reports.explaining import address, explanation
from glossator.text.textmap import read

_SEVERITIES = {"error": lsp.DiagnosticSeverity.Error, "warning": lsp.DiagnosticSeverity.Warning}


@dataclass
class Site:
    """The site whose files beside sources are edited; opened anew when a file of it is saved."""

    open: Callable[[], OpenedSite]
    opened: OpenedSite | None = None
    desks: dict[str, Desk] = field(default_factory=dict)

    def forget(self) -> None:
        """A file was saved: what was read may no longer be true."""
        self.opened, self.desks = None, {}

    def desk(self, path: Path) -> Desk | None:
        """The source beside which a file stands; None where it stands beside none, or the site cannot be opened."""
        try:
            self.opened = site = self.opened or self.open()
            slug = language.source_of(path, site.project)
            if slug and slug not in self.desks:
                source = site.project.sources[slug]
                self.desks[slug] = Desk(site.project, source, read(site.html(source)), site.renderer)
        except (HostError, OSError):  # the build says why
            return None
        return self.desks.get(slug)


def serve(version: str, open_site: Callable[[], OpenedSite]) -> None:
    """Speak the protocol on standard input and output until the editor ends."""
    made(version, Site(open_site)).start_io()


def made(version: str, site: Site) -> LanguageServer:
    """The server, with all that it answers."""
    server = LanguageServer("glossator", version)
    open_ = Open(server, site)
    _follow(server, open_)
    _answer(server, open_)
    return server


@dataclass(frozen=True)
class Open:
    """The files that are open in the editor."""

    server: LanguageServer
    site: Site

    def at(self, uri: str) -> tuple[TextDocument, Path, Desk | None]:
        """A file as it is typed, its path, and the source beside which it stands."""
        path = Path(to_fs_path(uri) or "").resolve()
        return self.server.workspace.get_text_document(uri), path, self.site.desk(path)

    def publish(self, uri: str) -> None:
        """Send the problems of a file."""
        document, path, desk = self.at(uri)
        problems = language.read(desk, path, document.source)[1] if desk else []
        diagnostics = [_diagnostic(problem, document) for problem in problems]
        self.server.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(uri=uri, version=document.version, diagnostics=diagnostics)
        )


def _follow(server: LanguageServer, open_: Open) -> None:
    """Follow what is typed and saved."""

    @server.feature(lsp.INITIALIZED)
    def _initialized(_params: lsp.InitializedParams) -> None:
        if server.workspace.root_path:  # some editors start it elsewhere
            os.chdir(server.workspace.root_path)

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def _opened(params: lsp.DidOpenTextDocumentParams) -> None:
        open_.publish(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def _changed(params: lsp.DidChangeTextDocumentParams) -> None:
        open_.publish(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def _saved(_params: lsp.DidSaveTextDocumentParams) -> None:
        open_.site.forget()
        for uri in list(server.workspace.text_documents):
            open_.publish(uri)


def _answer(server: LanguageServer, open_: Open) -> None:
    """Answer what is asked."""

    @server.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=["@", ":", " ", "#", "["]))
    def _completion(params: lsp.CompletionParams) -> lsp.CompletionList:
        document, path, desk = open_.at(params.text_document.uri)
        line, column = _ours(document, params.position)
        offers = language.offers(desk, path, document.source, line, column) if desk else []
        items = [_item(offer, document, line, column, _snippets(server)) for offer in offers]
        for number, item in enumerate(items):
            item.sort_text = f"{number:05}"
        return lsp.CompletionList(is_incomplete=True, items=items)  # other letters can mean other references

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def _hover(params: lsp.HoverParams) -> lsp.Hover | None:
        document, path, desk = open_.at(params.text_document.uri)
        place = lsp.Range(params.position, params.position)
        explained = {problem.code: explanation(problem.code) for problem, _ in _at(place, document, path, desk)}
        meaning = language.meaning(desk, path, document.source, *_ours(document, params.position)) if desk else ""
        if explained:
            text = "\n\n".join(f"**{code}**: {text}" for code, text in explained.items())
            return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text))
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.PlainText, meaning)) if meaning else None

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION)
    def _actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        document, path, desk = open_.at(params.text_document.uri)
        return list(_repairs(document, path, desk, params)) if desk else []


_SORTS = {
    Sort.KEY: lsp.CompletionItemKind.Property,
    Sort.WORD: lsp.CompletionItemKind.EnumMember,
    Sort.REFERENCE: lsp.CompletionItemKind.Reference,
    Sort.QUOTE: lsp.CompletionItemKind.Text,
}


def _snippets(server: LanguageServer) -> bool:
    completion = server.client_capabilities.text_document and server.client_capabilities.text_document.completion
    return bool(completion and completion.completion_item and completion.completion_item.snippet_support)


def _item(offer: Offer, document: TextDocument, line: int, column: int, snippets: bool) -> lsp.CompletionItem:
    begun = document.lines[line - 1][offer.start - 1 : column - 1] if line <= len(document.lines) else ""
    # Neovim 0.11 takes of a plain text no more than its first word, and of a snippet the label.
    spaced = snippets and " " in offer.text
    new = re.sub(r"[\\$}]", r"\\\g<0>", offer.text) if spaced else offer.text
    return lsp.CompletionItem(
        label=offer.text,
        kind=_SORTS[offer.sort],
        detail=offer.meaning,
        # What was typed, so that editors keep what fits it by another rule than theirs, such as an author's name.
        filter_text=begun or offer.text,
        insert_text_format=lsp.InsertTextFormat.Snippet if spaced else lsp.InsertTextFormat.PlainText,
        text_edit=lsp.TextEdit(_range(document, (line, offer.start), (line, column)), new),
    )


def _repairs(document: TextDocument, path: Path, desk: Desk, params: lsp.CodeActionParams) -> Iterator[lsp.CodeAction]:
    asked = params.range
    if asked.start == asked.end:  # a cursor: what is wrong in its line
        end = document.lines[asked.start.line] if asked.start.line < len(document.lines) else ""
        asked = lsp.Range(lsp.Position(asked.start.line, 0), lsp.Position(asked.start.line, 2 * len(end)))
    for problem, diagnostic in _at(asked, document, path, desk):
        for fix in language.fixes(desk, path, document.source, problem):
            edits = [lsp.TextEdit(_of(document, place), text) for place, text in fix.edits]
            yield lsp.CodeAction(
                title=fix.title,
                kind=lsp.CodeActionKind.QuickFix,
                diagnostics=[diagnostic],
                edit=lsp.WorkspaceEdit(changes={params.text_document.uri: edits}),
            )


def _at(
    asked: lsp.Range, document: TextDocument, path: Path, desk: Desk | None
) -> Iterator[tuple[Problem, lsp.Diagnostic]]:
    """The problems that are underlined where something is asked for."""
    for problem in language.read(desk, path, document.source)[1] if desk else ():
        diagnostic = _diagnostic(problem, document)
        if diagnostic.range.start <= asked.end and asked.start <= diagnostic.range.end:
            yield problem, diagnostic


def _diagnostic(problem: Problem, document: TextDocument) -> lsp.Diagnostic:
    message = "\n".join(filter(None, [problem.message, problem.hint]))
    severity = _SEVERITIES[problem.severity]
    where = address(problem.code)
    return lsp.Diagnostic(
        range=_of(document, problem.location),
        message=message,
        severity=severity,
        code=problem.code,
        code_description=lsp.CodeDescription(where) if where else None,
        source="glossator",
    )


def _of(document: TextDocument, place: Location) -> lsp.Range:
    """A place as the protocol counts; to the end of its line where only the beginning is known."""
    start = place.line, place.column
    if place.end_line:
        return _range(document, start, (place.end_line, place.end_column))
    length = len(document.lines[place.line - 1].rstrip("\r\n")) if place.line <= len(document.lines) else 0
    return _range(document, start, (place.line, max(length + 1, place.column)))


def _range(document: TextDocument, start: tuple[int, int], end: tuple[int, int]) -> lsp.Range:
    positions = [lsp.Position(line - 1, column - 1) for line, column in (start, end)]
    codec: Any = document.position_codec
    return lsp.Range(*(codec.position_to_client_units(document.lines, position) for position in positions))


def _ours(document: TextDocument, position: lsp.Position) -> tuple[int, int]:
    codec: Any = document.position_codec
    own = codec.position_from_client_units(document.lines, position)
    return own.line + 1, own.character + 1
