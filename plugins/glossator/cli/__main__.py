"""`python -m glossator.cli`, where no `glossator` is on the path."""

from glossator.cli import main

main(prog_name="glossator")
