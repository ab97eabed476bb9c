"""What the outputs keep: the order of classes, shared components, and names that are given."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from codegen.diagnostics import CodegenError
from codegen.namelock import ComponentLock, NameLock
from codegen.spec import (
    FORMAT_VERSION,
    Body,
    EnumType,
    EnumValue,
    ObjectType,
    Operation,
    Parameter,
    Property,
    Response,
    Spec,
    Type,
)
from codegen.targets import Options, relocked, render
from codegen.targets.document import written
from codegen.targets.openapi import Documents
from codegen.targets.order import class_order
from codegen.typeexpr import parse
from tests.rendered import import_package, write

OPEN = Options()


@pytest.mark.parametrize(
    ("below", "kept", "expected"),
    [
        # each class after those that it mentions, otherwise by name
        ({"A": "C", "B": "", "C": "D", "D": ""}, "", "DCAB"),
        ({"A": "B", "B": "A"}, "", "BA"),
        # what has a place keeps it, whatever it comes to mention
        ({"A": "C", "B": "", "C": ""}, "ABC", "ABC"),
        # what is new goes between what it mentions and what mentions it
        ({"A": "", "B": "", "N": "A"}, "AB", "ABN"),
        ({"A": "", "B": "N", "N": "A"}, "AB", "ANB"),
        ({"A": "N", "B": "", "N": ""}, "AB", "NAB"),
        ({"A": "N", "B": "", "N": "B"}, "AB", "ABN"),
        ({"A": "", "M": "N", "N": ""}, "A", "ANM"),
        # what is gone keeps its place
        ({"A": "", "C": ""}, "ABC", "ABC"),
    ],
)
def test_the_order_of_classes(below: dict[str, str], kept: str, expected: str) -> None:
    assert "".join(class_order({name: tuple(to) for name, to in below.items()}, kept)) == expected


def spec(*operations: Operation, types: tuple[Type, ...] = ()) -> Spec:
    return Spec(format=FORMAT_VERSION, api="x", operations=operations, types=types)


def op(id_: str, module: str, text: str = "One.", *, answer: str = "") -> Operation:
    header = Parameter(name="X-Key", location="header", type=parse("string"), description=text)
    responses = (Response(status="200", body=Body(type=parse(answer))),) if answer else ()
    return Operation(
        id=id_,
        method="GET",
        path=f"/{id_}",
        module=module,
        parameters=(header,),
        responses=responses,
    )


def after(before: NameLock, now: Spec) -> NameLock:
    """The lock of a run on `now`, as resolve and the targets leave it."""
    known = {f"{one.method} {one.path}": one.id for one in now.operations}
    lock = msgspec.structs.replace(before, operations={**before.operations, **known})
    return relocked(now, OPEN, before, lock)


def shared(lock: NameLock) -> dict[str, str]:
    return {name: one.module for name, one in lock.components.items()}


def test_what_stands_in_a_known_operation_stays_there() -> None:
    first = after(NameLock(), spec(op("a", "m")))
    assert shared(first) == {}
    then = after(first, spec(op("a", "m"), op("b", "m")))
    assert shared(then) == {}
    assert after(then, spec(op("a", "m"), op("b", "m"))) == then
    # Of new operations alone it is shared.
    both = after(first, spec(op("a", "m"), op("b", "m", "New."), op("c", "m", "New.")))
    assert shared(both) == {"parameters/XKeyHeader": "m"}


def test_what_is_shared_stays_where_it_is() -> None:
    first = after(NameLock(), spec(op("a", "m"), op("b", "m")))
    assert shared(first) == {"parameters/XKeyHeader": "m"}
    for others in ((op("a", "m"),), (op("a", "m"), op("b", "m"), op("c", "n"))):
        assert shared(after(first, spec(*others))) == {"parameters/XKeyHeader": "m"}
    # Another content is never commoner than the one that has the name.
    more = (op(id_, "m", "New.") for id_ in "cdef")
    then = after(first, spec(op("a", "m"), op("b", "m"), *more))
    assert shared(then) == {"parameters/XKeyHeader": "m", "parameters/XKeyHeaderM": "m"}


def test_what_is_shared_keeps_its_name_when_its_text_is_another() -> None:
    first = after(NameLock(), spec(op("a", "m"), op("b", "n")))
    then = after(first, spec(op("a", "m", "New."), op("b", "n", "New.")))
    assert shared(then) == shared(first) == {"parameters/XKeyHeader": "common"}
    assert then != first


def test_what_is_gone_comes_back_under_its_name() -> None:
    full = spec(op("a", "m"), op("b", "n"))
    first = after(NameLock(), full)
    between = after(first, spec(op("c", "m", "Other.")))
    assert after(between, full).components == first.components


def test_an_answer_of_several_modules_stands_with_its_type() -> None:
    types = (ObjectType(name="Thing", module="m"),)
    both = spec(op("a", "m", answer="Thing"), op("b", "n", "Two.", answer="Thing"), types=types)
    lock = after(NameLock(), both)
    assert shared(lock) == {"responses/OKThing": "m"}
    assert render(both, OPEN, lock=lock)["openapi/n.yaml"].count("m.yaml#/components/resp") == 1


def test_a_component_of_the_lock_is_used_as_it_is_named_there() -> None:
    both = spec(op("a", "m"), op("b", "m"))
    (one,) = after(NameLock(), both).components.values()
    lock = NameLock(components={"parameters/Key": ComponentLock(module="m", digest=one.digest)})
    assert '"#/components/parameters/Key"' in written(
        Documents(both, OPEN, after(lock, both)).bundle()
    )


# Python names

USER = ObjectType(
    name="User",
    module="m",
    properties=(
        Property(name="user-id", type=parse("string"), attribute="user_id_"),
        Property(name="user_id", type=parse("string"), attribute="user_id"),
        Property(name="Kind", type=parse("Kind"), presence="required"),
    ),
)
KIND = EnumType(
    name="Kind",
    module="m",
    values=(EnumValue(value="in-use", member="USED"), EnumValue(value="x")),
)


@pytest.mark.parametrize("package", ["models", "dataclass_models"])
def test_names_that_are_given_are_the_names_in_python(tmp_path: Path, package: str) -> None:
    module = import_package(write(spec(types=(USER, KIND)), tmp_path), package)
    user = module.User(user_id_="a", user_id="b", kind=module.Kind.USED)
    assert (user.user_id_, user.user_id, user.kind) == ("a", "b", "in-use")
    assert module.Kind.X == "x"
    if package == "models":
        assert user.model_dump(by_alias=True) == {"user-id": "a", "user_id": "b", "Kind": "in-use"}


@pytest.mark.parametrize("name", ["class", "a b", "_x", "model_dump", "x: int = print()\n    y"])
def test_a_name_that_is_fit_for_no_attribute_is_refused(name: str) -> None:
    prop = Property(name="a", type=parse("string"), attribute=name)
    value = EnumValue(value="a", member=name)
    types: tuple[Type, ...] = (
        ObjectType(name="T", module="m", properties=(prop,)),
        EnumType(name="T", module="m", values=(value,)),
    )
    for one in types:
        with pytest.raises(CodegenError) as caught:
            render(spec(types=(one,)), OPEN)
        assert [found.code for found in caught.value.diagnostics] == ["unsafe-output"]
