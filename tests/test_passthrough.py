"""Options of datamodel-code-generator: what they change, and what they leave as it was."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pydantic
import pytest
from datamodel_code_generator import GenerateConfig
from mashumaro.codecs.json import JSONDecoder, JSONEncoder

from codegen.passthrough import REASONS, ModelOptions, problems, read
from codegen.spec import FORMAT_VERSION, ObjectType, Property, Spec
from codegen.targets import Options, render
from codegen.typeexpr import parse
from tests.rendered import import_package, write
from tests.specs_for_targets import EVERYTHING, prop
from tests.test_targets_dataclasses import FULL, Wire

FLAG = "must be true or false"
CLASS = 'must be the path of a class, such as "package.module.Class"'
ALWAYS = "is always true: fields keep the order of the pages, and are set by name"


@pytest.mark.parametrize(
    ("table", "keys", "message", "hint"),
    [
        ({"use-frozen-field": 1}, ["use-frozen-field"], FLAG, ""),
        ({"use_frozen_field": True}, ["use_frozen_field"], "unknown key", "'use-frozen-field'"),
        ({"Frozen-Dataclass": True}, ["Frozen-Dataclass"], "unknown key", "'frozen-dataclasses'"),
        ({"zzz": True}, ["zzz"], "unknown key", "known keys: base-class, dataclass-arguments, "),
        ({"base-class": "Base"}, ["base-class"], CLASS, ""),
        ({"base-class": ".base.Base"}, ["base-class"], CLASS, ""),
        ({"base-class": "a.class.B"}, ["base-class"], CLASS, ""),
        ({"base-class": "a.B\nimport os"}, ["base-class"], CLASS, ""),
        ({"base-class": ["a.B"]}, ["base-class"], CLASS, ""),
        ({"dataclass-arguments": True}, ["dataclass-arguments"], "must be a table of", ""),
        ({"dataclass-arguments": {"init": False}}, ["dataclass-arguments", "init"], ALWAYS, ""),
        ({"dataclass-arguments": {"eq": 0}}, ["dataclass-arguments", "eq"], FLAG, ""),
        (
            {"dataclass-arguments": {"ordered": True}},
            ["dataclass-arguments", "ordered"],
            "unknown key",
            "did you mean 'order'?",
        ),
        (
            {"dataclass-arguments": {"order": True, "eq": False}},
            ["dataclass-arguments", "order"],
            "needs eq",
            "",
        ),
        (
            {"target-pydantic-version": 2.11},
            ["target-pydantic-version"],
            "must be one of 2, 2.11, 2.12, 2.14, not 2.11",
            "it is a text",
        ),
        (
            {"snake-case-field": True},
            ["snake-case-field"],
            "does not pass: the spec decides every name",
            "options that pass: base-class, ",
        ),
        (
            {"use_annotated": True},
            ["use_annotated"],
            "does not pass: it is always so",
            "options that pass: base-class, ",
        ),
        (
            {"use-serialize-as-any": True},
            ["use-serialize-as-any"],
            "does not pass: it is not known to keep what the models promise",
            "options that pass: base-class, ",
        ),
    ],
)
def test_a_problem(table: dict[str, object], keys: list[str], message: str, hint: str) -> None:
    (found,) = problems(table)
    assert list(found.keys) == keys
    assert found.message.startswith(message)
    assert hint in found.hint


def test_every_option_passes_or_is_refused_with_a_reason() -> None:
    passing = set(ModelOptions.__struct_fields__)
    theirs = set(GenerateConfig.model_fields)
    assert passing <= theirs
    assert REASONS.keys() <= theirs
    assert not passing & REASONS.keys()
    for name in theirs - passing:
        (found,) = problems({name.replace("_", "-"): True})
        assert found.message.startswith("does not pass: ")


def test_options_are_read() -> None:
    table = {
        "base-class": "shop.base.Model",
        "dataclass-arguments": {"order": True, "repr": False},
        "target-pydantic-version": "2.11",
        "use-frozen-field": True,
    }
    assert not list(problems(table))
    assert read(table) == ModelOptions(
        base_class="shop.base.Model",
        dataclass_arguments=(("order", True), ("repr", False)),
        target_pydantic_version="2.11",
        use_frozen_field=True,
    )
    assert read({}) == ModelOptions()


#: An option, and what it adds to and takes from the files that are not named in the key.
CHANGES: dict[str, tuple[ModelOptions, str, str]] = {
    "frozen models": (ModelOptions(enable_faux_immutability=True), "        frozen=True,\n", ""),
    "docstrings": (
        ModelOptions(use_attribute_docstrings=True),
        "        use_attribute_docstrings=True,\n",
        "",
    ),
    "newer pydantic": (
        ModelOptions(target_pydantic_version="2.11"),
        "        validate_by_name=True,\n",
        "        populate_by_name=True,\n",
    ),
    "frozen fields": (
        ModelOptions(use_frozen_field=True),
        "    id: Annotated[int, Field(frozen=True)]\n",
        "    id: int\n",
    ),
    "frozen dataclasses": (
        ModelOptions(frozen_dataclasses=True),
        "@dataclass(frozen=True, kw_only=True, slots=True)\n",
        "@dataclass(kw_only=True, slots=True)\n",
    ),
    "arguments of dataclasses": (
        ModelOptions(dataclass_arguments=(("slots", False), ("eq", False))),
        "@dataclass(eq=False, kw_only=True, slots=False)\n",
        "@dataclass(kw_only=True, slots=True)\n",
    ),
}


@pytest.fixture(scope="module")
def plain() -> dict[str, str]:
    return render(EVERYTHING, Options())


@pytest.mark.parametrize("name", CHANGES)
def test_an_option_changes_what_it_says_and_nothing_else(name: str, plain: dict[str, str]) -> None:
    options, added, removed = CHANGES[name]
    made = render(EVERYTHING, Options(model_options=options))
    assert made.keys() == plain.keys()
    lines = {path: set(text.splitlines(keepends=True)) for path, text in made.items()}
    before = {path: set(text.splitlines(keepends=True)) for path, text in plain.items()}
    differing = [path for path in made if made[path] != plain[path]]
    more = set().union(*(lines[path] - before[path] for path in differing))
    less = set().union(*(before[path] - lines[path] for path in differing))
    assert more == set(added.splitlines(keepends=True))
    assert less == set(removed.splitlines(keepends=True))


def test_attributes_of_a_base_class_keep_their_wire_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "traced.py").write_text(BASE + "    trace_id: str | None = None\n")
    monkeypatch.syspath_prepend(tmp_path)
    options = Options(model_options=ModelOptions(base_class="traced.Model"))
    models: Any = import_package(write(EVERYTHING, tmp_path, options), "models")
    line = models.Line(text="x", trace_id="y")
    assert line.lines_of() > 0
    assert line.model_dump(by_alias=True, exclude_unset=True) == {"Text": "x", "trace_id": "y"}
    text = (tmp_path / "models/orders.py").read_text("utf-8")
    assert "PascalModel" not in text
    assert 'text: Annotated[str | None, Field(alias="Text")] = None' in text


def test_the_rule_of_a_base_class_is_for_its_own_wire_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = "    model_config = {'alias_generator': str.upper}\n    trace_id: int = 0\n"
    (tmp_path / "ruled.py").write_text(BASE + rule)
    monkeypatch.syspath_prepend(tmp_path)
    one = ObjectType(
        name="O", module="m", properties=(prop("start_date", "string"), prop("Id", "int32"))
    )
    spec = Spec(format=FORMAT_VERSION, api="x", types=(one,))
    options = Options(model_options=ModelOptions(base_class="ruled.Model"))
    models: Any = import_package(write(spec, tmp_path, options), "models")
    data = {"start_date": "x", "Id": 1, "TRACE_ID": 2}
    read = models.O.model_validate(data)
    assert read.model_extra == {}
    assert read.model_dump(by_alias=True, exclude_unset=True) == data


ALL = ModelOptions(
    base_class="shop_base.Model",
    dataclass_arguments=(("order", True), ("repr", False)),
    enable_faux_immutability=True,
    frozen_dataclasses=True,
    target_pydantic_version="2.11",
    use_attribute_docstrings=True,
    use_frozen_field=True,
    use_generic_container_types=True,
)
BASE = """
import pydantic


