"""`python -m kinepedia` is the command `kinepedia`."""

from kinepedia.cli import main

main(prog_name="kinepedia")
