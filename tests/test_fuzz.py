"""What fuzzing has found stays mended, and random bytes are no way in."""

from __future__ import annotations

import contextlib
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen.diagnostics import CodegenError
from tests.fuzz import ENTRIES, FOUND, seeds

_CASES = sorted(path for path in FOUND.glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", _CASES, ids=lambda path: f"{path.parent.name}-{path.name[-12:]}")
def test_what_was_found_is_mended(path: Path) -> None:
    with contextlib.suppress(CodegenError):
        ENTRIES[path.parent.name](path.read_bytes())


def test_every_case_is_of_an_entry() -> None:
    assert {path.parent.name for path in _CASES} <= ENTRIES.keys()


@pytest.mark.parametrize("entry", sorted(ENTRIES.keys() - {"modules"}))
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_inputs_put_together_from_others_raise_nothing_else(
    entry: str, data: st.DataObject
) -> None:
    parts = [part for one in islice(seeds(entry), 40) for part in one.split(b"\n\n")] or [b""]
    words = st.one_of(st.sampled_from(parts), st.binary(max_size=12))
    with contextlib.suppress(CodegenError):
        ENTRIES[entry](b"\n\n".join(data.draw(st.lists(words, max_size=8))))
