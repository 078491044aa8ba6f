"""Which attributes of which elements lead somewhere: the one table for all who meet a link in HTML.

`parse` lets them through and puts placeholders in the places of their addresses, `plan` exchanges these for
where they lead from a page, and `audit` follows what has come of it. An element that is added here is
known to all three.
"""

from __future__ import annotations

from typing import Literal

LinkKind = Literal["link", "picture"]
"""What is at the address: something to go to, or a picture that the page shows."""

LINK_ATTRIBUTES: dict[tuple[str, str], LinkKind] = {
    ("a", "href"): "link",
    ("img", "src"): "picture",
}
"""The kind of what an attribute leads to, by the names of the element and of the attribute."""

PLACEHOLDER = "kp:"
"""What a placeholder begins with; the number of a link in its body follows."""
