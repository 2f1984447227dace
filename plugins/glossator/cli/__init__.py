"""The command line.  Every command reads the site's `mkdocs.yml`, so that it sees what the build sees."""

from __future__ import annotations

import click

from glossator.cli import changes, check, export, import_notes, import_source, new, repair, schema, seal, stats


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
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
):
    main.add_command(command)
