"""The last stage: finished files become the output, in one step. Nothing before it writes a file."""

from kinepedia.publish.output import LOCK, check, check_cache, make_cache
from kinepedia.publish.stage import Stage
from kinepedia.publish.twins import add_twins

__all__ = ["LOCK", "Stage", "add_twins", "check", "check_cache", "make_cache"]
