"""`python -m glossator.cli`, where no `glossator` is on the path."""

from glossator.cli import main

if __name__ == "__main__":  # a process that begins anew to help reads this file, too
    main(prog_name="glossator")
