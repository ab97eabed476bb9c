"""The collector of cycles is off while millions of objects come to be, and then not at once on."""

from __future__ import annotations

import subprocess
import sys

_PROGRAM = """
import gc
from codegen.workers import without_gc

with without_gc():
    kept = [[] for _ in range(100)]
old = {id(one) for one in gc.get_objects(generation=2)}
print(all(id(one) in old for one in kept), gc.isenabled(), gc.get_freeze_count())
"""


def test_what_is_there_after_a_run_is_not_looked_at_as_if_it_were_new() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["True", "True", "0"]
