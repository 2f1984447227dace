"""The command line.  Every command reads the site's `mkdocs.yml`, so that it sees what the build sees."""

from __future__ import annotations

from typing import Any

import click

from glossator.cli import changes, check, export, import_notes, import_source, new, repair, schema, seal, stats, verify
from glossator.cli.site import stop
from glossator.doors import BrokenExtension
from glossator.publication.host import HostError


class Commands(click.Group):
    """All commands; each ends with a sentence where a package that is installed adds what cannot be used."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(context)
        except (BrokenExtension, HostError) as error:
            stop(str(error))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="glossator")
def main() -> None:
    """Annotated primary sources: check, write and import them."""


for command in (
    changes.list_changes,
    check.check,
    export.export,
    import_notes.import_notes,
    import_source.import_source,
    new.new,
    repair.repair_notes,
    schema.print_schema,
    seal.seal,
    stats.stats,
    verify.verify,
):
    main.add_command(command)
