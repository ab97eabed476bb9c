"""What the Python packages share: rendering a template as a module, and the package's entry.

Names that types had before go on working, in the package and in the module that had them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from codegen.spec import EnumType, Spec
from codegen.targets.fragment import HEADER
from codegen.targets.jobs import Job
from codegen.targets.layout import formatted
from codegen.targets.shape import check_titled
from codegen.targets.templates import environment

__all__ = ["entry", "from_template", "has_flags", "rendered"]


def from_template(name: str, path: str, *, title: str = "", **values: object) -> Job:
    """The job that gives `path` and its text, see `rendered`."""
    return Job(make=rendered, arguments=(name, path, title, values))


def rendered(name: str, path: str, title: str, values: Mapping[str, object]) -> dict[str, str]:
    """The template as the formatted module of `path`.

    All text of pages is in `title`, the docstring of the module: CodegenError `unsafe-output`
    where it is found anywhere else.
    """
    render = partial(environment().get_template(name).render, header=HEADER, **values)
    if not title:
        return {path: formatted(render())}
    text = formatted(render(title=title))
    check_titled(text, render(title=_PLAIN), title, path)
    return {path: text}


#: A title that is safe.
_PLAIN = "Models."


def entry(spec: Spec, title: str, path: str) -> Job:
    """The job of the ``__init__`` at `path`, with every type of the spec, each loaded when used."""
    owners = {type_.name: type_.module for type_ in sorted(spec.types, key=lambda item: item.name)}
    modules: dict[str, list[str]] = {}
    for name, module in owners.items():
        modules.setdefault(module, []).append(name)
    sorted_modules: Mapping[str, list[str]] = dict(sorted(modules.items()))
    return from_template(
        "python/init.py.jinja",
        path,
        title=title,
        modules=sorted_modules,
        aliases=_aliases(spec),
        owners=owners,
        names=list(owners),
    )


def has_flags(spec: Spec) -> bool:
    """Whether the values of some enum are bits, which have a base class of their own."""
    return any(isinstance(one, EnumType) and one.flags for one in spec.types)


def _aliases(spec: Spec) -> Mapping[str, str]:
    """Names that types had before -> those that they have now, sorted."""
    pairs = (
        (alias.rpartition(".")[2], type_.name) for type_ in spec.types for alias in type_.aliases
    )
    return dict(sorted(pairs))
