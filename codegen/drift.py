"""Why a file is not what the pages give: the reason is found, not guessed.

What the spec *on disk* gives is made again for the files that differ. A file that is as that spec
gives it was made of it, so the pages (or the corrections, options, names) have moved on since; one
that is not was edited, or another generator wrote it, which the mark in the name lock tells apart
(see `specimen`).
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from codegen import namelock, outputs, specfile, summary
from codegen.api import Api
from codegen.codes import CODES
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.namelock import NameLock
from codegen.outputs import Changes
from codegen.plan import Plan, as_given
from codegen.resolve.uncorrected import belongs, only_corrections
from codegen.result import Result
from codegen.spec import Spec

__all__ = ["Drift", "damaged_lock", "drifts"]

_LOCK_HINT = "take it from version control again; without it all names are derived anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A file that is not what the pages give, and why."""

    finding: Diagnostic
    old: str | None = None
    """The text on disk; None where there is no text."""
    new: str | None = None
    """The text that the pages give; None where they give no such file."""


def drifts(result: Result, plan: Plan) -> tuple[tuple[Drift, ...], Changes]:
    """What on the disk is not as `plan` has it, and what `generate` would do about it.

    The spec first, then the name lock, then the outputs by path. Raises CodegenError where a file
    cannot be read.
    """
    api = result.api
    lock = namelock.load(api.lock_path)
    try:
        changes = outputs.compare(plan.tree, plan.root, plan.owned)
        names = [*changes.added, *changes.changed, *changes.removed]
        found = {name: _content(plan.root / name) for name in names}
    except OSError as error:
        raise CodegenError(_unreadable(error, api, plan)) from None
    evidence = _Evidence(result, plan, lock, found)
    if names and evidence.edited_names and plan.lock not in found:
        # It is as generate would leave it, and the reason for all else.
        names.append(plan.lock)
        found[plan.lock] = _content(plan.root / plan.lock)
    first = {plan.spec: 0, plan.lock: 1}
    names.sort(key=lambda name: (first.get(name, 2), name))
    return tuple(_drift(name, evidence) for name in names), changes


def damaged_lock(finding: Diagnostic) -> Drift:
    """What is wrong with the name lock, as drift of it."""
    if finding.code == "lock-version":  # nobody's fault
        newer = f"a newer doc-codegen wrote it: {finding.message}"
        hint = CODES["lock-version"].mend
        finding = dataclasses.replace(finding, code="generator-upgraded", message=newer, hint=hint)
        return Drift(finding=finding)
    finding = Diagnostic(
        code="edited-output",
        severity=CODES["edited-output"].severity,
        message=f"was edited by hand: {finding.message}",
        path=finding.path,
        line=finding.line,
        hint=_LOCK_HINT,
    )
    return Drift(finding=finding)


def _unreadable(error: OSError, api: Api, plan: Plan) -> Diagnostic:
    path = Path(os.fsdecode(error.filename or ""))
    name = path.relative_to(plan.root).as_posix() if path.is_relative_to(plan.root) else ""
    return Diagnostic(
        code="unreadable-file",
        severity="error",
        message=f"cannot be read: {error.strerror or error}",
        path=(as_given(name, api, plan) if name else path).as_posix(),
    )


def _content(path: Path) -> bytes | None:
    """The bytes of a file; None where there is no file, or something that leads elsewhere."""
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode(errors="backslashreplace")


class _Evidence:
    """What is known beside the file itself. What takes time is made when first asked for."""

    def __init__(
        self, result: Result, plan: Plan, lock: NameLock, found: Mapping[str, bytes | None]
    ) -> None:
        self.result = result
        self.plan = plan
        self.found = found
        self.lock = lock
        """The name lock on disk."""
        self.spec = self._spec()
        """The spec on disk, where it is one of ours to the byte."""
        self.moved = self.spec != result.spec
        self.same_generator = lock.generator == result.lock.generator
        self.same_options = lock.options == result.lock.options
        self.edited_names = self.spec is not None and not belongs(lock, self.spec)
        self.made = self._made() if found else {}
        """What the spec on disk gives for the files that differ, and for all OpenAPI documents."""
        self.contradicted = self.moved and any(
            self.made.get(name, text) != text
            for name, text in plan.tree.items()
            if name not in found
        )
        """Whether a file is what the pages give, and not what the spec on disk gives."""

    def _spec(self) -> Spec | None:
        if self.plan.spec not in self.found:
            return self.result.spec
        data = self.found[self.plan.spec]
        if data is None:
            return None
        try:
            spec = specfile.loads(data)
        except CodegenError:
            return None
        return spec if specfile.dumps(spec).encode() == data else None

    def _made(self) -> dict[str, str]:
        from codegen import targets  # noqa: PLC0415 - start-up time

        options = targets.options_of(self.lock.options)
        prefix = PurePosixPath(self.plan.output)
        if self.spec is None or options is None:
            return {}
        only = {PurePosixPath(name).relative_to(prefix).as_posix() for name in self._outputs()}
        if not only and not self.moved:
            return {}
        try:
            made = targets.render(self.spec, options, lock=self.lock, only=only)
        except CodegenError:  # a spec that nothing was ever made of
            return {}
        return {(prefix / name).as_posix(): text for name, text in made.items()}

    def _outputs(self) -> Iterator[str]:
        own = {self.plan.spec, self.plan.lock}
        return (name for name in self.found if name in self.plan.tree and name not in own)

    def intact(self, name: str) -> bool:
        """Whether the file is what an earlier run wrote."""
        if name == self.plan.spec:
            vouched = self.same_generator or any(map(self.intact, self._outputs()))
            return self.spec is not None and not self.contradicted and vouched
        if name == self.plan.lock:
            return self.moved and self.intact(self.plan.spec)
        text = self.made.get(name)
        return text is not None and text.encode() == self.found[name]


