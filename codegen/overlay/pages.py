"""Pages that the overlay leaves out, before anything is read of them."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from codegen.diagnostics import CodegenError, Diagnostic
from codegen.nearest import misspelt, nearest
from codegen.overlay.model import Applied, Overlay

__all__ = ["ignored"]


def ignored(
    overlay: Overlay, pages: Sequence[str]
) -> tuple[frozenset[str], tuple[Applied, ...], tuple[Diagnostic, ...]]:
    """Those of `pages` to leave out, the entries that say so, and what is stale among them.

    A pattern is that of a shell, where * also stands for slashes. Raises CodegenError where one
    is a misspelt page.
    """
    left_out: set[str] = set()
    applied: list[Applied] = []
    stale: list[Diagnostic] = []
    wrong: list[Diagnostic] = []
    for entry in overlay.entries:
        if entry.verb != "ignore":
            continue
        pattern = entry.target.name
        found = [page for page in pages if fnmatchcase(page, pattern)]
        left_out.update(found)
        if found:
            one = Applied(
                target=pattern,
                fact="ignore",
                value=f"{len(found)} page{'' if len(found) == 1 else 's'}",
                before="",
                reason=entry.reason,
                path=overlay.path,
                line=entry.line,
            )
            applied.append(one)
        elif near := misspelt(pattern, pages):
            hint = f"did you mean {near!r}?"
            wrong.append(overlay.finding(entry.line, f"there is no page {pattern!r}", hint))
        else:
            near = nearest(pattern, pages)
            hint = "delete the entry" + (f"; the nearest page is {near!r}" if near else "")
            message = f"no page matches {pattern!r}"
            stale.append(
                overlay.finding(entry.line, message, hint, "overlay-target-gone", "warning")
            )
    if wrong:
        raise CodegenError(*wrong)
    return frozenset(left_out), tuple(applied), tuple(stale)
