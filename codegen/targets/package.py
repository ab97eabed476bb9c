"""What the Python packages share: rendering a template as a module, and the package's entry.

Names that types had before go on working, in the package and in the module that had them.
"""

from __future__ import annotations

from collections.abc import Mapping

from codegen.spec import Spec
from codegen.targets.fragment import HEADER, Fragment
from codegen.targets.layout import black_formatted
from codegen.targets.templates import environment

__all__ = ["aliases_text", "entry", "from_template"]


def from_template(name: str, **values: object) -> str:
    """The template as a formatted module."""
    text = environment().get_template(name).render(header=HEADER, **values)
    return black_formatted(text)


def aliases_text(fragment: Fragment) -> str:
    """The statement of the module of `fragment` for names that it had before; '' for none.

    They are looked up when they are asked for: what they are now may stand in another module.
    """
    if not fragment.aliases:
        return ""
    return environment().get_template("python/aliases.py.jinja").render(names=fragment.aliases)


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
