"""The command line.  Every command reads the site's configuration, so that it sees what the build sees."""

from __future__ import annotations

import errno
from typing import Any

import click

from glossator.cli import (
    apply,
    changes,
    check,
    explain,
    export,
    import_notes,
    import_source,
    init,
    lsp,
    new,
    repair,
    schema,
    seal,
    stats,
    update,
    verify,
    watch,
    words,
)
from glossator.cli.site import stop
from glossator.doors import BrokenExtension
from glossator.files.writing import CannotWrite
from glossator.publication.host import HostError


class Commands(click.Group):
    """All commands.

    Each ends with a sentence where a package that is installed adds what cannot be used, and where the system refuses
    a file: no room, no permission, a name that is too long.
    """

    def invoke(self, context: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(context)
        except (BrokenExtension, HostError) as error:
            stop(str(error))
        except CannotWrite as error:
            stop(str(error), status=1)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read the output has had enough, which Click knows
                raise
            where = f"{error.filename}: " if error.filename else ""
            stop(f"{where}{error.strerror or error}", status=1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="glossator")
def main() -> None:
    """Annotated primary sources: check, write and import them."""


for command in (
    apply.apply,
    changes.list_changes,
    check.check,
    explain.explain,
    export.export,
    import_notes.import_notes,
    import_source.import_source,
    init.init,
    lsp.serve,
    new.new,
    repair.repair_notes,
    schema.print_schema,
    seal.seal,
    stats.stats,
    update.update,
    verify.verify,
    watch.watch,
    words.print_words,
):
    main.add_command(command)
