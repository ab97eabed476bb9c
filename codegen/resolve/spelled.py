"""Query parameters that spell out an object: `lid.rim.kind` lists the values of a property.

A form of many servers: each property of an object becomes a parameter, named by its path. Where
the first part of the path names a type of the pages, and this has the properties, the values that
the parameters list are those of the properties too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from codegen.claims import Place, Row
from codegen.naming import words
from codegen.resolve.graph import Graph, Node, Property

__all__ = ["spell_out"]

#: Fewer properties than this, or fewer of them in common, could agree by chance.
_FEWEST = 4
_SHARE = 0.9

_Rows = list[tuple[Row, Place]]


def spell_out(graph: Graph, parameters: Iterable[dict[str, _Rows]]) -> None:
    """Hand the values that dotted parameters list to the properties that they spell out.

    `parameters` are those of each operation, by name.
    """
    for named in parameters:
        objects: dict[str, list[tuple[list[str], _Rows]]] = {}
        for name, rows in named.items():
            head, *path = name.split(".")
            if path:
                objects.setdefault(head, []).append((path, rows))
        for head, parts in objects.items():
            node = _type_of(graph, head, {path[0].lower() for path, _ in parts})
            for path, rows in parts if node is not None else ():
                found = _at(graph, node, path)
                listed = [(_values_of(row), place) for row, place in rows if row.values]
                if found is not None:
                    found.position.rows.extend(listed)


def _type_of(graph: Graph, head: str, properties: Collection[str]) -> Node | None:
    """The type whose name `head` ends with and that has the properties; the longest name wins."""
    if len(properties) < _FEWEST:
        return None
    ours = _lower(head)
    found = [
        node
        for key, node in graph.nodes.items()
        if key.kind == "label" and ours[-len(_lower(key.name)) :] == _lower(key.name)
    ]
    best = max(found, key=lambda node: len(node.key.name), default=None)
    if best is None:
        return None
    common = {name.lower() for name in best.properties} & set(properties)
    return best if len(common) >= _SHARE * len(properties) else None


def _lower(text: str) -> list[str]:
    return [word.lower() for word in words(text)]


def _at(graph: Graph, node: Node | None, path: list[str]) -> Property | None:
    """The property at a path of names in any case of letters."""
    found: Property | None = None
    for name in path:
        if node is None:
            return None
        found = next(
            (one for key, one in node.properties.items() if key.lower() == name.lower()), None
        )
        node = graph.nodes.get(found.target) if found is not None and found.target else None
    return found


def _values_of(row: Row) -> Row:
    """What the row says of values; the rest is said of the parameter."""
    return Row(name=row.name, values=row.values, details=row.details)
