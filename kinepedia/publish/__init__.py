"""The last stage: finished files become the output, in one step. Nothing before it writes a file."""

from kinepedia.publish.output import LOCK, check, check_cache, make_cache
from kinepedia.publish.stage import Stage

__all__ = ["LOCK", "Stage", "check", "check_cache", "make_cache"]
