"""Hostile pages, from the pages to what an interpreter makes of the outputs.

Every payload stands in every place of a page, in both forms that pages have. All pages are of one
API, so that their names meet.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from codegen import pipeline
from codegen.escape import sentence
from codegen.pipeline import Api, Result
from codegen.spec import FORMAT_VERSION, ObjectType, Operation, Spec
from codegen.targets import Options, render
from codegen.targets.openapi import Documents
from tests import hostile

# No page can hold it: it is told in test_sources.
TEXTS = [text.replace("\0", "\ufffd") for text in hostile.PAYLOADS.values()]
CODE = TEXTS[: len(hostile.CODE)]
#: Several of one page, to be quick: in tables each has a page of its own.
TOGETHER = [" ".join(TEXTS[start : start + 5]) for start in range(len(CODE), len(TEXTS), 5)]
PAGES = (*hostile.tables(TEXTS), *hostile.outline([*CODE, *TOGETHER]))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """What is generated from all pages at once."""
    folder = tmp_path_factory.mktemp("hostile")
    for page in PAGES:
        path = folder / "docs" / page.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text, encoding="utf-8", newline="")
    return pipeline.generate(
        Api(name='x"""\r\n\u2028\\', docs=(folder / "docs",), output=folder / "out", examples=True)
    )


def test_every_page_is_read(made: Result) -> None:
    assert (made.pages, made.unrecognised) == (len(PAGES), 0)
    assert len(made.spec.operations) == len(PAGES)
    assert not [one for one in made.diagnostics if one.severity == "error"]


#: What the modules of models call, and what those call that are the same for every API.
CALLS = frozenset({"Field", "OneOf", "Operation", "Parameter", "dataclass", "field", "lazy"})
TABLE = frozenset({"globals", "isinstance", "list", "reversed", "globals().values"})
IMPORTS = frozenset(
    {"__future__", "collections.abc", "dataclasses", "datetime", "pydantic", "typing", "uuid"}
)


def modules(made: Result) -> Iterator[tuple[str, ast.Module]]:
    for path, text in made.tree.items():
        if path.endswith(".py"):
            yield path, ast.parse(text)


def test_modules_hold_nothing_that_runs(made: Result) -> None:
    """Told without the product's own check: only these statements, and calls of these names."""
    for path, tree in modules(made):
        name = path.rpartition("/")[2]
        if name in {"_base.py", "_operation.py", "__init__.py"}:
            continue
        called = CALLS | TABLE if name == "operations.py" else CALLS
        for node in ast.walk(tree):
            match node:
                case ast.Import() | ast.FunctionDef() | ast.JoinedStr() | ast.Await():
                    pytest.fail(f"{path}: {ast.unparse(node)[:99]}")
                case ast.ImportFrom(module=module, level=level):
                    assert level == 1 or module in IMPORTS, path
                case ast.Call(func=ast.Attribute(attr="model_rebuild", value=ast.Name())):
                    assert [*node.args, *node.keywords] == [], path
                case ast.Call(func=func):
                    assert ast.unparse(func) in called, path
                case ast.Lambda() if name == "operations.py":
                    assert not list(filter(_no_type, ast.walk(node.body))), path


def _no_type(node: ast.AST) -> bool:
    kinds = (ast.Name, ast.Attribute, ast.Subscript, ast.Tuple, ast.BinOp, ast.BitOr)
    return not isinstance(node, (*kinds, ast.Constant, ast.expr_context))


def test_what_no_page_decides_is_as_ever(made: Result) -> None:
    plain = Spec(
        format=FORMAT_VERSION,
        api="x",
        types=(ObjectType(name="T", module="m"),),
        operations=(Operation(id="op", method="GET", path="/", module="m"),),
    )
    usual = render(plain, Options())
    for name in ("models/_base.py", "models/_operation.py", "dataclass_models/_base.py"):
        assert made.tree[name] == usual[name]
    for name in ("models/__init__.py", "dataclass_models/__init__.py"):
        found, meant = (_without_names(ast.parse(tree[name])) for tree in (made.tree, usual))
        assert found == meant


def _without_names(tree: ast.Module) -> list[str]:
    """The statements of an entry; of those that list modules and types only the kind."""
    return [
        ast.unparse(node) if isinstance(node, ast.ImportFrom | ast.Import) else type(node).__name__
        for node in tree.body
    ]


def test_every_line_is_of_the_file_that_it_stands_in(made: Result) -> None:
    """No reader takes another character for the end of a line, or a text for an escape."""
    for path, text in made.tree.items():
        assert text.splitlines() == text.split("\n")[:-1], path
        unsafe = [char for char in set(text) if not char.isprintable()]
        assert set(unsafe) <= {"\n", "\u200c", "\u200d"} | {c for c in unsafe if _unassigned(c)}


