"""The last stage: finished files become the output, in one step. Nothing before it writes a file."""

from kinepedia.publish.output import LOCK, RefusedError, check, check_cache, make_cache
from kinepedia.publish.stage import Stage, UnfinishedError

__all__ = ["LOCK", "RefusedError", "Stage", "UnfinishedError", "check", "check_cache", "make_cache"]
