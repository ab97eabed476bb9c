"""What the Python packages share: rendering a template as a module, and the package's entry."""

from __future__ import annotations

from collections.abc import Mapping

from codegen.spec import Spec
from codegen.targets.fragment import HEADER
from codegen.targets.layout import black_formatted
from codegen.targets.templates import environment

__all__ = ["entry", "from_template"]


def from_template(name: str, **values: object) -> str:
    """The template as a formatted module."""
    text = environment().get_template(name).render(header=HEADER, **values)
    return black_formatted(text)


def entry(spec: Spec, title: str) -> str:
    """The ``__init__`` of a package that has every type of the spec, each loaded when used."""
    owners = {type_.name: type_.module for type_ in sorted(spec.types, key=lambda item: item.name)}
    modules: dict[str, list[str]] = {}
    for name, module in owners.items():
        modules.setdefault(module, []).append(name)
    sorted_modules: Mapping[str, list[str]] = dict(sorted(modules.items()))
    return from_template(
        "python/init.py.jinja",
        title=title,
        modules=sorted_modules,
        owners=owners,
        names=list(owners),
    )
