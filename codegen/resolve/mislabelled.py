"""Names of types that are printed for what has another one, or for a scalar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from codegen.codes import finding
from codegen.diagnostics import At, Diagnostic
from codegen.resolve.disagreement import allows
from codegen.resolve.evidence import Key
from codegen.resolve.graph import Property
from codegen.resolve.nearby import Alike
from codegen.resolve.places import Shown, at, rows_of, samples_by_property
from codegen.samples import UNTYPED
from codegen.typeexpr import SCALARS, references

if TYPE_CHECKING:
    from codegen.resolve.resolver import Trace

__all__ = ["Akin", "labelled", "labels_of_scalars"]

#: A slip in a short word is up to this like it: bool and boolean are, date and data are.
_LIKENESS = 0.7

#: Types that share so many of all properties of both are nearly alike.
_SHARED = 0.75


def labels_of_scalars(trace: Trace) -> Iterator[Diagnostic]:
    """A finding for each label that no page describes, where samples show nothing but scalars.

    The label of an enum is described by the values that some page lists.
    """
    cases = [
        (key, name, found, label)
        for key, node in trace.graph.nodes.items()
        for name, found in node.properties.items()
        for label in _undescribed(trace, found)
    ]
    wanted = {
        Shown(key, shape, name)
        for key, name, *_ in cases
        for shape in trace.graph.nodes[key].evidence.shapes
        if name in shape.keys and shape.at[name].kind not in UNTYPED
    }
    samples = samples_by_property(trace.graph, trace.roots, wanted)
    for key, name, found, label in cases:
        rows = {
            (line, f"says {label}")
            for row, line in rows_of(trace.graph, key)
            if row.name == name and row.type and label in references(row.type)
        }
        shown = {one.at for one in samples.get((key, name), ())}
        yield _finding(f"{trace.names[key]}.{name}", label, found, rows, shown)
    for slot, root in trace.roots.items():
        found = trace.graph.roots[root.key]
        for label in _undescribed(trace, found):
            bodies = {
                (at(body.place), f"says {label}")
                for body in root.bodies
                if body.type and label in references(body.type)
            }
            shown = {at(claim.place) for claim in root.samples if claim.shape.kind not in UNTYPED}
            yield _finding(str(slot), label, found, bodies, shown)


def _undescribed(trace: Trace, found: Property) -> Iterator[str]:
    """The labels of a place that samples show as a scalar, of which no page says what they are."""
    core = found.core
    if not core.kinds or core.is_object or core.open_object:
        return
    for label in core.labels:
        key = Key("label", label)
        node = trace.graph.nodes.get(trace.class_of(key))
        if key not in trace.enums and (node is None or not node.properties):
            yield label


def _finding(
    subject: str,
    label: str,
    found: Property,
    said: Collection[tuple[At, str]],
    shown: Collection[At],
) -> Diagnostic:
    kinds = sorted(found.core.kinds)
    sample = " and ".join(f"an {kind}" if kind[0] in "aeiou" else f"a {kind}" for kind in kinds)
    words = [word for word in SCALARS if all(allows(word, kind) for kind in kinds)]
    near = get_close_matches(label.casefold(), words, n=1, cutoff=_LIKENESS)
    return finding(
        "type-contradicts-sample",
        f"{subject}: documented as {label}, which no page describes; a sample shows {sample}",
        subject,
        [*sorted(said), *((line, f"shows {sample}") for line in sorted(shown))],
        f"print {near[0]} as the type, if {label} is meant for it"
        if near
        else f"describe {label}, or print the type that the sample shows",
    )


def labelled(trace: Trace) -> dict[Key, str]:
    """The object classes that pages give a name, with their name in the outputs."""
    labels = (key for key in (*trace.graph.nodes, *trace.alias) if key.kind == "label")
    classes = dict.fromkeys(map(trace.class_of, labels))
    return {key: trace.names[key] for key in classes if key in trace.graph.nodes}


class Akin:
    """Finds the one type that has some properties, exactly or nearly."""

    def __init__(self, known: Mapping[str, frozenset[str]]) -> None:
        """`known`: the types by name, with the names of their properties."""
        self._names: dict[frozenset[str], list[str]] = defaultdict(list)
        for name, keys in known.items():
            self._names[keys].append(name)
        self._alike = Alike(self._names, _SHARED)

    def to(self, keys: frozenset[str]) -> str:
        """The type that is nearest to having `keys`; '' where none is near, or two are as near."""
        shares = self._alike.to(keys)
        best = max(shares.values(), default=0.0)
        nearest = [
            name for own, share in shares.items() if share == best for name in self._names[own]
        ]
        return nearest[0] if len(nearest) == 1 else ""
