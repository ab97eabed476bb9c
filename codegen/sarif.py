"""Findings in SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from codegen import __version__
from codegen.codes import CODES, Code
from codegen.diagnostics import Diagnostic, Severity

__all__ = ["sarif"]

_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

#: Said of a place where the same stands as at the finding itself.
_SAME = "the same here"


def sarif(diagnostics: Sequence[Diagnostic], known: Mapping[str, Code] = CODES) -> str:
    """A log of one run, with a rule for each code that was found, described as in `known`."""
    codes = sorted({item.code for item in diagnostics})
    index = {code: number for number, code in enumerate(codes)}
    rules = [_rule(name, known) for name in codes]
    driver = {"name": "doc-codegen", "version": __version__, "rules": rules}
    results = [_result(item, index[item.code]) for item in diagnostics]
    run = {"tool": {"driver": driver}, "results": results}
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=1) + "\n"


def _rule(name: str, known: Mapping[str, Code]) -> dict[str, object]:
    rule: dict[str, object] = {"id": name}
    if code := known.get(name):
        rule["name"] = "".join(part.title() for part in name.split("-"))
        rule["shortDescription"] = {"text": f"{code.summary[:1].upper()}{code.summary[1:]}."}
        rule["help"] = {"text": f"{code.mend[:1].upper()}{code.mend[1:]}."}
        rule["defaultConfiguration"] = {"level": _LEVELS[code.severity]}
    return rule


def _result(item: Diagnostic, index: int) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": item.code,
        "ruleIndex": index,
        "level": _LEVELS[item.severity],
        "message": {"text": f"{item.message}\n{item.hint}" if item.hint else item.message},
        "partialFingerprints": {"docCodegenFinding/v1": _fingerprint(item)},
    }
    if item.path:
        result["locations"] = [_location(item.path, item.line, item.column)]
    if item.related:
        result["relatedLocations"] = [
            {
                "id": number,
                **_location(one.path, one.line),
                "message": {"text": one.message or _SAME},
            }
            for number, one in enumerate(item.related, start=1)
        ]
    return result


def _location(path: str, line: int, column: int = 0) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": _uri(path)}}
    if line:
        physical["region"] = {"startLine": line, **({"startColumn": column} if column else {})}
    return {"physicalLocation": physical}


def _fingerprint(item: Diagnostic) -> str:
    """The same as long as the finding is: what it is about and its page, without lines."""
    text = f"{item.code}\n{item.about}\n{item.path}"
    return hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()[:32]


def _uri(path: str) -> str:
    return quote(path.encode(errors="backslashreplace"))
