"""The outputs as a whole: typed, formatted, deterministic, and made of independent jobs."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import black
import msgspec
import pytest
from black.mode import TargetVersion
from black.report import NothingChanged
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen.escape import docstring
from codegen.spec import FORMAT_VERSION, ObjectType, Operation, Spec
from codegen.targets import Job, Options, dataclasses, render, run
from codegen.targets.layout import settled
from codegen.targets.openapi import Documents
from codegen.targets.plan import doc
from tests.rendered import import_package, write
from tests.specs_for_targets import EVERYTHING, prop
from tests.test_escape import TEXT

MODE = black.Mode(target_versions={TargetVersion.PY311})
USE = """
from models import Order, Paying, Payment, Purchase, State, Status
from models.common import Purchase as Bought
from models.orders import Means, Reference
from models.operations import OPERATIONS, create_order, delete_order, list_orders
from dataclass_models import Order as Plain, Purchase as PlainPurchase
from dataclass_models.common import Purchase as PlainBought

order = Order(id=1, note=None, lines=[], status=Status.OPEN)
body: bytes = create_order.encode(order)
orders: list[Order] = list_orders.decode(body)
nothing: None = delete_order.decode(body)
payment: Payment | None = order.payment
number: int = OPERATIONS["GET", "/orders"].path.count("/")
plain: str | None = Plain(id=1, note=None, lines=[]).note
same: tuple[Order, Bought] = Purchase(id=1, note=None, lines=[]), order
plain_too: tuple[Plain, PlainBought] = (PlainPurchase(id=1, note=None, lines=[]),) * 2
paid: tuple[Means | None, Paying | None] = payment, payment
state: tuple[State, Reference] = Status.OPEN, Reference()
reveal_type(order.created_at)
create_order.encode(orders)
Order(id="1", note=None, lines=[])
"""


@pytest.mark.parametrize("enums", ["open", "closed"])
def test_the_packages_are_typed(tmp_path: Path, enums: str) -> None:
    options = msgspec.convert({"enums": enums}, Options)
    write(EVERYTHING, tmp_path, options)
    (tmp_path / "use.py").write_text(USE, encoding="utf-8")
    packages = ("models", "dataclass_models")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull]
    result = subprocess.run(
        [*command, *packages, "use.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in result.stdout.splitlines() if ": error:" in line or "note: R" in line]
    assert [line.split(": ", 1)[0].split(":")[0] for line in lines] == ["use.py"] * 3, lines
    assert 'Revealed type is "datetime.datetime | None"' in lines[0]
    assert "[arg-type]" in lines[1]
    assert "[arg-type]" in lines[2]


#: Names that types of EVERYTHING had before, and those that they have now.
ALIASES = {
    "Means": "Payment",
    "Paying": "Payment",
    "Purchase": "Order",
    "Reference": "Link",
    "State": "Status",
}


@pytest.mark.parametrize("folder", ["models", "dataclass_models"])
@pytest.mark.parametrize("enums", ["open", "closed"])
def test_a_type_goes_by_the_names_that_it_had_before(
    tmp_path: Path, folder: str, enums: str
) -> None:
    options = msgspec.convert({"enums": enums}, Options)
    package = import_package(write(EVERYTHING, tmp_path, options), folder)
    for alias, name in ALIASES.items():
        assert getattr(package, alias) is getattr(package, name)
    assert package.__all__ == [*(one.name for one in EVERYTHING.types), *ALIASES]
    entry = (tmp_path / folder / "__init__.py").read_text(encoding="utf-8")
    assert entry.count("# Names that types had before") == 3
    for module, alias in [("common", "Purchase"), ("orders", "Reference"), ("orders", "State")]:
        found = importlib.import_module(f"{package.__name__}.{module}")
        assert getattr(found, alias) is getattr(package, ALIASES[alias])
        assert not hasattr(found, "Paying")


@pytest.mark.parametrize("folder", ["models", "dataclass_models"])
def test_a_module_stays_for_the_names_that_were_in_it(tmp_path: Path, folder: str) -> None:
    one = ObjectType(name="Now", module="common", aliases=("desk.Past",))
    desk = Operation(id="call", method="POST", path="/desk", module="desk")
    spec = Spec(format=FORMAT_VERSION, api="desk", types=(one,), operations=(desk,))
    package = import_package(write(spec, tmp_path), folder)
    module = importlib.import_module(f"{package.__name__}.desk")
    assert module.Past is package.Now
    text = (tmp_path / folder / "desk.py").read_text(encoding="utf-8")
    with pytest.raises(NothingChanged):
        black.format_file_contents(text, fast=True, mode=MODE)


def test_openapi_has_no_names_of_before() -> None:
    bare = msgspec.structs.replace(
        EVERYTHING,
        types=tuple(msgspec.structs.replace(one, aliases=()) for one in EVERYTHING.types),
    )
    with_names, without = render(EVERYTHING, Options()), render(bare, Options())
    differ = {path.partition("/")[0] for path in with_names if with_names[path] != without[path]}
    assert differ == {"models", "dataclass_models"}


@pytest.mark.parametrize("options", [Options(), Options(enums="closed")])
def test_black_changes_nothing(options: Options) -> None:
    for path, text in render(EVERYTHING, options).items():
        if path.endswith(".py"):
            with pytest.raises(NothingChanged):
                black.format_file_contents(text, fast=True, mode=MODE)


@settings(deadline=None)
@given(st.lists(TEXT, max_size=3), st.sampled_from([0, 4]), st.integers(1, 90))
def test_black_changes_no_statement_that_is_settled(
    texts: list[str], indent: int, width: int
) -> None:
    docs = [docstring(doc({"description": text}) or "x", indent) for text in texts]
    if indent:
        fields = [f"    f{number}: int = {'1' * width}" for number, _ in enumerate(docs)]
        lines = [
            part
            for pair in zip(fields, [f"    {text}" for text in docs], strict=True)
            for part in pair
        ]
        statement = "\n".join(
            ["class A(B):", *([lines.pop(1), ""] if lines else ["    pass"]), *lines]
        )
    else:
        statement = "\n".join(["a: int = 1", *docs[:1]])
    if settled(statement):
        with pytest.raises(NothingChanged):
            black.format_file_contents(f"{statement}\n", fast=True, mode=MODE)


def test_simple_statements_are_settled() -> None:
    simple = (
        'class A(B):\n    """Doc.\n\n    More, as `x`.\n    """\n\n    a: int = f("x")\n    """Ü"""'
    )
    assert settled(simple)
    assert not settled(simple.replace("int", "i" * 90))
    assert not settled(simple.replace('"x"', "'x'"))
    assert not settled(simple.replace("Doc.", "D\\\\oc."))
    assert not settled('class A(B):\n    """a\n\n      deep\n    """')


def test_the_same_spec_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "import json; from codegen.targets import Options, render;"
        "from tests.specs_for_targets import EVERYTHING;"
        "print(json.dumps(render(EVERYTHING, Options())))"
    )
    root = Path(__file__).parent.parent
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    made = render(EVERYTHING, Options())
    assert json.loads(result.stdout) == made
    assert list(made) == sorted(made)


def test_jobs_can_be_sent_to_another_process() -> None:
    def elsewhere(jobs: Iterable[Job]) -> Iterable[dict[str, str]]:
        for job in reversed(list(jobs)):
            sent = pickle.loads(pickle.dumps(job))  # noqa: S301 - our own bytes
            yield run(sent)

    assert render(EVERYTHING, Options(), elsewhere) == render(EVERYTHING, Options())


def test_a_new_type_leaves_the_other_modules_alone() -> None:
    added = ObjectType(name="Zebra", module="zoo", properties=(prop("Home", "Link"),))
    spec = msgspec.structs.replace(EVERYTHING, types=(*EVERYTHING.types, added))
    before, after = render(EVERYTHING, Options()), render(spec, Options())
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {
        "dataclass_models/__init__.py",
        "models/__init__.py",
        "openapi/openapi.yaml",
    }
    assert after.keys() - before.keys() == {
        "dataclass_models/zoo.py",
        "models/zoo.py",
        "openapi/zoo.yaml",
    }


def test_packages_without_types_are_typed(tmp_path: Path) -> None:
    operation = Operation(id="a", method="GET", path="/a", module="m")
    write(Spec(format=FORMAT_VERSION, api="x", operations=(operation,)), tmp_path)
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull]
    result = subprocess.run(
        [*command, "models", "dataclass_models"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout


def test_a_chain_of_types_may_be_long() -> None:
    count = sys.getrecursionlimit() + 100
    types = tuple(
        ObjectType(name=f"T{index}", module="m", properties=(prop("next", f"T{index + 1}"),))
        for index in range(count)
    )
    last = ObjectType(name=f"T{count}", module="m")
    spec = Spec(format=FORMAT_VERSION, api="x", types=(*types, last))
    (fragment,) = Documents(spec, Options()).fragments()
    text = dataclasses.module(fragment, Options())["dataclass_models/m.py"]
    # Each class after the one that it mentions.
    order = [int(line[7:-1]) for line in text.splitlines() if line.startswith("class T")]
    assert order == list(range(count, -1, -1))


@pytest.mark.parametrize(
    ("reason", "description", "text"),
    [
        ("Use B.", "The A.", "The A.\n\nDeprecated: Use B."),
        ("Use B.", "Deprecated: Use B. The A.", "Deprecated: Use B. The A."),
        ("Use B.", "use b. The A.", "use b. The A.\n\nDeprecated"),
        ("Deprecated, use B", "Deprecated, use B. The A.", "Deprecated, use B. The A."),
        ("Do", "Document.", "Document.\n\nDeprecated: Do"),
        ("", "Deprecated.", "Deprecated."),
        ("", "The A.", "The A.\n\nDeprecated"),
        ("Use B.", "", "Deprecated: Use B."),
    ],
)
def test_a_deprecation_is_said_once(reason: str, description: str, text: str) -> None:
    facts = {"deprecated": True, "x-deprecated": reason, "description": description}
    assert doc(facts) == text
    operation = Operation(
        id="a", method="GET", path="/a", module="m", description=description, deprecated=reason
    )
    spec = Spec(format=FORMAT_VERSION, api="x", operations=(operation,))
    tree = ast.parse(render(spec, Options())["models/operations.py"])
    docs = [
        node.value.value
        for node in tree.body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ]
    assert [inspect.cleandoc(str(found)).strip() for found in docs[1:]] == [text]


def test_the_basis_is_said_where_it_is_not_the_basis_of_the_class() -> None:
    owner = ObjectType(
        name="A",
        module="m",
        basis="sampled",
        properties=(
            prop("one", "string", basis="sampled"),
            prop("two", "string", basis="unified"),
            prop("three", "string"),
        ),
    )
    spec = Spec(format=FORMAT_VERSION, api="x", types=(owner,))
    for path in ("models/m.py", "dataclass_models/m.py"):
        docs = [line.strip() for line in render(spec, Options())[path].splitlines() if '"' in line]
        assert docs == ['"""Basis: sampled"""', '"""Basis: unified"""', '"""Basis: documented"""']
