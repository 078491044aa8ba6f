"""The command line: finds the command, and says plainly what keeps it from saying anything."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from kinepedia.machine.version import __version__

_NAMES = ("serve", "build", "check", "new", "list", "graph", "pose", "rename", "schema", "explain")
"""The commands, in the order in which the help lists them; each is in the module of its name."""


class _Commands(click.Group):
    """The commands, each imported when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _NAMES:
            return None
        command: click.Command = import_module(f"kinepedia.commands.{cmd_name}").command
        return command

    def main(self, *words: Any, **options: Any) -> Any:
        try:
            return super().main(*words, **options)
        except OSError as error:
            said = error.strerror or str(error)
            if not _current_folder_exists():
                said = "The current folder does not exist any more. Go to another one"
            elif error.filename:
                said = f"{said}: {error.filename}"
            else:  # standard output has no name
                said = f"The report cannot be written: {said}"
            with suppress(OSError):
                click.echo(f"Error: {said}.", err=True)
            for stream in filter(None, (sys.stdout, sys.stderr)):  # which Python tries once more at its end
                with suppress(OSError, ValueError):
                    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            sys.exit(2)


def _current_folder_exists() -> bool:
    try:
        Path.cwd()
    except OSError:
        return False
    return True


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="Kinepedia %(version)s")
def main() -> None:
    """Turn a folder of Markdown exercises into a complete, cross-linked encyclopedia."""


def run(words: list[str] | None = None) -> None:
    """Run the command as a program, with the words of its command line if none are given.

    The process is ended at once: to take apart what a large site has left in memory takes a tenth of a
    second. To look through it for circles takes longer, so that no command but one that stays does that.
    """
    gc.disable()
    status: str | int | None = None
    try:
        main(words, prog_name="kinepedia")
    except SystemExit as error:
        status = error.code
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status if isinstance(status, int) else 0 if status is None else 1)
