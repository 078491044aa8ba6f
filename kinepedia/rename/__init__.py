"""Gives an entry another name: moves its file, and mends everything that refers to it."""

from kinepedia.rename.document import CannotRenameError
from kinepedia.rename.prepare import Renaming, prepare
from kinepedia.rename.write import HalfDoneError, write

__all__ = ["CannotRenameError", "HalfDoneError", "Renaming", "prepare", "write"]