def _unassigned(char: str) -> bool:
    import unicodedata  # noqa: PLC0415

    return unicodedata.category(char) in {"Cn", "Co", "Zs"}


#: Runs in an interpreter of its own: imports all, and sends each sample there and back.
_SCRIPT = """
import builtins, importlib, json, pkgutil, sys

out, mark = sys.argv[1:]
seen = []

def watch(event, args):
    writes = event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+")
    if writes or event.startswith(("os.system", "os.exec", "subprocess", "socket", "shutil")):
        seen.append((event, repr(args)))

sys.dont_write_bytecode = True
sys.path.insert(0, out)
import pydantic
sys.addaudithook(watch)
for name in ("models", "dataclass_models"):
    package = importlib.import_module(name)
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{name}.{module.name}")
    for one in package.__all__:
        getattr(package, one)
import models.operations as operations
table = {**operations.OPERATIONS, **operations.WEBHOOKS}
answers = []
for key, sample in json.load(sys.stdin):
    one = table[tuple(key)]
    adapter = pydantic.TypeAdapter(one.request_type)
    value = adapter.validate_json(json.dumps(sample))
    names = [item.alias or name for name, item in type(value).model_fields.items()]
    answers.append([one.path, names, json.loads(one.encode(value))])
print(json.dumps([answers, seen, hasattr(builtins, mark)]))
"""


@pytest.fixture(scope="module")
def there_and_back(made: Result, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """For each operation that has a sample: its path, the names of its request, and the sample."""
    samples = {page.name: page.sample for page in PAGES}
    asked = [
        ((one.method, one.path), samples[one.sources[0].page.partition("/")[2]])
        for one in made.spec.operations
        if one.request is not None
    ]
    empty = tmp_path_factory.mktemp("empty")
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", _SCRIPT, made.api.output, hostile.MARK],
        input=json.dumps(asked),
        cwd=empty,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert list(empty.iterdir()) == []
    answers, seen, marked = json.loads(done.stdout)
    assert (seen, marked) == ([], False)
    return [(sample, *answer) for (_, sample), answer in zip(asked, answers, strict=True)]


def test_nothing_runs_and_samples_come_back(there_and_back: list[Any]) -> None:
    assert len(there_and_back) > len(PAGES) * 0.95
    for sample, path, names, found in there_and_back:
        assert found == sample, path
        assert set(sample) <= set(names), path


def load(text: str) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are safe


def test_documents_load_as_what_was_meant(made: Result) -> None:
    options = Options(examples=True)
    for part in Documents(made.spec, options, made.lock).fragments():
        text = made.tree[f"openapi/{part.module}.yaml"]
        assert load(text) == part.document
    bundle = load(made.tree["openapi/openapi.yaml"])
    assert bundle["info"]["title"] == made.api.name
    for one in made.spec.operations:
        if one.path.startswith("/"):
            built = bundle["paths"][one.path][one.method.lower()]
            said = (one.summary or None, one.description or None)
            assert (built.get("summary"), built.get("description")) == said


def test_text_stands_in_docstrings_without_what_no_line_of_code_can_hold(made: Result) -> None:
    found: dict[str, list[str]] = {}
    for path, tree in modules(made):
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and path.startswith("models/"):
                pairs = zip(node.body, node.body[1:], strict=False)
                found[node.name] = [
                    " ".join(str(below.value.value).split())
                    for _, below in pairs
                    if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
                ]
    described = 0
    for one in made.spec.types:
        for prop in one.properties if isinstance(one, ObjectType) else ():
            if text := sentence(prop.description):
                described += 1
                assert any(doc.startswith(text) for doc in found[one.name]), prop
    assert described > len(PAGES)


def test_text_of_the_pages_is_text_of_the_documents(made: Result) -> None:
    """What a cell says stands in the description, save for blanks at line ends."""
    said = {one.path: one.description for one in made.spec.operations if not one.webhook}
    for page in hostile.tables(TEXTS):
        path = next(line for line in page.text.split("\n") if line.startswith("POST "))[5:]
        words = page.payload.split()
        assert words == [word for word in words if word in said[path]], path


def test_names_are_kept_apart(made: Result) -> None:
    for names in (
        [one.name.lower() for one in made.spec.types],
        [one.id.lower() for one in made.spec.operations],
        [path.lower() for path in made.tree],
    ):
        assert len(set(names)) == len(names)
    for path in made.tree:
        assert len(path) < 100
        assert set(path) <= set("abcdefghijklmnopqrstuvwxyz0123456789_/."), path


def test_files_are_those_of_the_plan(made: Result) -> None:
    top = made.api.output.parent
    written = {path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file()}
    outputs = {f"out/{name}" for name in (*made.tree, "spec.json", "names.lock.json")}
    assert written == outputs | {f"docs/{page.name}" for page in PAGES}
    assert not Path(hostile.MARK).exists()
