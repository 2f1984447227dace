"""The command line.  Every command reads the site's configuration, so that it sees what the build sees."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Final

import click

from glossator.cli.keeping import kept
from glossator.cli.stopping import stop

WHERE: Final = {
    "apply": ("apply.apply", "Put the notes into a finished site of any generator."),
    "changes": ("changes.list_changes", "List the notes that are added, changed or removed since a commit."),
    "check": ("check.check", "Check every source and note, or the sources, notes and folders named."),
    "explain": ("explain.explain", "Say what the codes of problems mean, and what to do; without one, list them."),
    "export": ("export.export", "Write what other programs read: notes, references, feeds, counts."),
    "import": (
        "import_source.import_source",
        "Make a source of a text, a web page or a document: .txt, .md, .html, .mhtml, .docx, .epub, .pdf.",
    ),
    "import-notes": (
        "import_notes.import_notes",
        "Make notes on a source of W3C Web Annotations, an export of Hypothes.is, footnotes, comments, or our own CSV.",
    ),
    "init": (
        "init.init",
        "Begin a site in a folder: a text with notes, the pages around it, and what its forge needs.",
    ),
    "lsp": ("lsp.serve", "Speak to an editor by the Language Server Protocol, on standard input and output."),
    "merge": ("merge.merge", "Build the site with what `slice` made ready, on this machine or on others."),
    "new": ("new.new", "Write a note whose quote anchors."),
    "repair": (
        "repair.repair_notes",
        "Propose a place for each note whose quote is not found, or found several times.",
    ),
    "schema": (
        "schema.print_schema",
        "Print the JSON Schema of a note's, a source's, sourcing.yml's or the bibliography's fields.",
    ),
    "seal": ("seal.seal", "Write the checksum of each source's text, as readers see it, into its front matter."),
    "slice": ("slice.make_slice", "Make a share of the sources ready for `merge`, which another machine may do."),
    "stats": ("stats.stats", "Count passages and notes of each source, or of the sources named."),
    "update": ("update.update", "Bring in a new version of a source; the former one is kept."),
    "verify": ("verify.verify", "Look for every note on the finished pages of a site."),
    "watch": ("watch.watch", "Ask the addresses of sources and their evidence: what is there, changed, moved or gone."),
    "words": ("words.print_words", "Print a catalogue of the page's words for a language, to be translated."),
}
"""Where each command is, and its help in one line, which is how the whole begins."""


class Loading(Mapping[str, click.Command]):
    """All commands, each loaded when it is asked for.

    That saves most of the time of one that does little: each brings the libraries it needs, all together bring all.
    """

    def __getitem__(self, name: str) -> click.Command:
        module, _, function = WHERE[name][0].partition(".")
        with kept():
            command: click.Command = getattr(import_module(f"glossator.cli.{module}"), function)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(WHERE)

    def __len__(self) -> int:
        return len(WHERE)


class Commands(click.Group):
    """All commands.

    Each ends with a sentence where a package that is installed adds what cannot be used, and where the system refuses
    a file: no room, no permission, a name that is too long.
    """

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each command with the beginning of its help, as Click does, but without loading it."""
        listed = click.Group(commands=[click.Command(name, help=said) for name, (_, said) in WHERE.items()])
        listed.format_commands(ctx, formatter)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read the output has had enough, which Click knows
                raise
            stop(_said_of_files(error), status=1)
        except Exception as error:
            if not _is_for_people(error):
                raise
            stop(str(error))


def _said_of_files(error: OSError) -> str:
    from glossator.files.writing import CannotWrite

    if isinstance(error, CannotWrite):
        return str(error)
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}"


def _is_for_people(error: Exception) -> bool:
    """Whether the text of an error is a sentence that says what to do."""
    from glossator.doors import BrokenExtension
    from glossator.publication.host import HostError

    return isinstance(error, BrokenExtension | HostError)


@click.group(cls=Commands, commands=Loading(), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="glossator")
def main() -> None:
    """Annotated primary sources: check, write and import them."""
