"""Ways in that were used against generators like this one, each closed, named by what it did.

The advisories are those of FIELD-NOTES; a number behind a test is where the way was described.
"""

from __future__ import annotations

import ast
import io
import json
import keyword
import re
import subprocess
import sys
import tokenize
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import datamodel_code_generator
import pytest
import yaml
from datamodel_code_generator import GenerateConfig
from msgspec import structs

from codegen import namelock, overlay, passthrough
from codegen.diagnostics import CodegenError
from codegen.passthrough import REASONS, ModelOptions
from codegen.spec import (
    FORMAT_VERSION,
    Body,
    Constraints,
    EnumType,
    EnumValue,
    ObjectType,
    Operation,
    Parameter,
    Property,
    Response,
    Source,
    Spec,
)
from codegen.targets import Options, render
from codegen.targets.document import written
from codegen.targets.openapi import Documents
from codegen.targets.templates import folder
from codegen.typeexpr import parse
from tests.hostile import CODE, TEXT
from tests.shop import ROWS, page, write_pages

ENDS = {name: text for name, text in CODE.items() if name.endswith(", then code")}
#: Each of them in one text, where only the first one could end what it stands in.
EVERY = "\x00".join(CODE.values()).replace("\x00", "\u200b")


def spec_of(text: str) -> Spec:
    """A spec with `text` wherever a page's text goes."""
    limits = Constraints(default=text, const=text, pattern=text)
    source = Source(page=text, heading=text)
    return Spec(
        format=FORMAT_VERSION,
        api=text,
        title=text,
        types=(
            EnumType(
                name="E",
                module="m",
                description=text,
                values=(EnumValue(value=text, description=text, name=text), EnumValue(value="z")),
            ),
            ObjectType(
                name="O",
                module="m",
                description=text,
                sources=(source,),
                properties=(
                    Property(name=text, type=parse("E"), description=text, deprecated=text),
                    Property(name="fixed", type=parse("string"), constraints=limits),
                    Property(
                        name="other",
                        type=parse("string"),
                        constraints=structs.replace(limits, const=None),
                    ),
                ),
            ),
        ),
        operations=(
            Operation(
                id="op",
                method="GET",
                path=f"/{text}",
                module="m",
                summary=text,
                description=text,
                deprecated=text,
                parameters=(
                    Parameter(name=text, location="query", type=parse("E"), constraints=limits),
                    Parameter(name=text, location="header", type=parse("string")),
                ),
                request=Body(type=parse("O"), media_types=(text,), description=text),
                responses=(Response(status=text, description=text, body=Body(type=parse("O"))),),
                sources=(source,),
            ),
        ),
    )


def rendered(text: str) -> Mapping[str, str]:
    return render(spec_of(text), Options(examples=True))


def comments(text: str) -> set[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return {token.string for token in tokens if token.type == tokenize.COMMENT}


@pytest.fixture(scope="module")
def harmless() -> Mapping[str, str]:
    return rendered("a word")  # as most of the others no name of an attribute


@pytest.fixture(scope="module")
def every() -> Mapping[str, str]:
    return rendered(EVERY)


def done_by(text: str) -> set[str]:
    """What a module imports and calls, whatever its literals say."""
    nodes = list(ast.walk(ast.parse(text)))
    assert not [node for node in nodes if isinstance(node, ast.Await | ast.Yield | ast.Global)]
    called = (ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call))
    imports = (ast.unparse(n) for n in nodes if isinstance(n, ast.Import | ast.ImportFrom))
    return {*called, *imports}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_bare_cr_ends_no_comment(end: str, harmless: Mapping[str, str]) -> None:
    """CVE-2026-54621, CVE-2026-54654, CVE-2026-59860, CVE-2026-59862: nor does any other end."""
    for path, text in rendered(end).items():
        assert len(text.splitlines()) == text.count("\n"), path
        if path.endswith(".py"):
            assert comments(text) == comments(harmless[path]), path


def test_no_literal_and_no_docstring_is_left(
    every: Mapping[str, str], harmless: Mapping[str, str]
) -> None:
    """CVE-2026-105801, CVE-2020-15142: by quotes, backslashes or braces."""
    for path, text in every.items():
        if path.endswith(".py"):
            assert done_by(text) - done_by(harmless[path]) == set(), path


