"""Cases of pages with the spec that is to come of them beside them, and renderings of a diff.

A case is a folder of pages, or of numbered folders: several documentation sets, in order of
precedence. Beside the pages stand ``expected.json``, the spec, and ``findings.json``. In
``diff/`` stands the diff of `tests.diffs` in every form, and in its folders the changes that are
expected of pages that differ (`tests.diff_cases`). All are written by ``python -m tests.golden``
and by nothing else: read the difference before it is committed.
"""

from __future__ import annotations

import json
from pathlib import Path

from codegen import dialects, markdown, sources, specfile
from codegen.changes.render import Form, render
from codegen.diagnostics import Diagnostic, merged
from codegen.resolve import resolve
from tests import diff_cases
from tests.diffs import example

__all__ = ["CASES", "RENDERED", "outcome", "rendered"]

_FOLDER = Path(__file__).parent / "pages" / "resolve"
#: Where the renderings of a diff stand.
RENDERED = _FOLDER.parent / "diff"
CASES = sorted(path for path in _FOLDER.iterdir() if path.is_dir())


def outcome(case: Path) -> dict[str, str]:
    """The texts of the files that stand beside the pages of `case`."""
    sets = sorted(path for path in case.iterdir() if path.is_dir()) or [case]
    found, _ = sources.find(sets)
    findings: list[Diagnostic] = []
    readings = []
    for source in found:
        document = sources.read(source)
        assert not isinstance(document, Diagnostic)
        readings.append(dialects.read(markdown.parse(document)))
    resolution = resolve(readings, api=case.name)
    findings.extend(finding for reading in readings for finding in reading.diagnostics)
    findings.extend(resolution.diagnostics)
    return {
        "expected.json": specfile.dumps(resolution.spec),
        "findings.json": json.dumps(list(map(_told, merged(findings))), indent=1) + "\n",
    }


def rendered() -> dict[str, str]:
    """The texts of the files with the renderings of a diff."""
    forms: dict[str, Form] = {"txt": "text", "md": "markdown", "json": "json", "github": "github"}
    return {f"diff.{ending}": render([example()], form) for ending, form in forms.items()}


def _told(finding: Diagnostic) -> list[str]:
    """A finding and, a line each, its other claims."""
    others = (f"{one.path}:{one.line} {one.message}".rstrip() for one in finding.related)
    return [*str(finding).split("\n"), *others]


if __name__ == "__main__":
    for folder, texts in [*((one, outcome(one)) for one in CASES), (RENDERED, rendered())]:
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    diff_cases.rewrite()
