"""Python-Markdown, with the same output in less than a quarter of the time.

Converting Markdown is most of what a build does, and most of what Python-Markdown does is to look for
syntax that is not there. This folder leaves that out, through the library's own points of extension: each
class here is a subclass that knows a cheap sign without which the original could change nothing, does
nothing where the sign is missing, and hands over to the original wherever a text is out of the ordinary.
Nothing of the library is patched, and nothing here is about exercises: the modules are named after those of
the library whose work they shorten, so that each could be offered to it.

With a version of the library that is older or newer than those that the classes were compared with,
`Markdown` is the library's own. To make a newer one known, read what has changed in the classes that are
extended here, try many more examples in `tests/unit/test_fast_markdown.py`, and set `NEWEST_KNOWN`.
"""

import markdown

from kinepedia.parse.markdown.fast import core

OLDEST_KNOWN = (3, 8)
NEWEST_KNOWN = (3, 11, 3)

# Between releases, private methods change: an unknown one is used as it is, which
# costs time and nothing else.
IS_KNOWN = OLDEST_KNOWN <= markdown.__version_info__[:3] <= NEWEST_KNOWN

Markdown: type[markdown.Markdown] = core.Markdown if IS_KNOWN else markdown.Markdown

__all__ = ["IS_KNOWN", "Markdown"]
