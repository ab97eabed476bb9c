"""Fragments -> the package of standard-library dataclasses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from codegen import escape
from codegen.outputs import FOLDERS
from codegen.spec import Spec
from codegen.targets.engine import Kind, containers, decorator, module_text
from codegen.targets.fragment import Fragment, Options
from codegen.targets.instances import told_apart
from codegen.targets.jobs import Execute
from codegen.targets.package import entry, from_template, has_flags
from codegen.targets.plan import Field, plan, template_data
from codegen.targets.shape import Form, Stated, check

__all__ = ["FOLDER", "module", "package"]

FOLDER = FOLDERS["dataclasses"]

_IMPORTS = {
    "dataclass": "dataclasses",
    "field": "dataclasses",
    "date": "datetime",
    "datetime": "datetime",
    "time": "datetime",
    "Any": "typing",
    "Literal": "typing",
    "TYPE_CHECKING": "typing",
    "TypeAlias": "typing",
    "UUID": "uuid",
}


def package(spec: Spec, options: Options, execute: Execute) -> Iterable[dict[str, str]]:
    """Path -> text of what belongs to no single fragment; begun at once."""
    first, base = f"{FOLDER}/__init__.py", f"{FOLDER}/_base.py"
    jobs = [entry(spec, f"{spec.title or spec.api}: dataclasses.", first)]
    opened, bits = options.enums == "open", has_flags(spec)
    if opened or bits:
        jobs.append(from_template("dataclasses/_base.py.jinja", base, open=opened, bits=bits))
    return execute(jobs)


def module(fragment: Fragment, options: Options) -> dict[str, str]:
    """Path -> text of the module of one fragment; nothing where that has, and had, no types."""
    named = plan(told_apart(fragment))
    if not named and not fragment.aliases:
        return {}
    path = f"{FOLDER}/{fragment.module}.py"
    base = "._base" if options.enums == "open" else "enum"
    kind = Kind(
        templates="dataclasses",
        evaluates=False,
        model_type="dataclasses.dataclass",
        imports=_IMPORTS
        | {"IntEnum": base, "IntFlag": "._base", "StrEnum": base}
        | containers(options),
    )
    data = {item.name: template_data(item, _member) for item in named}
    text = module_text(named, fragment, data, kind, options, path)
    form = Form(
        imports=kind.imports,
        base="",
        rules={},
        decorator=decorator(options),
        call="field",
        annotated=False,
        stated=_stated,
    )
    check(text, named, form, path, fragment.aliases)
    return {path: text}


def _stated(field: Field, _rule: str = "") -> Stated:
    """What stands at an attribute: the values of its type, and what ``field`` is told.

    The type has the values that choose a variant, so that a decoder tries it, or a constant. No
    type has a single number that may be written in several ways.
    """
    values: tuple[str | int | float, ...] = field.chosen_by
    if not values and field.constant is not None and not isinstance(field.constant, float):
        values = (field.constant,)
    if field.alias is None:
        return Stated(values=values)
    default = {} if field.required else {"default": None}
    return Stated(values=values, arguments={**default, "metadata": {"alias": field.alias}})


def _member(field: Field) -> Mapping[str, Any]:
    values = ", ".join(map(escape.literal, _stated(field).values))
    optional = field.nullable if values else field.omittable
    return {
        "alias": escape.literal(field.alias) if field.alias is not None else "",
        "hint": f"Literal[{values}]" if values else "",
        "after": " | None" if optional else "",
    }