def _drift(name: str, evidence: _Evidence) -> Drift:
    code, message = next(
        (code, message) for code, rule in _RULES if (message := rule(name, evidence))
    )
    old, new = evidence.found[name], evidence.plan.tree.get(name)
    finding = Diagnostic(
        code=code,
        severity=CODES[code].severity,
        message=message,
        path=as_given(name, evidence.result.api, evidence.plan).as_posix(),
        line=_line(old, new),
        hint=CODES[code].mend,
    )
    return Drift(finding=finding, old=_text(old), new=new)


def _line(old: bytes | None, new: str | None) -> int:
    """The first line of the file on disk that is another; 0 where there is no such line."""
    if old is None or new is None:
        return 0
    before, after = old.split(b"\n"), new.encode().split(b"\n")
    same = (at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other)
    return next(same, min(len(before), len(after)) - 1) + 1


# Why a file differs: the first row that has something to say.


def _is_left_over(name: str, evidence: _Evidence) -> str:
    gone = name not in evidence.plan.tree
    return "is left over: generate does not make it any more" if gone else ""


def _is_missing(name: str, evidence: _Evidence) -> str:
    if evidence.found[name] is not None:
        return ""
    path = evidence.plan.root / name
    if path.is_symlink():
        return f"is a link, to {os.fspath(path.readlink())}"
    if path.is_dir():
        return "is a folder"
    return "is no file" if path.exists() else "is missing"


#: What no run of ours writes, and how it comes.
_FOREIGN: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (lambda data: data.startswith(b"\xef\xbb\xbf"), "begins with a byte order mark"),
    (lambda data: b"\r" in data, "has line ends other than LF (.gitattributes: text eol=lf)"),
    (lambda data: "\ufffd" in data.decode(errors="replace"), "is not UTF-8"),
)


def _has_foreign_bytes(name: str, evidence: _Evidence) -> str:
    data, text = evidence.found[name] or b"", evidence.plan.tree[name]
    found = (words for test, words in _FOREIGN if test(data) and not test(text.encode()))
    words = next(found, "")
    return f"was edited: it {words}" if words else ""


def _has_another_form(name: str, evidence: _Evidence) -> str:
    """The spec and the name lock, where they are not as they are written."""
    plan, data = evidence.plan, evidence.found[name]
    if name == plan.spec and evidence.spec is None and evidence.same_generator:
        return "was edited by hand: it is no spec that doc-codegen has written"
    if name == plan.lock and namelock.dumps(evidence.lock).encode() != data:
        return "was edited by hand: it is not as doc-codegen writes it"
    return ""


def _has_other_names(_name: str, evidence: _Evidence) -> str:
    if not evidence.edited_names:
        return ""
    return f"the names in {evidence.result.api.lock_path.name} are not those of the spec beside it"


def _has_other_options(name: str, evidence: _Evidence) -> str:
    if evidence.same_options or not (name == evidence.plan.lock or evidence.intact(name)):
        return ""
    before, now = evidence.lock.options, evidence.result.lock.options
    keys = sorted(key for key in {*before, *now} if before.get(key) != now.get(key))
    told = (f"{key} is {_told(now, key)} and was {_told(before, key)}" for key in keys)
    return f"the configuration changed: {', '.join(told)}"


def _told(options: Mapping[str, Any], key: str) -> str:
    return str(options.get(key, "the default"))


def _has_other_corrections(name: str, evidence: _Evidence) -> str:
    if not evidence.moved or not evidence.intact(name) or evidence.spec is None:
        return ""
    now = evidence.result
    if not only_corrections(evidence.spec, evidence.lock, now.spec, now.lock):
        return ""
    return f"the corrections changed: {_headline(evidence)}"


def _has_other_pages(name: str, evidence: _Evidence) -> str:
    if not evidence.moved or not evidence.intact(name):
        return ""
    own = isinstance(evidence.result.api.dialect, Path)
    return f"the pages{' or the dialect' if own else ''} changed: {_headline(evidence)}"


def _has_no_spec(name: str, evidence: _Evidence) -> str:
    if evidence.spec is not None or name == evidence.plan.spec:
        return ""
    return "is not what the pages give; there is no spec to tell what it was made of"


def _headline(evidence: _Evidence) -> str:
    if evidence.spec is None:
        return ""
    entries = summary.summary(evidence.spec, evidence.result.spec)
    return summary.headline(entries) or "only where they say it"


def _has_another_generator(_name: str, evidence: _Evidence) -> str:
    if evidence.same_generator:
        return ""
    if not evidence.lock.generator:
        lock = evidence.result.api.lock_path.name
        return f"{lock} does not say which doc-codegen wrote it: an older one, or it was edited"
    return "doc-codegen was upgraded: it writes other files than the one that wrote this"


def _is_edited(name: str, evidence: _Evidence) -> str:
    given = {
        evidence.plan.spec: "the files that were made of it",
        evidence.plan.lock: "the spec beside it",
    }.get(name, "the spec that it was made of")
    return f"was edited by hand: {given} {'say' if 'files' in given else 'says'} something else"


_Rule = Callable[[str, _Evidence], str]
_RULES: tuple[tuple[str, _Rule], ...] = (
    ("leftover-output", _is_left_over),
    ("missing-output", _is_missing),
    ("edited-output", _has_foreign_bytes),
    ("edited-output", _has_another_form),
    ("names-changed", _has_other_names),
    ("options-changed", _has_other_options),
    ("overlay-changed", _has_other_corrections),
    ("pages-changed", _has_other_pages),
    ("pages-changed", _has_no_spec),
    ("generator-upgraded", _has_another_generator),
    ("edited-output", _is_edited),
)