@pytest.mark.parametrize(
    "text",
    ['"\u200b"\u200b"; x = 1', '""\r\u200b"', "\u200b".join('"""'), '"\ufeff""', '\\\u200b"""'],
)
def test_delimiters_that_form_again_after_stripping(text: str, harmless: Mapping[str, str]) -> None:
    """CVE-2026-105796."""
    for path, made in rendered(f"a{text}\nimport os\n{text}").items():
        if path.endswith(".py"):
            assert done_by(made) - done_by(harmless[path]) == set(), path


@pytest.mark.parametrize("text", [CODE["a call"], CODE["a factory"], "lambda: 1", "[]", "list"])
def test_default_value_is_no_code(text: str) -> None:
    """CVE-2026-54653: a default stays in the document, as text."""
    made = rendered(text)
    for path in ("models/m.py", "dataclass_models/m.py"):
        tree = ast.parse(made[path])
        fields = [node for node in ast.walk(tree) if isinstance(node, ast.AnnAssign) and node.value]
        for node in fields:
            match node.value:
                case ast.Constant(value=None):
                    pass
                case ast.Call(func=ast.Name(id="field"), keywords=keywords):
                    assert {word.arg for word in keywords} <= {"default", "metadata"}
                case _:
                    pytest.fail(ast.unparse(node))
    schema = yaml.safe_load(made["openapi/m.yaml"])["components"]["schemas"]["O"]
    assert schema["properties"]["other"]["default"] == text


TEXTS = (*CODE.values(), *TEXT.values())


def test_keys_names_and_values_are_literals() -> None:
    """CVE-2026-41134, CVE-2026-54664, CVE-2026-24132, CVE-2026-23947, CVE-2026-25141.

    And paths: CVE-2026-54662, GHSA-w284-33mx-6g9v.
    """
    values = tuple(EnumValue(value=text, description=text) for text in TEXTS)
    properties = tuple(
        Property(
            name=text, type=parse("string"), nullable=False, constraints=Constraints(const=text)
        )
        for text in TEXTS
    )
    operations = tuple(
        Operation(
            id=f"op_{number}",
            method="GET",
            path=f"/{text}",
            module="m",
            parameters=(Parameter(name=text, location="query", type=parse("E")),),
        )
        for number, text in enumerate(TEXTS)
    )
    spec = Spec(
        format=FORMAT_VERSION,
        api="x",
        types=(
            EnumType(name="E", module="m", values=values),
            ObjectType(name="O", module="m", properties=properties),
        ),
        operations=operations,
    )
    (part,) = Documents(spec, Options()).fragments()
    assert yaml.safe_load(written(part.document)) == part.document
    made = render(spec, Options())
    for path in ("models/m.py", "dataclass_models/m.py", "models/operations.py"):
        nodes = ast.walk(ast.parse(made[path]))
        found = {node.value for node in nodes if isinstance(node, ast.Constant)}
        assert set(TEXTS) <= found
    assert {f"/{text}" for text in TEXTS} <= found


BAD_NAMES = ("os\nimport os", "os; import os", "a b", "x\r", "x\u2028", "../x", "x.y", "", "con\n")


@pytest.mark.parametrize("name", BAD_NAMES)
def test_import_takes_no_newline(name: str) -> None:
    """CVE-2026-55415, CVE-2026-63720: nor anything else that is no identifier."""
    good = spec_of("word")
    for spec in (
        structs.replace(good, types=(ObjectType(name=name, module="m"),)),
        structs.replace(good, types=(*good.types, ObjectType(name="P", module=name))),
        structs.replace(good, operations=(structs.replace(good.operations[0], module=name),)),
        structs.replace(good, operations=(structs.replace(good.operations[0], id=name),)),
    ):
        with pytest.raises(CodegenError, match="unsafe-output"):
            render(spec, Options())


@pytest.mark.parametrize(
    "value", ["os", "os.x\nimport os", "os.system('x')", "a.b;c", "a.class", "a..b", "a.b as c"]
)
def test_base_class_is_a_path_and_no_code(value: str) -> None:
    """GHSA-m34r-v34r-rf9q."""
    assert list(passthrough.problems({"base-class": value}))
    options = Options(model_options=ModelOptions(base_class=value))
    with pytest.raises(CodegenError, match="unsafe-output"):
        render(spec_of("word"), options)


