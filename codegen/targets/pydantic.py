"""Fragments -> the pydantic v2 package."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from functools import partial
from itertools import chain
from typing import Any

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
from codegen.targets.wirenames import RULES, alias_of, rule_of

__all__ = ["FOLDER", "module", "package"]

FOLDER = FOLDERS["pydantic"]

_KIND = Kind(
    templates="pydantic",
    evaluates=True,
    model_type="pydantic_v2.BaseModel",
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
    }
    | dict.fromkeys(RULES, "._base"),
)


def package(spec: Spec, options: Options, execute: Execute) -> Iterable[dict[str, str]]:
    """Path -> text of what belongs to no single fragment; begun at once."""
    first, base = f"{FOLDER}/__init__.py", f"{FOLDER}/_base.py"
    settings = {"open": options.enums == "open", "bits": has_flags(spec), **_settings(options)}
    called = operations.modules(spec, execute)
    own = execute(
        (
            entry(spec, f"{spec.title or spec.api}: pydantic models.", first),
            from_template("pydantic/_base.py.jinja", base, **settings),
        )
    )
    return chain(own, called)


def module(fragment: Fragment, options: Options) -> dict[str, str]:
    """Path -> text of the module of one fragment; nothing where that has, and had, no types."""
    named = plan(fragment)
    if not named and not fragment.aliases:
        return {}
    path = f"{FOLDER}/{fragment.module}.py"
    rules = _rules(named, options)
    data = {item.name: _data(item, rules.get(item.name, ""), options) for item in named}
    kind = dataclasses.replace(_KIND, imports={**_KIND.imports, **containers(options)})
    text = module_text(named, fragment, data, kind, options, path)
    form = Form(
        imports=kind.imports,
        base="BaseModel",
        rules=rules,
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


def _rules(named: tuple[Named, ...], options: Options) -> dict[str, str]:
    """Class -> the base that has the rule of its wire names, for those that have one.

    pydantic applies it to inherited attributes too: those of a base of the user's keep their names.
    """
    if options.model_options.base_class:
        return {}
    return {item.name: rule for item in named if (rule := rule_of(item.fields))}


def _stated(field: Field, rule: str, *, options: Options) -> Stated:
    """What stands at an attribute: its one value where that is a text, and what `Field` is told."""
    frozen = field.read_only and options.model_options.use_frozen_field
    constant, alias = field.constant, alias_of(field, rule)
    return Stated(
        values=(constant,) if isinstance(constant, str) else (),
        arguments={
            **({} if alias is None else {"alias": alias}),
            **field.limits,
            **({"frozen": True} if frozen else {}),
        },
    )


def _data(item: Named, rule: str, options: Options) -> Mapping[str, Any]:
    """What the templates know of a class or alias beside its types."""
    member = partial(_member, rule=rule, options=options)
    base = {"base": rule or "BaseModel"} if item.kind == "object" else {}
    return {**template_data(item, member), **base, "one_of": _one_of(item)}


def _member(field: Field, *, rule: str, options: Options) -> Mapping[str, Any]:
    arguments = _stated(field, rule, options=options).arguments.items()
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
