"""What the Python packages share: rendering a template as a module, and the package's entry.

Names that types had before go on working, in the package and in the module that had them.
"""

from __future__ import annotations

from collections.abc import Mapping

from codegen.spec import Spec
from codegen.targets.fragment import HEADER, Fragment
from codegen.targets.layout import black_formatted
from codegen.targets.templates import environment

__all__ = ["entry", "from_template", "with_aliases"]


def from_template(name: str, **values: object) -> str:
    """The template as a formatted module."""
    text = environment().get_template(name).render(header=HEADER, **values)
    return black_formatted(text)


def with_aliases(text: str, fragment: Fragment) -> str:
    """The text of the module of `fragment`, with the names that its types had before, if any.

    They are looked up when they are asked for: what they are now may stand in another module.
    """
    if not fragment.aliases:
        return text
    lines = environment().get_template("python/aliases.py.jinja").render(names=fragment.aliases)
    return f"{text}\n\n{lines}"


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
        aliases=_aliases(spec),
        owners=owners,
        names=list(owners),
    )


def _aliases(spec: Spec) -> Mapping[str, str]:
    """Names that types had before -> those that they have now, sorted."""
    pairs = (
        (alias.rpartition(".")[2], type_.name) for type_ in spec.types for alias in type_.aliases
    )
    return dict(sorted(pairs))
