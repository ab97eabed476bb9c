from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.resolve.nearby import Alike, NamesIn, similar

SETS = st.lists(st.frozensets(st.sampled_from("abcdefgh")), max_size=12)


@given(sets=SETS, wanted=st.frozensets(st.sampled_from("abcdefghij"), min_size=1))
@pytest.mark.parametrize("share", [0.3, 0.5, 0.85, 1.0])
def test_an_index_finds_what_holding_against_all_finds(
    share: float, sets: list[frozenset[str]], wanted: frozenset[str]
) -> None:
    found = Alike(sets, share).to(wanted)
    assert found == {one: alike for one in sets if (alike := similar(one, wanted)) >= share}


def test_sets_are_held_only_against_those_that_can_be_like_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held: list[frozenset[str]] = []

    def counted(ours: frozenset[str], theirs: frozenset[str]) -> float:
        held.append(ours)
        return similar(ours, theirs)

    monkeypatch.setattr("codegen.resolve.nearby.similar", counted)
    sets = [frozenset({"id", "name", f"own{at}", f"other{at}"}) for at in range(50)]
    alike = Alike(sets, 0.75)
    assert alike.to(sets[7]) == {sets[7]: 1.0}
    assert held == [sets[7]]
    assert alike.to(sets[7]) == {sets[7]: 1.0}
    assert len(held) == 1, "what was found once is known"


@given(names=st.sets(st.text("abc", min_size=1, max_size=4)), text=st.text("abcd", max_size=20))
def test_names_in_a_text(names: set[str], text: str) -> None:
    assert NamesIn(names).of(text) == {name for name in names if name in text}
