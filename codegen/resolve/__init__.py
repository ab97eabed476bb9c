"""Resolve: weigh all claims into the spec.

evidence.py   claims by slot; tables and samples interned
structure.py  arrays and maps around a value
graph.py      evidence flows from each object class to the classes of its properties
labels.py     which labels of the pages are to be believed, and where
unify.py      which classes without a label are one type, and why
decide.py     one property: its type, presence, nullability and words
types.py      classes -> types of the spec, with names
operations.py operations, parameters, responses
modules.py    which module a type belongs to
"""

from __future__ import annotations

from codegen.resolve.resolver import Resolution, Trace, resolve

__all__ = ["Resolution", "Trace", "resolve"]
