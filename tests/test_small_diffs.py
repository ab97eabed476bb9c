"""One change in the pages is one change in the files: no line that is about anything else."""

from __future__ import annotations

import ast
import difflib
import re
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from codegen import specfile
from codegen.namelock import NameLock
from codegen.naming import field_names
from codegen.spec import ObjectType, Property, Spec
from codegen.typeexpr import Scalar
from tests.render_pages import Style, read, render
from tests.shop import generate, snapshot, write_pages
from tests.shop import page as shop_page
from tests.strategies import reachable, specs
from tests.test_names_stay import changed, files, solved
from tests.test_resolve_order import elsewhere

EXAMPLE = Path(__file__).parents[1] / "specs/appointment"

#: Each example generates trees of files, and is not worth shrinking for minutes.
FEW = settings(max_examples=5, deadline=None, phases=(Phase.explicit, Phase.generate))


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the lines of one version of the files may be about."""

    owner: ObjectType
    """The type, as it is in that version."""
    prop: str
    alone: Collection[str]
    """Types that are in one of the versions alone; the name lock keeps those that are gone."""

    @property
    def attribute(self) -> str:
        given = {prop.name: prop.attribute for prop in self.owner.properties if prop.attribute}
        names = field_names([prop.name for prop in self.owner.properties], given)
        return names.get(self.prop, "")


Lines = Iterator[tuple[int, int]]
"""Ranges of lines from 1, the last one as well."""


def python_lines(text: str, about: About) -> Lines:
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.ClassDef(name=name, end_lineno=int(end)) if name in about.alone:
                first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
                yield first, end
            case ast.ClassDef(name=about.owner.name):
                yield from attribute_lines(node, about.attribute)
            case ast.ImportFrom(lineno=first, end_lineno=int(end)):
                yield first, end
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr="model_rebuild"))):
                yield node.lineno, node.end_lineno or 0
    # Where the package lists its types.
    named = re.compile(rf"\W*({'|'.join(map(re.escape, about.alone)) or '$-'})\W.*")
    for number, line in enumerate(text.split("\n"), 1):
        if named.fullmatch(line):
            yield number, number


def attribute_lines(node: ast.ClassDef, name: str) -> Lines:
    """The lines of an attribute and of the docstring below it."""
    for one, below in zip(node.body, [*node.body[1:], node], strict=True):
        if isinstance(one, ast.AnnAssign) and ast.unparse(one.target) == name:
            last = below if isinstance(below, ast.Expr) else one
            yield one.lineno, last.end_lineno or 0


def member(node: yaml.Node, key: str) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """The key and the value of a mapping, if it is one and has them."""
    if isinstance(node, yaml.MappingNode):
        yield from (pair for pair in node.value if pair[0].value == key)


def items(node: yaml.Node, name: str) -> Iterator[yaml.Node]:
    """The elements of a list that are `name`, or have it as their name."""
    for item in node.value if isinstance(node, yaml.SequenceNode) else ():
        own = [value for _, value in member(item, "name")] or [item]
        if own[0].value == name:
            yield item


def composed(text: str) -> yaml.Node:
    """The nodes of a YAML text; JSON is YAML as well."""
    document = yaml.compose(text, Loader=yaml.CSafeLoader)
    assert isinstance(document, yaml.MappingNode)
    return document


def span(*nodes: yaml.Node) -> tuple[int, int]:
    end = nodes[-1]
    # A block ends where the next one begins, its last scalar where it ends.
    while isinstance(end, yaml.CollectionNode) and not end.flow_style:
        end = end.value[-1][1] if isinstance(end, yaml.MappingNode) else end.value[-1]
    return nodes[0].start_mark.line + 1, end.end_mark.line + 1


def fragment_lines(text: str, about: About) -> Lines:
    document = composed(text)
    for _, components in member(document, "components"):
        for schemas_key, schemas in member(components, "schemas"):
            yield (span(schemas_key)[0],) * 2
            for name in about.alone:
                yield from (span(*pair) for pair in member(schemas, name))
            for _, schema in member(schemas, about.owner.name):
                for _, properties in member(schema, "properties"):
                    yield from (span(*pair) for pair in member(properties, about.prop))
                for key, required in member(schema, "required"):
                    listed = list(items(required, about.prop))
                    yield from map(span, listed)
                    if len(required.value) == len(listed):
                        yield span(key)


def spec_lines(text: str, about: About) -> Lines:
    document = composed(text)
    for _, types in member(document, "types"):
        for name in about.alone:
            yield from map(span, items(types, name))
        for owner in items(types, about.owner.name):
            for _, properties in member(owner, "properties"):
                yield from map(span, items(properties, about.prop))


def lock_lines(text: str, about: About) -> Lines:
    document = composed(text)
    place = f"{about.owner.name}.{about.prop}"
    for _, types in member(document, "types"):
        for name in about.alone:
            yield from (span(*pair) for pair in member(types, name))
        for key, entry in types.value:
            for _, members in member(entry, "members"):
                if key.value == about.owner.name:
                    yield from (span(*pair) for pair in member(members, about.prop))
            for _, places in member(entry, "places"):
                yield from (span(one) for one in places.value if one.value.startswith(place))
    for _, order in member(document, "order"):
        for _, module in order.value:
            yield from (span(one) for one in module.value if one.value in about.alone)


READERS: Mapping[str, Callable[[str, About], Lines]] = {
    "spec.json": spec_lines,
    "names.lock.json": lock_lines,
    ".yaml": fragment_lines,
    ".py": python_lines,
}


def strays(old: Mapping[str, str], new: Mapping[str, str], was: About, now: About) -> list[str]:
    """Every line that changed and is not about what was changed: all others are as they were."""
    found: list[str] = []
    for path in sorted(old.keys() | new.keys()):
        before, after = (
            rest(path, version[path], about) if path in version else []
            for version, about in ((old, was), (new, now))
        )
        differ = difflib.unified_diff(before, after, n=0, lineterm="")
        found.extend(f"{path}: {line}" for line in list(differ)[3:])
    return found


def rest(path: str, text: str, about: About) -> list[str]:
    """The lines that are not about it. A comma at the end of a line of JSON is of the next."""
    reader = next(READERS[ending] for ending in READERS if path.endswith(ending))
    left_out = {at for first, last in reader(text, about) for at in range(first, last + 1)}
    lines = [line for at, line in enumerate(text.split("\n"), 1) if at not in left_out]
    json = path.endswith(".json")
    return [line.removesuffix(",") if json else line for line in lines if line.strip()]


def object_of(spec: Spec, like: ObjectType) -> ObjectType:
    """The type with the properties of `like`, whatever it is called where no page names it."""
    names = {prop.name for prop in like.properties}
    found = [
        one
        for one in spec.types
        if isinstance(one, ObjectType) and {prop.name for prop in one.properties} == names
    ]
    assume(len(found) == 1)
    return found[0]


def without(spec: Spec, owner: str, prop: str) -> dict[str, Any]:
    """The types and operations but for one property, and the type whose property it is."""
    types = {
        one.name: msgspec.structs.replace(
            one, properties=tuple(item for item in one.properties if item.name != prop)
        )
        if isinstance(one, ObjectType) and one.name == owner
        else one
        for one in spec.types
    }
    return {**types, **{one.id: one for one in spec.operations}}


def edited(spec: Spec, owner: ObjectType, properties: tuple[Property, ...]) -> Spec:
    types = {one.name: one for one in spec.types}
    types[owner.name] = msgspec.structs.replace(owner, properties=properties)
    return reachable(spec.operations, types)


def another_type(prop: Property) -> Property | None:
    if not isinstance(prop.type, Scalar):
        return None
    other = Scalar("boolean" if prop.type != Scalar("boolean") else "string")
    return msgspec.structs.replace(prop, type=other)


def another_description(prop: Property) -> Property | None:
    if prop.deprecated is not None:
        return None
    return msgspec.structs.replace(prop, description=f"{prop.description} Beyond doubt.".strip())


def another_presence(prop: Property) -> Property | None:
    # Required is not what holds itself: see the strategy.
    other = "optional" if prop.presence is None else None
    return msgspec.structs.replace(prop, presence=other) if prop.presence != "required" else None


def gone(_prop: Property) -> None:
    return None


EDITS = {one.__name__: one for one in (another_type, another_description, another_presence, gone)}


@FEW
@pytest.mark.parametrize("edit", EDITS)
@given(specs(), st.data())
def test_an_edit_of_one_property_changes_its_lines_alone(
    edit: str, spec: Spec, data: st.DataObject
) -> None:
    fit = [
        (one, prop, EDITS[edit](prop))
        for one in spec.types
        if isinstance(one, ObjectType)
        for prop in one.properties
        if edit == "gone" or EDITS[edit](prop)
    ]
    assume(fit)
    owner, prop, other = data.draw(st.sampled_from(fit))
    swapped = (other if item is prop else item for item in owner.properties)
    properties = tuple(item for item in swapped if item is not None)
    style = Style()
    later = edited(spec, owner, properties)
    first = solved(read(render(spec, style)))
    then = solved(read(render(later, style)), first.lock)
    one = object_of(first.spec, owner)
    two = object_of(then.spec, msgspec.structs.replace(owner, properties=properties))
    before, after = (
        without(item.spec, known.name, prop.name) for item, known in ((first, one), (then, two))
    )
    both = before.keys() & after.keys()
    assert {name: before[name] for name in both} == {name: after[name] for name in both}
    assert one.name == two.name
    alone = before.keys() ^ after.keys()
    assert len(alone) == len(spec.types) - len(later.types)
    was = About(owner=one, prop=prop.name, alone=alone)
    now = About(owner=two, prop=prop.name, alone=alone)
    old, lock = files(first, NameLock())
    new, lock = files(then, lock)
    assert strays(old, new, was, now) == []
    if edit == "gone":
        back, _ = files(solved(read(render(spec, style)), lock), lock)
        assert strays(new, back, now, was) == []


# The example, through the command


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An edit of one row of a page of the example, and the property that it is about."""

    page: str
    row: str
    """How the row begins."""
    becomes: tuple[str, ...]
    """The row afterwards, in which ROW is what it was; none: it goes."""
    owner: str
    prop: str


