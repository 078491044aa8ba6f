"""The last stage: finished files become the output, in one step. Nothing before it writes a file."""

from kinepedia.publish.output import CACHE_MARK, RefusedError, check
from kinepedia.publish.stage import Stage, UnfinishedError

__all__ = ["CACHE_MARK", "RefusedError", "Stage", "UnfinishedError", "check"]