def test_decorator_takes_no_text() -> None:
    """CVE-2026-54656: only names that are known there, and truth values."""
    table = {"dataclass-arguments": {"eq=print()": True, "repr": "print()", "slots": True}}
    found = [problem.keys for problem in passthrough.problems(table)]
    assert found == [("dataclass-arguments", "eq=print()"), ("dataclass-arguments", "repr")]


def test_no_server_comes_from_the_pages(every: Mapping[str, str]) -> None:
    """CVE-2026-54662: no address of a page is one that a client would call."""
    for path, text in every.items():
        if path.startswith("openapi/"):
            assert "servers" not in yaml.safe_load(text)


def test_file_name_is_no_code(tmp_path: Path) -> None:
    """datamodel-code-generator #2428: of a page, and of a folder of pages."""
    from codegen import pipeline  # noqa: PLC0415

    names = [f"a{end}import os{end}b" for end in ("\n", "\r", "\x85", "\u2028", "\x0c", "\x0b")]
    names += [
        '"""',
        "'''",
        "\\",
        "{{ 7 }}",
        "{% x %}",
        "# x",
        "\u202ex",
        "x" * 240,
        "-",
        "__init__",
    ]
    pages = {f"{name}/{name}.md": page(f"I{n}", f"I{n}") for n, name in enumerate(names)}
    docs = write_pages(tmp_path / "docs", dict(pages))
    made = pipeline.build(pipeline.Api(name="shop", docs=(docs,), output=tmp_path / "out"))
    assert len(made.spec.operations) == len(names)
    for path, text in made.tree.items():
        assert len(text.splitlines()) == text.count("\n"), path
        if path.endswith(".py"):
            assert "import os" not in done_by(text)
            assert "import os" not in "".join(comments(text))


def test_local_files_and_the_network_are_left_alone(tmp_path: Path) -> None:
    """CVE-2026-55389, CVE-2026-55390; CVE-2026-54690, CVE-2026-54691, CVE-2026-55391, ..."""
    secret = tmp_path / "secret.yaml"
    secret.write_text("type: object\nproperties: {leaked: {type: string}}\n")
    refs = (secret.as_uri(), "../secret.yaml#/", "http://127.0.0.1:1/x.yaml", "//127.0.0.1/x")
    rows = "".join(f"| $ref | string | `{ref}` |\n| {ref} | string | x |\n" for ref in refs)
    sample = json.dumps({"$ref": refs[0], "Id": {"$ref": refs[1]}, "$include": refs[2]})
    text = page(rows=ROWS + rows, sample=sample) + "".join(
        f"\n[x]({ref}) ![x]({ref}) <{ref}>\n\n[!INCLUDE [x]({ref})]\n\n{{% include '{ref}' %}}\n"
        for ref in refs
    )
    docs = write_pages(tmp_path / "docs", {"a.md": text})
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, docs, tmp_path / "out"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[1],
    )
    assert done.returncode == 0, done.stderr[-2000:]
    opened, events = json.loads(done.stdout)
    assert events == []
    assert secret.as_posix() not in opened
    assert "leaked" not in "".join(path.read_text() for path in (tmp_path / "out").rglob("*.py"))


_WATCHED = """
import json, sys
from pathlib import Path
opened, events = [], []

def watch(event, args):
    if event == "open":
        opened.append(str(Path(args[0]).resolve()) if isinstance(args[0], str) else "")
    elif event.startswith(("socket.", "urllib", "http", "ftplib", "subprocess", "os.system")):
        events.append([event, repr(args)])

sys.addaudithook(watch)
from codegen import pipeline
docs, output = map(Path, sys.argv[1:])
pipeline.generate(pipeline.Api(name="shop", docs=(docs,), output=output))
print(json.dumps([opened, events]))
"""


def test_text_is_no_template() -> None:
    """CVE-2025-27516; datamodel-code-generator #3763, #3765, #3766."""
    made = rendered("{{ 6*7 }} {% raw %} {# x #} {{ x|attr('format') }}")
    for path, text in made.items():
        assert "42" not in text, path
    document = yaml.safe_load(made["openapi/m.yaml"])
    assert document["info"]["title"] == "{{ 6*7 }} {% raw %} {# x #} {{ x|attr('format') }}"


def test_title_of_the_first_line_is_no_encoding() -> None:
    """PEP 263: a comment in one of the first two lines says how a file is to be decoded."""
    for text in (CODE["an encoding"], CODE["an encoding alone"]):
        for path, made in rendered(text).items():
            if path.endswith(".py"):
                encoding, _ = tokenize.detect_encoding(io.BytesIO(made.encode()).readline)
                assert encoding == "utf-8", path


