"""What an outline leaves open, as findings: one for each, with all places where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from codegen.diagnostics import Related, Severity
from codegen.dialects.base import Context
from codegen.dialects.outline.groups import Doubt, Group, Tree, walk
from codegen.dialects.outline.lines import Item
from codegen.dialects.outline.place import Placed
from codegen.samples import MAX_DEPTH

__all__ = ["describe", "report"]

_Part = Callable[[Item], str]

#: What an item says, in words: one part after the other, '' where it does not say so.
_PARTS: tuple[_Part, ...] = (
    lambda item: "required" if item.required else "",
    lambda item: str(item.type) if item.type is not None else "",
    lambda item: "nullable" if item.nullable else "",
    lambda item: f"const {item.const}" if item.const is not None else "",
    lambda item: f"enum {', '.join(item.values)}" if item.values else "",
    lambda item: ", ".join(f"{keyword} {value}" for keyword, value in item.limits),
)
_UNNAMED_HINT = "print the name of the attribute beside what is said of it"
_UNSHOWN_HINT = "show the attribute in the sample"


def describe(item: Item) -> str:
    """What an item says in one line, such as ``maxLength 255`` or ``kind required, enum A, B``."""
    said = ", ".join(filter(None, (part(item) for part in _PARTS)))
    return " ".join(filter(None, (item.name, said)))


def report(context: Context, tree: Tree, placed: Placed) -> None:
    """Report what `placed` and the doubts of `tree` leave open, and unions that nothing decides."""
    for index in placed.too_deep:
        message = f"nested deeper than {MAX_DEPTH} levels; not looked into"
        context.report("too-deep", message, tree.items[index].line)
    for group in walk(tree.root):
        if group.kind == "union" and len(group.groups) > 1 and not group.discriminator:
            name = group.name or "union"
            message = f"{name}: no attribute tells its {len(group.groups)} variants apart"
            context.report("no-discriminator", message, tree.items[group.item].line)
    explained = _doubts(context, tree, frozenset(placed.unplaced))
    for start, stop in _runs(index for index in placed.unplaced if index not in explained):
        first, count = tree.items[start], stop - start
        more = f" and {count - 1} more" if count > 1 else ""
        said = describe(first) or "a variant"
        message = f"which object has this attribute is not certain: {said[:80]}{more}"
        context.report("unplaced-attribute", message, first.line)


def _doubts(context: Context, tree: Tree, unplaced: frozenset[int]) -> set[int]:
    """Report the items that are kept as undecided; those of `unplaced` among them.

    What an object leaves open it leaves open in every variant that repeats it: one finding.
    """
    found: dict[tuple[str, str, str], list[tuple[int, Doubt]]] = {}
    explained: set[int] = set()
    for group in walk(tree.root):
        for doubt in group.undecided:
            if doubt.item in unplaced and not doubt.candidates:
                continue
            explained.add(doubt.item)
            key = _finding(tree, group, doubt)
            found.setdefault(key, []).append((tree.items[doubt.item].line, doubt))
    for (code, message, hint), places in found.items():
        (line, doubt), *others = sorted(places)
        related = [
            Related(path=context.page.page, line=at, message=f"candidate: {way}")
            for way, at in doubt.candidates
            if at
        ]
        related.extend(Related(path=context.page.page, line=at) for at, _ in others)
        # A limit that is not held against any property is no loss of one.
        severity: Severity = "info" if code == "undecided-constraint" else "warning"
        context.report(code, message, line, severity=severity, hint=hint, related=tuple(related))
    return explained & unplaced


def _finding(tree: Tree, group: Group, doubt: Doubt) -> tuple[str, str, str]:
    """The code, the message and the hint for an undecided item."""
    item = tree.items[doubt.item]
    said = f"{_where(tree, group)}: {describe(item)[:80]}"
    ways = [way for way, _ in doubt.candidates]
    if doubt.more:
        ways.append("another")
    listed = " or ".join(filter(None, (", ".join(ways[:-1]), ways[-1])))
    if item.name:
        message = (
            f"{said} is {listed}: where the attributes of an object end is not printed, "
            "and the sample does not show it"
        )
        return "unplaced-attribute", message, _UNSHOWN_HINT
    if not doubt.candidates:
        message = f"{said} is about an attribute that neither the page nor the sample names"
    else:
        message = f"{said} is about {listed}; the page does not say which"
    return "undecided-constraint", message, _UNNAMED_HINT


def _where(tree: Tree, group: Group) -> str:
    """The way to a group, such as ``data.items[<kind=A>]``, as a reader would look for it."""
    names: list[str] = []
    found: Group | None = group
    while found is not None:
        node = tree.sample.nodes[found.node] if found.node is not None else None
        arrays = "[]" * node.arrays if node is not None else ""
        names.append(f"{found.name}{arrays}" if found.name else "")
        found = found.parent
    return ".".join(filter(None, reversed(names))) or "payload"


def _runs(indexes: Iterator[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring indexes as ranges."""
    start = previous = -2
    for index in sorted(indexes):
        if index != previous + 1:
            if start >= 0:
                yield start, previous + 1
            start = index
        previous = index
    if start >= 0:
        yield start, previous + 1
