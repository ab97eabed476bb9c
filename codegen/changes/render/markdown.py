"""A diff as a comment on a pull request: to be read in five minutes, whatever its size.

What pages say stands in code spans and nowhere else, so that nothing in it comes alive.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from codegen.changes.diff import Diff
from codegen.changes.model import LEVELS, Level
from codegen.changes.render import outline
from codegen.changes.render.words import Line, Word
from codegen.diagnostics import counts
from codegen.escape import code_span
from codegen.report import counted

__all__ = ["markdown"]

#: GitHub takes comments of 65,536 characters; the rest is for what others put around this one.
_LONGEST = 60_000
#: Rows of the gravest sections; tried one after the other until the whole is short enough.
_ROWS = (25, 12, 6, 2, 0)
#: Sections that are folded away, and what part of the rows is enough for them.
_FOLDED: Mapping[Level | None, int] = {"safe": 2, "docs-only": 4, None: 2}
#: Rules that a line of the overview names.
_RULES = 5

_JSON = "all of them: `doc-codegen diff --format json`"


def markdown(diffs: Sequence[Diff]) -> str:
    """Every diff, one below the other, with as many rows as a comment has room for."""
    outlined = [(diff, outline.of(diff)) for diff in diffs]
    for rows in _ROWS:
        text = "\n".join(_whole(diff, sections, rows) for diff, sections in outlined)
        if len(text) <= _LONGEST:
            return text
    # So many APIs that not even their overviews have room.
    text = ""
    for number, (diff, sections) in enumerate(outlined):
        whole = _whole(diff, sections, 0)
        if len(text) + len(whole) > _LONGEST:
            left = counted(len(diffs) - number, "more API")
            return f"{text}\n_{left} left out; {_JSON}_\n"
        text += f"{whole}\n"
    return text


def _whole(diff: Diff, sections: Sequence[outline.Section], rows: int) -> str:
    return "".join(f"{line}\n" for line in _lines(diff, sections, rows))


def _lines(diff: Diff, sections: Sequence[outline.Section], rows: int) -> Iterator[str]:
    name = f"{code_span(diff.api)}: " if diff.api else ""
    yield f"## {name}{_verdict(diff)}"
    yield ""
    yield f"{code_span(diff.old.label)} → {code_span(diff.new.label)}. {outline.headline(diff)}."
    if diff.changes:
        yield f"Suggested version bump: **{diff.bump}**."
        yield ""
        yield from _overview(diff)
    for section in sections:
        yield from _section(section, rows)
    said = counts(diff.findings)
    if said:
        listed = ", ".join(f"{code} {number:,}" for code, number in said.items())
        yield f"In {code_span(diff.approvals.path)}: {listed}."


def _verdict(diff: Diff) -> str:
    """The gravest level with its count."""
    found = next(((level, number) for level, number in diff.counts.items() if number), None)
    if found is None:
        return "no changes"
    level, number = found
    wire, source = diff.wire[level], diff.source[level]
    parts = [
        *([f"{wire:,} for callers"] if wire else []),
        *([f"{source:,} in Python"] if source else []),
    ]
    split = f": {', '.join(parts)}" if level in {"breaking", "risky"} else ""
    return f"{number:,} {level} change{'' if number == 1 else 's'}{split}"


def _overview(diff: Diff) -> Iterator[str]:
    yield "| level | for callers | in Python | the graver of both | what |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for level in LEVELS:
        found = [one for one in diff.changes if one.level == level]
        if found:
            every = [f"{rule} {number:,}" for rule, number in outline.rules(found)]
            more = len(every) - _RULES
            what = ", ".join([*every[:_RULES], *([counted(more, "more kind")] if more > 0 else [])])
            numbers = (diff.wire[level], diff.source[level], len(found))
            yield f"| {level} | {' | '.join(f'{one:,}' for one in numbers)} | {what} |"
    yield ""


def _section(section: outline.Section, rows: int) -> Iterator[str]:
    folded = _FOLDED.get(section.level)
    kept, left_out = section.cut(rows // (folded or 1))
    title = f"{section.title} ({section.size:,})"
    yield from (
        ("<details>", f"<summary><b>{title}</b></summary>", "") if folded else (f"### {title}", "")
    )
    for group in kept.groups:
        yield f"**{code_span(group.name) if group.name else 'across modules'}**"
        yield ""
        for row in group.rows:
            first, *notes = row.lines
            yield f"- {_line(first)}"
            if notes:
                yield f"  - {' · '.join(map(_line, notes))}"
        yield ""
    if left_out:
        yield f"_… and {counted(left_out, 'more change')}; {_JSON}_"
        yield ""
    if folded:
        yield from ("</details>", "")


def _line(line: Line) -> str:
    return "".join(map(_word, line))


def _word(word: Word) -> str:
    if word.kind == "page":
        return code_span(word.text)
    return f"**{word.text}**" if word.kind == "point" else word.text
