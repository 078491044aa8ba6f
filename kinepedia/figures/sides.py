"""Left and right, in the names of the body's parts."""

from __future__ import annotations


def is_part(name: str, kind: str, side: str | None) -> bool:
    """Tell whether a part is one of a kind on a side; on either side, if none is given."""
    return any(name == f"{one} {kind}" for one in sides_of(side))


def limb_of(part: str) -> str:
    """Return which limb a part belongs to: a new contact of a limb takes the place of its old one."""
    side, _, kind = part.partition(" ")
    if kind in ("hand", "fingertips", "forearm"):
        return f"{side} arm"
    if kind in ("foot", "heel", "toes", "instep", "ankle"):
        return f"{side} leg"
    return part


def with_side(target: str, side: str | None, own: str) -> str:
    """Return a part of the body with its side: the one given, or that of the limb that touches it."""
    if target in ("chest", "head", "belly", "lower back"):
        return target
    if side in ("other", "opposite"):
        return f"{'left' if own == 'right' else 'right'} {target}"
    if side in ("left", "right"):
        return f"{side} {target}"
    return f"{own or 'right'} {target}"


def sides_of(side: str | None) -> tuple[str, ...]:
    """Return the sides that a word means; both, if there is none."""
    return ("left", "right") if side in (None, "both") else (side,)
