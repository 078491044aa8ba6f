"""What keeps a build from ending as it should, other than mistakes in the content."""


class RefusedError(Exception):
    """A folder is refused as output or as cache; `hint` says what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class UnfinishedError(Exception):
    """The machine failed while files were replaced one by one: some of the output is new, some old."""


class WorkerDiedError(Exception):
    """A process that worked on the build ended before its work was done."""