class Model(pydantic.BaseModel):
    def lines_of(self) -> int:
        return len(self.model_dump_json().split())
"""
USE = """
from collections.abc import Mapping, Sequence
from models import Order
from models.operations import create_order
from dataclass_models import Line, Order as Plain

order = Order(id=1, note=None, lines=())
number: int = order.lines_of()
counts: Mapping[str, int] | None = order.counts
lines: Sequence[Line] = Plain(id=1, note=None, lines=(Line(),)).lines
body: bytes = create_order.encode(order)
Plain(id=1, note=None, lines=()).id = 2
"""


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("everything")
    (folder / "shop_base.py").write_text(BASE)
    return write(EVERYTHING, folder, Options(model_options=ALL))


def test_the_packages_are_typed(everything: Path) -> None:
    (everything / "use.py").write_text(USE)
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull]
    result = subprocess.run(
        [*command, "models", "dataclass_models", "use.py"],
        cwd=everything,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in result.stdout.splitlines() if ": error:" in line]
    assert [line.split(":")[0] for line in lines] == ["use.py"], lines
    assert 'Property "id" defined in "Order" is read-only' in lines[0]


def test_models_read_and_write_as_before(everything: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(everything)
    models: Any = import_package(everything, "models")
    order = models.Order.model_validate_json(json.dumps(FULL))
    text = order.model_dump_json(by_alias=True, exclude_unset=True)
    assert json.loads(text.replace("00Z", "00+00:00")) == FULL
    assert order.lines_of() > 0
    assert models.Order(id=1, note=None, lines=[]).id == 1
    with pytest.raises(pydantic.ValidationError, match="frozen"):
        order.note = "x"
    described = models.Order.model_json_schema()["properties"]
    assert any("description" in one for one in described.values())
    with pytest.raises(pydantic.ValidationError):
        models.Order.model_validate(FULL | {"Id": "1"})


def test_dataclasses_read_and_write_as_before(everything: Path) -> None:
    package: Any = import_package(everything, "dataclass_models")
    order = JSONDecoder(package.Order, default_dialect=Wire).decode(json.dumps(FULL))
    text = JSONEncoder(package.Order, default_dialect=Wire).encode(order)
    assert json.loads(text) == FULL
    with pytest.raises(dataclasses.FrozenInstanceError):
        order.id = 2


def test_read_only_properties_alone_are_frozen(tmp_path: Path) -> None:
    options = Options(model_options=ModelOptions(use_frozen_field=True))
    models: Any = import_package(write(EVERYTHING, tmp_path, options), "models")
    order = models.Order(id=1, note=None, lines=[])
    order.note = "x"
    with pytest.raises(pydantic.ValidationError, match="frozen"):
        order.id = 2


def test_a_type_with_the_name_of_a_container(tmp_path: Path) -> None:
    properties = (Property(name="Items", type=parse("array<Mapping>")),)
    types = (ObjectType(name="Mapping", module="m", properties=properties),)
    spec = Spec(format=FORMAT_VERSION, api="x", types=types)
    write(spec, tmp_path)
    chosen = Options(model_options=ModelOptions(use_generic_container_types=True))
    with pytest.raises(Exception, match="rename them in the overlay"):
        write(spec, tmp_path, chosen)
