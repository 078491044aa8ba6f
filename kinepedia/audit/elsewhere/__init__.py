"""Asks pages elsewhere whether they are still there. Nothing else in Kinepedia uses the network.

HTTP is spoken by a few lines on top of asyncio, because what matters here is what HTTP libraries hide: which
address a name became, that the connection goes to that very address, and that no body is ever read.
"""

from kinepedia.audit.elsewhere.check import Checked, check_links

__all__ = ["Checked", "check_links"]
