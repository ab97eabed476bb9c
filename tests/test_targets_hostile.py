"""Text of a page that wants to be code: it stays text, or nothing gets out."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

from codegen.diagnostics import CodegenError
from codegen.escape import clean
from codegen.naming import enum_members, field_names
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
    SecurityScheme,
    Source,
    Spec,
    UnionType,
    Variant,
)
from codegen.targets import Options, operations, render
from codegen.targets.document import written as yaml_of
from codegen.targets.openapi import Documents
from codegen.targets.plan import Field, plan
from codegen.targets.shape import Form, Stated, check, check_titled
from codegen.targets.wirenames import RULES, alias_of
from codegen.typeexpr import parse
from tests.rendered import import_package, write
from tests.test_escape import TRAPS

PAYLOADS = (
    '"""\nimport os; os.system("touch PWNED")\n"""',
    'x"); open("PWNED", "w").close(); ("',
    "x'); open('PWNED', 'w').close(); ('",
    "x\nopen('PWNED', 'w')",
    "x\ropen('PWNED', 'w')",
    "x\x85open('PWNED', 'w')",
    "x\u2028open('PWNED', 'w')",
    "\\",
    '\\"',
    '"""""',
    "{{ cycler.__init__.__globals__.os.system('touch PWNED') }}",
    "{% include '/etc/passwd' %}",
    "{__import__('os').system('touch PWNED')}",
    "#} {# ",
    "*/ /* */",
    "../../etc/passwd",
    "$ref",
    "__class__",
    "__init__",
    "__pydantic_validator__",
    "model_config",
    "model_fields",
    "self",
    "cls",
    "class",
    "None",
    "Field",
    "BaseModel",
    "datetime",
    "int",
    "str",
    "list",
    "Any",
    "name",
    "value",
    "mro",
    "_missing_",
    "_value_",
    "",
    " ",
    "ß",
    "日本語",
    "1st",
    "-",
    "a-b",
    "a_b",
    "a b",
)
# Surrogates cannot be in a spec: neither its file nor the pages can hold them.
TEXT = st.one_of(
    st.sampled_from([text for text in (*TRAPS, *PAYLOADS) if "\ud800" not in text]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)
TYPES = st.sampled_from(
    ["string", "int32", "date-time", "any", "object", "E", "U", "O", "array<E>", "map<U>", "E | O"]
)


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    """A spec with arbitrary text wherever a page's text goes."""
    source = Source(page=draw(TEXT), heading=draw(TEXT))
    names = draw(st.lists(TEXT, max_size=4, unique=True))
    discriminator = draw(TEXT)
    number = draw(st.integers(-5, 5))
    properties = tuple(
        Property(
            name=name,
            type=parse(draw(TYPES)),
            presence=draw(st.sampled_from([None, "required", "optional"])),
            nullable=draw(st.sampled_from([None, True, False])),
            deprecated=draw(st.none() | TEXT),
            description=draw(TEXT),
            constraints=Constraints(default=draw(TEXT), pattern=draw(TEXT), const=draw(TEXT)),
        )
        for name in names
    )
    values = draw(st.lists(TEXT, max_size=4, unique=True))
    listed = tuple(EnumValue(value=value, description=draw(TEXT)) for value in values)
    variants = (Variant(type="O", values=tuple(values)), Variant(type="P", values=(draw(TEXT),)))
    body = Body(type=parse(draw(TYPES)), media_types=(draw(TEXT),), description=draw(TEXT))
    return Spec(
        format=FORMAT_VERSION,
        api=draw(TEXT),
        title=draw(TEXT),
        security_schemes=(
            SecurityScheme(name=draw(TEXT), kind="http", scheme=draw(TEXT), description=draw(TEXT)),
        ),
        types=(
            EnumType(name="E", module="m", values=listed, description=draw(TEXT)),
            EnumType(name="N", module="m", scalar="integer", values=(EnumValue(value=number),)),
            ObjectType(
                name="O",
                module="m",
                description=draw(TEXT),
                properties=properties,
                sources=(source,),
            ),
            ObjectType(name="P", module="common"),
            UnionType(
                name="U",
                module="m",
                discriminator=discriminator,
                variants=variants,
                description=draw(TEXT),
            ),
        ),
        operations=(
            Operation(
                id="op",
                method="POST",
                path=draw(TEXT),
                module="m",
                summary=draw(TEXT),
                description=draw(TEXT),
                deprecated=draw(st.none() | TEXT),
                parameters=(
                    Parameter(
                        name=draw(TEXT),
                        location=draw(st.sampled_from(["query", "header"])),
                        type=parse("string"),
                        description=draw(TEXT),
                    ),
                ),
                request=body,
                responses=(Response(status=draw(TEXT), description=draw(TEXT), body=body),),
                sources=(source,),
            ),
        ),
    )


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(specs())
def test_any_text_anywhere_stays_text(spec: Spec) -> None:
    enum, _, owner, _, _ = spec.types
    assert isinstance(enum, EnumType)
    assert isinstance(owner, ObjectType)
    with tempfile.TemporaryDirectory() as name:
        folder = write(spec, Path(name))
        package = import_package(folder, "models")
        plain = import_package(folder, "dataclass_models")
        model = package.O
        wires = [item.name for item in owner.properties]
        attributes = field_names([*wires, *_added(spec, wires)])
        fields = model.model_fields.items()
        aliases = {name if item.alias is None else item.alias: name for name, item in fields}
        assert aliases == attributes
        slots = {
            field.metadata.get("alias", attribute): attribute
            for attribute, field in plain.O.__dataclass_fields__.items()
        }
        assert slots == attributes
        text = clean(owner.description)
        # The indent of a docstring's lines depends on all that stand below the first.
        assert " ".join((model.__doc__ or "").split()).startswith(" ".join(text.split()))
        if enum.values:
            values = [item.value for item in enum.values]
            names = enum_members(values)
            for kind in (package.E, plain.E):
                assert {item.name: item.value for item in kind} == {names[v]: v for v in values}
        assert package.U is not None
        assert import_module(f"{package.__name__}.operations").op.path == spec.operations[0].path
        assert not Path("PWNED").exists()
        for path in (folder / "openapi").glob("*.yaml"):
            document = yaml.safe_load(path.read_text(encoding="utf-8"))
            assert document["info"]["title"] == (spec.title or spec.api)


def _added(spec: Spec, wires: list[str]) -> list[str]:
    """The discriminator, where the page of the variant does not list it."""
    unions = [item for item in spec.types if isinstance(item, UnionType)]
    found = [item.discriminator for item in unions if item.discriminator is not None]
    return [name for name in found if name not in wires]


def _one_type(**facts: object) -> Spec:
    owner = ObjectType(name="O", module="m", **facts)  # type: ignore[arg-type]
    return Spec(format=FORMAT_VERSION, api="x", types=(owner,))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_known_ways_in(payload: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Docstrings, wire names, defaults, enum values and their descriptions, paths, titles."""
    monkeypatch.chdir(tmp_path)
    constraints = Constraints(default=payload, const=payload, pattern=payload)
    properties = (
        Property(name=payload, type=parse("E"), description=payload, constraints=constraints),
        Property(name="other", type=parse("U"), deprecated=payload),
        Property(name="fixed", type=parse("string"), nullable=False, constraints=constraints),
    )
    parameter = Parameter(name=payload, location="query", type=parse("E"), constraints=constraints)
    spec = Spec(
        format=FORMAT_VERSION,
        api="x",
        title=payload,
        types=(
            EnumType(
                name="E",
                module="m",
                values=(EnumValue(value=payload, description=payload), EnumValue(value="z")),
            ),
            ObjectType(name="O", module="m", description=payload, properties=properties),
            UnionType(
                name="U",
                module="m",
                discriminator=payload,
                variants=(Variant(type="O", values=(payload,)),),
            ),
        ),
        operations=(
            Operation(
                id="op",
                method="GET",
                path=payload,
                module="m",
                summary=payload,
                parameters=(parameter,),
                responses=(Response(status="200", description=payload),),
            ),
        ),
    )
    for options in (Options(), Options(enums="closed")):
        write(spec, tmp_path, options)
        package = import_package(tmp_path, "models")
        plain = import_package(tmp_path, "dataclass_models")
        assert [item.value for item in package.E] == [payload, "z"]
        assert [item.value for item in plain.E] == [payload, "z"]
        data = {payload: payload, "other": {payload: payload}}
        model = package.O.model_validate(data)
        assert model.model_dump(mode="json", by_alias=True, exclude_unset=True) == data
        assert import_module(f"{package.__name__}.operations").op.path == payload
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["dataclass_models", "models", "openapi"]


@pytest.mark.parametrize("options", [Options(), Options(enums="closed")])
def test_odd_paths_give_valid_documents(options: Options) -> None:
    paths = (
        "",
        "a",
        "/a?b={c}&d={e}",
        "/{x}/{x}",
        "/{",
        "/}{",
        "/a b/{c d}",
        "/ü#f",
        "/" + "x" * 1500,
    )
    operations = tuple(
        Operation(id=f"op_{index}", method="GET", path=path, module="m")
        for index, path in enumerate((*paths, *paths))
    )
    spec = Spec(format=FORMAT_VERSION, api="x", operations=operations)
    (fragment,) = [part for part in Documents(spec, options).fragments() if part.module == "m"]
    document = yaml.safe_load(render(spec, options)["openapi/openapi.yaml"])
    validate(document)
    assert len(document["paths"]) == len(operations)
    assert yaml.safe_load(yaml_of(fragment.document)) == fragment.document


def test_file_names_are_the_modules_of_the_spec() -> None:
    spec = _one_type(description="../../x", sources=(Source(page="../../etc/passwd"),))
    assert sorted(render(spec, Options())) == [
        "dataclass_models/__init__.py",
        "dataclass_models/_base.py",
        "dataclass_models/m.py",
        "models/__init__.py",
        "models/_base.py",
        "models/_operation.py",
        "models/m.py",
        "models/operations.py",
        "openapi/m.yaml",
        "openapi/openapi.yaml",
    ]


MEANT = """from __future__ import annotations
from pydantic import Field
from typing import Annotated
from ._base import BaseModel

class O(BaseModel):
    \"\"\"Doc.\"\"\"

    a: Annotated[str | None, Field(alias="A")] = None
"""


def _aliased(field: Field, rule: str) -> Stated:
    alias = alias_of(field, rule)
    return Stated(arguments={} if alias is None else {"alias": alias})


FORM = Form(
    imports={"Annotated": "typing", "Field": "pydantic", "BaseModel": "._base"},
    base="BaseModel",
    decorator={},
    call="Field",
    annotated=True,
    rules={},
    stated=_aliased,
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("class O", "import os\n\nclass O"),
        ("class O", "from os import system\n\nclass O"),
        ("class O", "from pydantic import create_model\n\nclass O"),
        ("class O", "from typing import Field\n\nclass O"),
        ("import Field", "import Field as Annotated"),
        ("class O", 'print("x")\n\nclass O'),
        ("class O", "x = 1\n\nclass O"),
        ("class O", "@print\nclass O"),
        ("class O", '"""text"""\nclass O'),
        ("class O(BaseModel)", "class P(BaseModel)"),
        ("(BaseModel)", "(BaseModel, print)"),
        ("(BaseModel)", "(BaseModel, metaclass=print)"),
        ("(BaseModel)", "(print())"),
        ('"A"', '"B"'),
        ("    a:", "    b:"),
        ("Doc.", "Dog."),
        (" = None", ' = print("x")'),
        (" = None", " = [print for _ in ()]"),
        ("str | None,", "str | print(1),"),
        ("str | None,", "(lambda: str),"),
        ("str | None,", '"print(1)",'),
        ("str | None,", '"print",'),
        ("str | None,", 'list["print()"],'),
        ("str | None,", "\"list['print()']\","),
        ("str | None,", '"lambda: 1",'),
        ("str | None,", '"1 + ",'),
        ('alias="A"', 'alias="A", default_factory=print'),
        ('alias="A"', 'alias="A", ge=1'),
        ('Field(alias="A")', 'Field("A")'),
        ("str | None,", "BaseModel | None,"),
        ("str | None,", "O | None,"),
        ("str | None,", 'Literal["x"] | None,'),
        ("str | None,", "list[1] | None,"),
        ("str | None,", "str if None else str,"),
        ("str | None,", "str.upper,"),
        (" = None", ""),
        (" = None", " = 0"),
        ("class O(BaseModel):", "@dataclass(kw_only=True)\nclass O(BaseModel):"),
        ('alias="A"', 'alias=f"{print}"'),
        ("Field(", "print("),
        ("] = None", "] = None\n    c: int = 1"),
        ("] = None", "] = None\n    a: int = 1"),
        ("] = None", "] = None\n    def f(self): pass"),
        ("] = None", "] = None\nO.model_rebuild(force=print())"),
        ("] = None", "] = None\nprint.model_rebuild()"),
    ],
)
def test_a_module_that_is_not_what_was_meant_is_refused(old: str, new: str) -> None:
    spec = _one_type(description="Doc.", properties=(Property(name="A", type=parse("string")),))
    named = plan(Documents(spec, Options()).fragments()[0])
    check(MEANT, named, FORM, "m.py")
    assert old in MEANT
    with pytest.raises(CodegenError) as caught:
        check(MEANT.replace(old, new), named, FORM, "m.py")
    assert {item.code for item in caught.value.diagnostics} == {"unsafe-output"}


MEANT_RULE = """from __future__ import annotations
from pydantic import Field
from typing import Annotated
from ._base import PascalModel

class O(PascalModel):
    \"\"\"Doc.\"\"\"

    aa: str | None = None
    bb: Annotated[str | None, Field(alias="BB")] = None
    cc: str | None = None
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(PascalModel)", "(BaseModel)"),
        ("(PascalModel)", "(CamelModel)"),
        ("(PascalModel)", ""),
        ("(PascalModel)", "(PascalModel, BaseModel)"),
        ("(PascalModel)", "(PascalModel, alias_generator=print)"),
        ("(PascalModel)", "(PascalModel, **print())"),
        ("import PascalModel", "import CamelModel as PascalModel"),
        ("._base import", "pydantic import"),
        ("    aa: str", '    model_config = {"alias_generator": print}\n    aa: str'),
        ("aa: str | None", 'aa: Annotated[str | None, Field(alias="Aa")]'),
        ("aa: str | None", "aa: PascalModel | None"),
        ('Annotated[str | None, Field(alias="BB")]', "str | None"),
        ('alias="BB"', 'alias="Bb"'),
    ],
)
def test_a_rule_that_is_not_the_one_meant_is_refused(old: str, new: str) -> None:
    properties = tuple(Property(name=name, type=parse("string")) for name in ("Aa", "BB", "Cc"))
    spec = _one_type(description="Doc.", properties=properties)
    named = plan(Documents(spec, Options()).fragments()[0])
    imports = {**FORM.imports, **dict.fromkeys(RULES, "._base")}
    form = dataclasses.replace(FORM, imports=imports, rules={"O": "PascalModel"}, stated=_aliased)
    check(MEANT_RULE, named, form, "m.py")
    assert old in MEANT_RULE
    # And a gate that was told another rule, or to leave out a name, is not deceived either.
    other = dataclasses.replace(form, rules={"O": "CamelModel"})
    silent = dataclasses.replace(form, stated=lambda _, __: Stated())
    bare = MEANT_RULE.replace('Annotated[str | None, Field(alias="BB")]', "str | None")
    for text, told in (
        (MEANT_RULE.replace(old, new, 1), form),
        (MEANT_RULE.replace("PascalModel", "CamelModel"), other),
        (bare, silent),
    ):
        with pytest.raises(CodegenError) as caught:
            check(text, named, told, "m.py")
        assert {item.code for item in caught.value.diagnostics} == {"unsafe-output"}


