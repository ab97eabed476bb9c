"""Fragments -> the pydantic v2 package."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import partial
from typing import Any

from datamodel_code_generator.enums import DataModelType

from codegen import escape
from codegen.outputs import FOLDERS
from codegen.passthrough import misfits
from codegen.spec import Spec
from codegen.targets import operations
from codegen.targets.engine import Kind, containers, module_text, refuse
from codegen.targets.fragment import Fragment, Options
from codegen.targets.jobs import Execute
from codegen.targets.package import entry, from_template, has_flags
from codegen.targets.plan import Field, Named, plan, template_data
from codegen.targets.shape import Form, Stated, check

__all__ = ["FOLDER", "module", "package"]

FOLDER = FOLDERS["pydantic"]

_KIND = Kind(
    templates="pydantic",
    evaluates=True,
    model_type=DataModelType.PydanticV2BaseModel,
    imports={
        "Annotated": "typing",
        "Any": "typing",
        "Literal": "typing",
        "TYPE_CHECKING": "typing",
        "TypeAlias": "typing",
        "Field": "pydantic",
        "BaseModel": "._base",
        "IntEnum": "._base",
        "IntFlag": "._base",
        "Omittable": "._base",
        "OneOf": "._base",
        "StrEnum": "._base",
        "UUID": "._base",
        "date": "._base",
        "datetime": "._base",
        "time": "._base",
    },
)


def package(spec: Spec, options: Options, execute: Execute) -> dict[str, str]:
    """Path -> text of what belongs to no single fragment."""
    first, base = f"{FOLDER}/__init__.py", f"{FOLDER}/_base.py"
    return {
        first: entry(spec, f"{spec.title or spec.api}: pydantic models.", first),
        base: from_template(
            "pydantic/_base.py.jinja",
            base,
            open=options.enums == "open",
            bits=has_flags(spec),
            **_settings(options),
        ),
    } | operations.modules(spec, execute)


def module(fragment: Fragment, options: Options) -> dict[str, str]:
    """Path -> text of the module of one fragment; nothing where that has, and had, no types."""
    named = plan(fragment)
    if not named and not fragment.aliases:
        return {}
    path = f"{FOLDER}/{fragment.module}.py"
    member = partial(_member, options=options)
    data = {item.name: {**template_data(item, member), "one_of": _one_of(item)} for item in named}
    kind = dataclasses.replace(_KIND, imports={**_KIND.imports, **containers(options)})
    text = module_text(named, fragment, data, kind, options, path)
    form = Form(
        imports=kind.imports,
        base="BaseModel",
        decorator={},
        call="Field",
        annotated=True,
        stated=partial(_stated, options=options),
    )
    check(text, named, form, path, fragment.aliases)
    return {path: text}


def _settings(options: Options) -> dict[str, Any]:
    """What the chosen options make of the class that all models derive from."""
    chosen = options.model_options
    for problem in misfits(chosen):
        refuse(f"{'.'.join(problem.keys)} {problem.message}", f"{FOLDER}/_base.py")
    module, _, name = chosen.base_class.rpartition(".")
    by_name = "populate_by_name" if chosen.target_pydantic_version == "2" else "validate_by_name"
    flags = {
        by_name: True,
        "frozen": chosen.enable_faux_immutability,
        "use_attribute_docstrings": chosen.use_attribute_docstrings,
    }
    return {"base": (module, name), "flags": [flag for flag, is_set in flags.items() if is_set]}


def _stated(field: Field, *, options: Options) -> Stated:
    """What stands at an attribute: its one value where that is a text, and what `Field` is told."""
    frozen = field.read_only and options.model_options.use_frozen_field
    constant = field.constant
    return Stated(
        values=(constant,) if isinstance(constant, str) else (),
        arguments=field.arguments | ({"frozen": True} if frozen else {}),
    )


def _member(field: Field, *, options: Options) -> Mapping[str, Any]:
    arguments = _stated(field, options=options).arguments.items()
    constant = field.constant
    hint = f"Literal[{escape.literal(constant)}]" if isinstance(constant, str) else ""
    optional = " | None" if hint and field.nullable else ""
    return {
        "arguments": ", ".join(f"{key}={escape.literal(value)}" for key, value in arguments),
        "hint": hint,
        "before": "Omittable[" if field.omittable else "",
        "after": "]" if field.omittable else optional,
    }


def _one_of(item: Named) -> str:
    if item.discriminator is None:
        return ""
    variants = ", ".join(f"{escape.literal(value)}: {name}" for value, name in item.choices)
    return f"OneOf({escape.literal(item.discriminator)}, {{{variants}}})"
