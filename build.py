"""Build the site in this folder: the same as `kinepedia build`."""

import sys

from kinepedia.commands.main import run

run(["build", *sys.argv[1:]])