MEANT_ALIASES = """
if TYPE_CHECKING:
    from . import A as A, B as B
else:
    def __getattr__(name):
        if name in {"A", "B"}:
            from importlib import import_module
            return getattr(import_module(__package__), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("from . import A", "from os import A"),
        ("from . import A", "from .. import A"),
        ("A as A, ", ""),
        ("A as A, ", "A as C, "),
        ('{"A", "B"}', '{"A", "B", "C"}'),
        ('{"A", "B"}', '{"A", "B", print()}'),
        ("__package__", '"os"'),
        ("(name):", "(name, more=print()):"),
        ("TYPE_CHECKING", "print()"),
        ("    from .", "    import os\n    from ."),
    ],
)
def test_names_of_before_that_are_not_what_was_meant_are_refused(old: str, new: str) -> None:
    spec = _one_type(description="Doc.", properties=(Property(name="A", type=parse("string")),))
    named = plan(Documents(spec, Options()).fragments()[0])
    text = MEANT + MEANT_ALIASES
    check(text, named, FORM, "m.py", ("A", "B"))
    assert old in MEANT_ALIASES
    for wrong, aliases in ((MEANT + MEANT_ALIASES.replace(old, new), ("A", "B")), (text, ())):
        with pytest.raises(CodegenError, match="unsafe-output"):
            check(wrong, named, FORM, "m.py", aliases)


@pytest.mark.parametrize(
    "alias",
    [
        *("A", "m.", ".A", "m.a", "M.A", "m.class", "m.TYPE_CHECKING", "../m.A", "m.A.B", "m.O"),
        *("m.o", "m.A\nimport os", "m.Field", "os\n.A"),
    ],
)
def test_a_name_of_before_that_is_none_is_refused(alias: str) -> None:
    types = (ObjectType(name="O", module="m"), ObjectType(name="P", module="m", aliases=(alias,)))
    with pytest.raises(CodegenError, match="unsafe-output"):
        render(Spec(format=FORMAT_VERSION, api="x", types=types), Options())


def _operations() -> Spec:
    parameter = Parameter(name="q", location="query", type=parse("string"), required=True)
    body = Body(type=parse("array<O>"))
    return Spec(
        format=FORMAT_VERSION,
        api="x",
        types=(ObjectType(name="O", module="m"), ObjectType(name="P", module="m")),
        operations=(
            Operation(
                id="op",
                method="GET",
                path="/a",
                module="m",
                summary="Words.",
                parameters=(parameter,),
                responses=(Response(status="200", body=body), Response(status="204")),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("lambda: list[_m.O]", "lambda: list[_m.P]"),
        ("lambda: list[_m.O]", "lambda: print()"),
        ("lambda: list[_m.O]", "lambda x=print(): list[_m.O]"),
        ("lambda: list[_m.O]", "print"),
        ("[None, list[_m.O] | None]", "[None, print]"),
        ("[None, list[_m.O] | None]", "[None, list[_m.O].x]"),
        ('"/a"', '"/b"'),
        ('"/a"', 'f"/a"'),
        ('"GET"', '"PUT"'),
        ('"q"', '"r"'),
        ('"query"', '"header"'),
        ("required=True", "required=False"),
        ('"204": None', '"204": print()'),
        ('"204": None', '"205": None'),
        ('"""Words."""', '"""Other."""'),
        ('"""Words."""', '"""Words."""\nimport os'),
        ('"""Words."""', ""),
        ("op: Operation", "oq: Operation"),
        ("= Operation(", "= print("),
    ],
)
def test_operations_that_are_not_what_was_meant_are_refused(
    old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = _operations()
    actual: Callable[..., str] = vars(operations)["statements_formatted"]
    changed = []

    def formatted(texts: Iterable[str], between: str) -> str:
        text = actual(texts, between)
        changed.append(text.replace(old, new))
        assert changed[-1] != text
        return changed[-1]

    monkeypatch.setattr(operations, "statements_formatted", formatted)
    with pytest.raises(CodegenError, match="unsafe-output"):
        list(operations.modules(spec))
    assert changed


def test_an_entry_that_is_not_what_was_meant_is_refused() -> None:
    plain = '"""Title."""\n__all__ = ["O"]\n'
    check_titled('"""A\n\nb. """\n__all__ = ["O"]\n', plain, "A\n\nb.", "x.py")
    for text in (
        '"""Other."""\n__all__ = ["O"]\n',
        '"""A\n\nb."""\n__all__ = ["P"]\n',
        '"""A\n\nb."""\nimport os\n__all__ = ["O"]\n',
        '__all__ = ["O"]\n',
        '"""A\n\nb.""" + print()\n__all__ = ["O"]\n',
    ):
        with pytest.raises(CodegenError, match="unsafe-output"):
            check_titled(text, plain, "A\n\nb.", "x.py")


@pytest.mark.parametrize("name", ["BaseModel", "Field", "class", "None", "A B", "A\nimport os"])
def test_a_class_name_that_is_none_is_refused(name: str) -> None:
    spec = Spec(format=FORMAT_VERSION, api="x", types=(ObjectType(name=name, module="m"),))
    with pytest.raises(CodegenError, match="unsafe-output"):
        render(spec, Options())
