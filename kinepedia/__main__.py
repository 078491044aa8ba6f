"""`python -m kinepedia` is the command `kinepedia`."""

from kinepedia.cli import run

run()
