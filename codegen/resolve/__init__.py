"""Resolve: weigh all claims into the spec.

evidence.py   claims by slot; tables and samples interned
structure.py  arrays and maps around a value
maps.py       which objects have keys that are data
graph.py      evidence flows from each object class to the classes of its properties, in rounds
labels.py     which labels of the pages are to be believed, and where
unify.py      which classes without a label are one type, and why; view.py, what it looks at;
              nearby.py, how that is found without holding all against all
decide.py     one property: its type, presence, nullability and words
enums.py      which values are an enum; spelled.py, those that a query spells out; shown.py,
              those that samples show; defined.py, types that are documented by theirs;
              samelists.py, whose lists are of one type
names.py      names of types, from what they stand for
types.py      classes -> types of the spec
operations.py operations, parameters, responses; paths.py, path parameters
modules.py    which module a type belongs to
uncorrected.py  a spec and its name lock: what is the overlay's, and what the pages'
findings.py   where claims contradict each other: disagreement.py, places.py
resolver.py   joins them
"""

from __future__ import annotations

from codegen.resolve.resolver import Resolution, Trace, resolve

__all__ = ["Resolution", "Trace", "resolve"]
