"""How much one page may hold, so that no page, whoever wrote it, costs without end.

Reading is linear in the size of a page; what is made of it, a class with its schema and its checks,
costs a hundred times more a line. What is beyond a limit is left out and reported as an error, with
the setting that raises it. How deep lists, quotes and samples may be nested is no setting: later
stages recurse, and would be at the end of Python's stack (`codegen.markdown`, `codegen.samples`).
"""

from __future__ import annotations

import msgspec

from codegen.diagnostics import Diagnostic

__all__ = ["DEFAULT", "Limits", "exceeded"]


class Limits(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """The limits of one page; see the table ``limits`` of the configuration."""

    page_size: int = 4_000_000
    """Bytes."""
    rows: int = 5_000
    """Rows of tables, values that rows list, different types that they name (each of which costs as
    much as several rows), and different properties of samples, all together."""
    samples: int = 2_000
    """Payloads that are looked into."""


DEFAULT = Limits()


def exceeded(page: str, line: int, what: str, limit: str) -> Diagnostic:
    """The finding that `what` of a page is beyond `limit`, a field of Limits."""
    setting = limit.replace("_", "-")
    return Diagnostic(
        code="limit-exceeded",
        severity="error",
        message=what,
        path=page,
        line=line,
        hint=f"if the page is meant so, raise {setting} in [tool.doc-codegen.limits]",
    )
