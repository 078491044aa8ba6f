from __future__ import annotations

from difflib import get_close_matches

from hypothesis import given
from hypothesis import strategies as st

from kinepedia.problems.suggest import KnownNames, nearest

NAMES = st.text(alphabet="abAB -1", min_size=1, max_size=12)


@given(NAMES, st.sets(NAMES, max_size=20))
def test_the_nearest_is_what_difflib_finds(name: str, known: set[str]) -> None:
    folded = {item.casefold(): item for item in sorted(known)}
    best = get_close_matches(name.casefold(), folded, n=1, cutoff=0.66)
    assert nearest(name, known) == (folded[best[0]] if best else None)


def test_among_thousands_of_names_the_right_one_is_found() -> None:
    known = KnownNames(f"Alias number {number}" for number in range(5_000))
    assert known.nearest("alias numbr 4321") == "Alias number 4321"
    assert known.nearest("something else") is None


def test_a_name_does_not_suggest_itself() -> None:
    assert KnownNames(["heel-drop", "heel-drops"]).nearest("heel-drop", but="heel-drop") == "heel-drops"