# What the generator of the classes is given


def test_the_class_generator_gets_no_text_and_no_reference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[dict[str, Any], GenerateConfig]] = []
    actual: Callable[..., object] = vars(datamodel_code_generator)["generate"]

    def spy(view: dict[str, Any], *, config: GenerateConfig) -> object:
        asked.append((view, config))
        return actual(view, config=config)

    monkeypatch.setattr(datamodel_code_generator, "generate", spy)
    render(spec_of("hostile/../x.yaml#/y {{ z }}"), Options())
    assert len(asked) == 2
    for view, config in asked:
        text = json.dumps(view)
        assert "hostile" not in text
        assert "$ref" not in text
        # All types elsewhere go by the names of classes in a module: no file is looked for.
        types = re.findall(r'"customTypePath": "([^"]*)"', text)
        assert types
        python = {"datetime.date", "datetime.datetime", "datetime.time", "uuid.UUID"}
        assert all(re.fullmatch(r"others\.Other\d+", type_) or type_ in python for type_ in types)
        assert not config.external_ref_mapping
        assert config.allow_remote_refs is False
        assert config.custom_template_dir is not None
        assert config.custom_template_dir.parent == folder()
        for option in DANGEROUS:
            if option not in _OURS:
                assert not getattr(config, option), option


#: Those that say where the templates are, and what goes into them as finished literals.
_OURS = {"custom_template_dir", "extra_template_data"}

#: Options of the class generator that put text into a module, or read or run something.
DANGEROUS = (
    "additional_imports",
    "allow_remote_refs",
    "base_class_map",
    "class_decorators",
    "custom_class_name_generator",
    "custom_file_header",
    "custom_file_header_path",
    "custom_formatters",
    "custom_formatters_kwargs",
    "custom_template_dir",
    "default_value_overrides",
    "extra_template_data",
    "formatters",
    "http_headers",
    "http_local_ref_path",
    "import_overrides",
    "type_mappings",
    "type_overrides",
    "validators",
)


def test_no_option_that_could_run_something_passes() -> None:
    passed = {one.name for one in structs.fields(ModelOptions)}
    assert not passed & set(DANGEROUS)
    assert set(DANGEROUS) <= set(REASONS)
    for option in DANGEROUS:
        for key in (option, option.replace("_", "-")):
            (problem,) = passthrough.problems({key: "x"})
            assert "does not pass" in problem.message


def test_options_of_code_are_checked_like_those_of_a_file() -> None:
    hostile = ModelOptions(base_class="a.b\nimport os", dataclass_arguments=(("x()", True),))
    keys = {problem.keys for problem in passthrough.misfits(hostile)}
    assert keys == {("base-class",), ("dataclass-arguments", "x()")}
    assert not list(passthrough.misfits(ModelOptions(base_class="a.b.C", use_frozen_field=True)))


# Names that users give


def refused(load: Callable[[], object], code: str) -> bool:
    """Whether it is refused, with findings of that code alone."""
    try:
        load()
    except CodegenError as error:
        return {one.code for one in error.diagnostics} == {code}
    return False


def test_names_of_the_lock_are_names() -> None:
    """No text becomes a class, an attribute, a module or a constant by the way of the lock."""
    for text in TEXTS:
        for kept in (
            {"types": {text: {"module": "m"}}},
            {"types": {"T": {"module": "m", "members": {"x": text}}}},
            {"types": {"T": {"module": text}}},
            {"modules": {"G": text}},
            {"operations": {"GET /": text}},
            {"components": {"parameters/P": {"module": text, "digest": ""}}},
        ):
            data = json.dumps({"format": 1, **kept}).encode()
            fit = text.isidentifier() and not keyword.iskeyword(text)
            assert fit or refused(partial(namelock.loads, data), "invalid-lock"), (text, kept)


def test_names_of_the_overlay_are_names() -> None:
    for text in TEXTS:
        for target in ("Order", "Order.Name", "GET /orders"):
            entry = f"- target: {target}\n  name: {json.dumps(text)}\n  reason: x\n"
            assert text.isidentifier() or refused(partial(overlay.loads, entry), "invalid-overlay")
    assert overlay.loads("- target: Order\n  name: Purchase\n  reason: x\n").entries
