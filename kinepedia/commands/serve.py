"""`kinepedia serve`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kinepedia.commands.options import building_options, site_options

if TYPE_CHECKING:
    import socket

    from kinepedia.machine.folders import Folders


@click.command("serve")
@site_options
@building_options
@click.option("--host", default="127.0.0.1", help="Serve others, too: an address or name of this machine.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    help="Where to serve; the next free port if it is taken, any with 0. Default: 8000.",
)
@click.option("--open", "opens", is_flag=True, help="Open the site in a browser.")
@click.option("--poll", "polls", is_flag=True, help="Look for changes every second: for network drives.")
def command(
    folders: Folders,
    host: str,
    port: int,
    opens: bool,  # noqa: FBT001 - flags
    polls: bool,  # noqa: FBT001
    quiet: bool,  # noqa: FBT001
    **given: Any,
) -> None:
    """Show the site in a browser while you write.

    Every change is built and shown at once; mistakes stand on the page until they are mended. What is served
    has a place of its own in .kinepedia/: output/ is left alone.

    Exit status: 0 it was ended by Ctrl C; 1 the machine failed; 2 wrong usage.
    """
    import asyncio
    import gc
    from contextlib import suppress

    from filelock import FileLock, Timeout

    from kinepedia.build.failures import explained
    from kinepedia.build.options import Options
    from kinepedia.cache.folder import check_cache, make_cache
    from kinepedia.serve.dev_server import DevServer, ServeOptions, served_folders
    from kinepedia.serve.hosts import Hosts, address_of, warning_for

    gc.enable()  # this process stays
    try:
        check_cache(folders.cache)
        make_cache(folders.cache)
        own = served_folders(folders)
        own.cache.mkdir(parents=True, exist_ok=True)
        with FileLock(own.cache.with_name("lock"), timeout=0):
            listener = _listener(host, port)
            found = listener.getsockname()[1]
            if port not in (0, found):
                click.echo(f"Port {port} is taken; this is port {found}.", err=True)
            if warning := warning_for(host):
                click.echo(warning, err=True)
            server = DevServer(own, Options(**given), Hosts(found, host), ServeOptions(opens, polls, quiet))
            with suppress(KeyboardInterrupt):
                asyncio.run(server.run(listener, address_of(host, found)))
    except Timeout:
        raise click.UsageError(
            "This site is already being served. Use that, or give this one a place of its own with --cache."
        ) from None
    except click.ClickException:
        raise
    except Exception as error:
        raise explained(error, folders) from None


def _listener(host: str, port: int) -> socket.socket:
    from kinepedia.serve.hosts import listen

    try:
        return listen(host, port)
    except OSError as error:
        said = f"It is impossible to listen at {host}, port {port}: {error.strerror or error}."
        raise click.ClickException(said) from None
