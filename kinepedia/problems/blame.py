"""Code that a site brings along: where it lies, and which line of it is to blame for an error."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Place, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinepedia.problems.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Code:
    """The code of one feature: its folder, and how that is called in messages."""

    feature: str
    folder: str
    shown: str
    file: str = ""

    def place(self, error: BaseException) -> Place | None:
        """Return the last line of this code that an error passed through; None if it passed through none."""
        found = [(each.filename, each.lineno or 1) for each in traceback.extract_tb(error.__traceback__)]
        if isinstance(error, SyntaxError) and error.filename:
            found.append((error.filename, error.lineno or 1))
        for file, line in reversed(found):
            name = file.removeprefix(self.folder).replace("\\", "/")
            if name != file and name[:1] in ("", "/"):
                return Place(f"{self.shown}{name}", Span(line, 1))
        return None

    @property
    def beginning(self) -> Place:
        """The place that stands for the whole code."""
        return Place(f"{self.shown}/{self.file}" if self.file else self.shown)


class FeatureError(Exception):
    """The code of a feature failed, or returned what it must not, while it was `doing` something."""

    def __init__(self, code: Code, place: Place, reason: str, doing: str) -> None:
        super().__init__(reason)
        self.code = code
        self.place = place
        self.reason = reason.encode("utf-8", "backslashreplace").decode()  # half a character cannot be shown
        self.doing = doing

    @property
    def diagnostic(self) -> Diagnostic:
        """What is said of it."""
        return rules.FEATURE_ERROR.at(
            self.place, name=self.code.feature, reason=self.reason, doing=self.doing
        )

    def while_making(self, address: str) -> FeatureError:
        """Return the same error, which names the page that was to be made."""
        page = f"making /{address}"
        doing = self.doing if page in self.doing else f"{self.doing}, {page}"
        return FeatureError(self.code, self.place, self.reason, doing)


def failure(code: Code, error: BaseException, doing: str) -> FeatureError:
    """Return the error that the code of a feature failed with another one, while it was `doing` something."""
    try:
        reason = " ".join(str(error).split())
    except Exception:  # code of a site may have errors of its own, which fail as well
        reason = ""
    reason = f"{type(error).__name__}: {reason}" if reason else type(error).__name__
    return FeatureError(code, code.place(error) or code.beginning, reason, doing)


def rubbish(code: Code, what: str, doing: str) -> FeatureError:
    """Return the error that a feature returned what it must not."""
    return FeatureError(code, code.beginning, what, doing)


def blamed(codes: Iterable[Code], error: BaseException, doing: str) -> FeatureError | None:
    """Return the error of the feature whose code is to blame for another one, if that is so of any."""
    return next((failure(code, error, doing) for code in codes if code.place(error)), None)
