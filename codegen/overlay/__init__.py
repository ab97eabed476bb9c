"""The overlay: the user's reviewed corrections, which win over the pages.

A YAML file beside the spec, a list of entries, each about one target and each with its reason::

    - target: Person.Birthday   # Type, Type.property, METHOD /path, METHOD /path?parameter, ...
      type: date
      drop: [nullable]
      reason: The vendor's support says that it is always sent. Ticket 4711.
    - add: Person.Nickname
      type: string
      reason: Every answer of the test system has it.
    - remove: Person.Shoe
      reason: A leftover of version 6.
    - ignore: docs/beta/*
      reason: Pages of what was never released.

model.py     entries, targets and facts
facts.py     the facts that a kind of target has, and how their values are written
reader.py    the file -> entries; all its problems, located
schema.py    the JSON Schema of the file
pages.py     the pages that it ignores
draft.py     a spec whose nodes are found by target, and replaced
nearest.py   what a name may have been meant for
binding.py   targets -> what they are in the spec: found, misspelt or gone
state.py     one application: what the pages say, what became of it, what was found
setting.py   facts set and dropped
enums.py     enums changed
rename.py    names of types changed throughout a spec
apply.py     spec and overlay -> corrected spec, with what is stale
settled.py   findings that a correction settles
"""

from __future__ import annotations

from codegen.overlay.apply import Corrected, apply
from codegen.overlay.model import Applied, Overlay
from codegen.overlay.pages import ignored
from codegen.overlay.reader import load, loads
from codegen.overlay.settled import lowered, settled

__all__ = [
    "Applied",
    "Corrected",
    "Overlay",
    "apply",
    "ignored",
    "load",
    "loads",
    "lowered",
    "settled",
]