PUT = "rest/PutAppointmentEntity.md"
CASES = {
    "described": Case(
        page="agents/HasConflict.md",
        row="| EndDate | date-time |",
        becomes=("| EndDate | date-time | When it is over. |",),
        owner="HasConflictRequest",
        prop="EndDate",
    ),
    "retyped": Case(
        page="agents/HasConflict.md",
        row="| EndDate | date-time |",
        becomes=("| EndDate | int32 |  |",),
        owner="HasConflictRequest",
        prop="EndDate",
    ),
    "required": Case(
        page="agents/HasConflict.md",
        row="| EndDate | date-time |",
        becomes=("| EndDate | date-time | **Required** |",),
        owner="HasConflictRequest",
        prop="EndDate",
    ),
    "added": Case(
        page=PUT,
        row="| Title | string |",
        becomes=("ROW", "| Zebra | string | Striped. |"),
        owner="AppointmentEntityWithLinks",
        prop="Zebra",
    ),
    "added last": Case(
        page="agents/HasConflict.md",
        row="| EndDate | date-time |",
        becomes=("ROW", "| Zebra | string | Striped. |"),
        owner="HasConflictRequest",
        prop="Zebra",
    ),
    "worded otherwise": Case(
        page=PUT,
        row="| UserDefinedFields | object |",
        becomes=("| UserDefinedFields | object | By key. |",),
        owner="AppointmentEntityWithLinks",
        prop="UserDefinedFields",
    ),
    "gone": Case(
        page="agents/HasConflict.md",
        row="| EndDate | date-time |",
        becomes=(),
        owner="HasConflictRequest",
        prop="EndDate",
    ),
}


