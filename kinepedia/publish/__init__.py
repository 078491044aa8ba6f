"""The last stage: finished files become the output, in one step. Nothing before it writes a file."""

from kinepedia.publish.output import RefusedError, check
from kinepedia.publish.stage import Stage

__all__ = ["RefusedError", "Stage", "check"]
