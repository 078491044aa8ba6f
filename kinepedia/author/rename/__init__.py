"""Gives an entry another name: moves its file, and mends everything that refers to it."""

from kinepedia.author.rename.document import CannotRenameError
from kinepedia.author.rename.naming import Renaming
from kinepedia.author.rename.prepare import prepare
from kinepedia.author.rename.write import HalfDoneError, write

__all__ = ["CannotRenameError", "HalfDoneError", "Renaming", "prepare", "write"]