def generated(base: Path) -> dict[str, str]:
    """Every file that the command writes for the pages below `base`, from the name lock on."""
    result = generate(base / "docs", base / "out")
    assert result.exit_code == 0, result.output
    return {name: data.decode() for name, data in snapshot(base / "out").items()}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_an_edit_of_one_row_of_the_example(case: Case, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE / "docs", tmp_path / "docs")
    old = generated(tmp_path)
    page = tmp_path / "docs" / case.page
    head, row, tail = re.split(
        rf"^({re.escape(case.row)}.*\n)", page.read_text(), flags=re.MULTILINE
    )
    after = "".join(row if one == "ROW" else f"{one}\n" for one in case.becomes)
    page.write_text(f"{head}{after}{tail}")
    new = generated(tmp_path)
    was, now = (
        About(owner=owner_in(version, case.owner), prop=case.prop, alone=())
        for version in (old, new)
    )
    assert old["spec.json"] != new["spec.json"]
    assert strays(old, new, was, now) == []


def owner_in(version: Mapping[str, str], name: str) -> ObjectType:
    spec = specfile.loads(version["spec.json"])
    (one,) = (one for one in spec.types if one.name == name)
    assert isinstance(one, ObjectType)
    return one


# What comes adds lines, and changes none


def test_one_parameter_more(tmp_path: Path) -> None:
    one = shop_page().replace("| Accept | `application/json` |", "| X-One | The first. |")
    write_pages(tmp_path / "docs", {"item.md": one})
    old = generated(tmp_path)
    two = one.replace("| The first. |", "| The first. |\n| X-Two | The second. |")
    write_pages(tmp_path / "docs", {"item.md": two})
    new = generated(tmp_path)
    assert "X-Two" in new["models/operations.py"]
    assert changed(old, new) == []


@settings(FEW, max_examples=5)
@given(specs(), specs())
def test_pages_that_come_only_add_lines(
    tmp_path_factory: pytest.TempPathFactory, spec: Spec, more: Spec
) -> None:
    """The insertion test of the name lock, through the command and the files that it reads."""
    base = tmp_path_factory.mktemp("insertion")
    write_pages(base / "docs", dict(render(spec, Style())))
    old = generated(base)
    others = render(elsewhere(more), Style())
    write_pages(base / "docs", {f"more/{name}": text for name, text in others.items()})
    assert changed(old, generated(base)) == []
