from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinepedia.cache.memory import PageMemory, joined_ids
from kinepedia.machine.fingerprint import digest_of_plain, plain_bytes
from kinepedia.machine.stamps import Stamp
from kinepedia.model.addresses import Key
from kinepedia.read.tree import are_all_settled, is_settled

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec=None)) | st.binary(),
    lambda values: st.lists(values).map(tuple) | st.lists(values),
)
NOW = 10_000_000_000
TIMES = st.sampled_from([0, 3_000_000_000, 9_000_000_000, 9_999_999_999, NOW]) | st.integers(0, 2 * NOW)
STAMPS = st.lists(st.tuples(st.just(1), TIMES, TIMES, st.just(1)))


@given(PLAIN, PLAIN)
def test_plain_bytes_tell_values_apart(one: object, other: object) -> None:
    assert (plain_bytes(one) == plain_bytes(other)) == (repr(one) == repr(other))


def test_plain_bytes_do_not_tell_where_a_value_came_from() -> None:
    shared = "".join(["sh", "ared"])
    assert plain_bytes((shared, shared)) == plain_bytes(("shared", "".join(["s", "hared"])))
    assert digest_of_plain([shared]) == digest_of_plain(["shared"])


@pytest.mark.parametrize("value", [Key("exercises", "bridge"), (Key("exercises", "bridge"),), date.min])
def test_plain_bytes_refuse_what_is_not_plain(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        plain_bytes(value)


@given(STAMPS)
def test_all_are_settled_if_each_is(stamps: list[Stamp]) -> None:
    assert are_all_settled(stamps, NOW) == all(is_settled(stamp, NOW) for stamp in stamps)


@given(st.lists(st.text(st.characters(exclude_characters="\0"), min_size=1), min_size=1))
def test_joined_ids_come_apart_again(ids: list[str]) -> None:
    assert PageMemory(b"", (), b"", joined_ids(ids), (), b"", None).anchors == ids
