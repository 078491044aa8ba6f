"""`python -m kinepedia` is the command `kinepedia`."""

from kinepedia.commands.main import run

run()
