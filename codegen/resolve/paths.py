"""Path parameters: what the pages document, held against the placeholders of the path itself."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

import msgspec

from codegen.claims import Place
from codegen.codes import finding
from codegen.diagnostics import At, Diagnostic
from codegen.pathtemplate import placeholders
from codegen.spec import Parameter
from codegen.typeexpr import ANY

__all__ = ["reconcile"]


def reconcile(
    parameters: Sequence[Parameter], path: str, at: Place, places: Mapping[str, Place]
) -> tuple[tuple[Parameter, ...], tuple[Diagnostic, ...]]:
    """Path parameters that are those of the path, and what was wrong with the documented ones.

    The path decides, for it is what is sent: a documented parameter that it does not have is left
    out, or goes by the name of the one placeholder that nothing else documents; a placeholder
    that is not documented is a parameter of unknown type. `at` is the request line, `places` where
    each path parameter is documented.
    """
    known = placeholders(path)
    documented = {item.name for item in parameters if item.location == "path"}
    stray = [name for name in places if name in documented and name not in known]
    open_ = [name for name in known if name not in documented]
    renamed = {stray[0]: open_[0]} if len(stray) == len(open_) == 1 else {}
    kept = [
        msgspec.structs.replace(item, name=renamed[item.name])
        if item.location == "path" and item.name in renamed
        else item
        for item in parameters
        if item.location != "path" or item.name not in stray or item.name in renamed
    ]
    added = [
        Parameter(name=name, location="path", type=ANY, required=True)
        for name in open_
        if name not in renamed.values()
    ]
    findings = [
        *(_stray(name, path, known, places[name], at) for name in stray),
        *(_undocumented(item.name, path, at) for item in added),
    ]
    return (*added, *kept), tuple(findings)


def _stray(name: str, path: str, known: Sequence[str], place: Place, request: Place) -> Diagnostic:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5) or known[:1]
    return finding(
        "unknown-path-parameter",
        f"path parameter {name!r} does not stand in {path}",
        f"{path} {name}",
        [(_at(place), ""), (_at(request), "the path")],
        f"is it {near[0]!r}?" if near else "the path has no parameters",
    )


def _undocumented(name: str, path: str, request: Place) -> Diagnostic:
    """One finding for all paths that a name stands in: who leaves it out once often always does."""
    message = f"{name!r} stands in a path, and no table of its operation documents it"
    claims = [(_at(request), f"stands in {path}")]
    return finding("undocumented-path-parameter", message, name, claims)


def _at(place: Place) -> At:
    return At(place.page, place.line)
