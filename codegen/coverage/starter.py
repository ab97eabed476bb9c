"""Coverage -> the first text of a dialect's file: what is not understood, as entries to decide on.

Every entry is a comment, with how often and where it stands, and loads as it is when the mark
before it is taken off. What an entry says is what the pages show; where they show nothing, it is a
word that changes little.
"""

from __future__ import annotations

import re
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from codegen import tomlfile
from codegen.coverage.model import Coverage, Form, Gap, GapKind
from codegen.coverage.patterns import GAP, METHOD, PATH, expression, request_expression
from codegen.dialects.styles.reader import GROUPS
from codegen.dialects.styles.style import Column, Role
from codegen.escape import toml_string
from codegen.report import counted, printable
from codegen.typeexpr import SCALARS

__all__ = ["SCHEMA_FILE", "starter"]

#: The file that editors are told to read, beside the dialect's own.
SCHEMA_FILE = "dialect.schema.json"
#: More entries of a kind than these are counted.
_MOST = 20
#: Longer texts of a type column are no words.
_WORDS = 5
#: A mark that stands once may be a slip.
_LEAST_MARKS = 2

_HEAD = """\
#:schema ./{schema}
# A dialect of doc-codegen: what these pages mean where they differ from most API references.
# Entries that are only proposed begin with # and no blank: take it off where they are right, change
# what is not. Then see what that gives:
#   doc-codegen dialect test {file} {docs}
#   doc-codegen generate --dialect {file} --docs {docs} --name {name} --output out
# The schema in the first line is for editors; doc-codegen dialect schema > {schema}
# Patterns are Python regular expressions in any case of letters, between single quotes. Those of
# headings, columns and words have to fit the whole text.

name = {quoted}
# What this file does not say is as in this built-in dialect.
extends = "general"
# The property of an answer that holds its items, and words that headings add to names:
#envelope = "data"
#generic = ['(?:the )?reference']
"""
_HEADINGS = """\
# -- Headings: what stands below them ------------------------------------------------------------
{roles}
# A group (?P<name>...) cuts out the name of what is documented; of an operation also
# (?P<method>...) and (?P<path>...). Proposed are headings without a meaning, with something below
# that is not read.
"""
_COLUMNS = """\
# -- Tables: what the cells below a header say ---------------------------------------------------
{columns}
# Proposed by what the cells look like and, where they are yes and no, by the words of the header:
# `optional` where yes means that it may be left out. `ignored` where nothing shows it, or where no
# key says it, such as for a column whose yes means that it is never null.
[columns]
"""
_TYPES = """\
# -- Words of type columns -----------------------------------------------------------------------
# Proposed are words that are no type and no name of a documented one, with what samples show.
[types]
"""
_MARKS = """\
# -- Marks in names and types --------------------------------------------------------------------
# What a pattern finds is a mark, and no part of the text. [required] and [nullable] likewise.
[optional]
"""
_TAIL = """\
# What a property without a mark is, in tables of these kinds:
[unmarked]
#definition = "required"
#request = "optional"

# -- Recognition ---------------------------------------------------------------------------------
# Not needed with --dialect: a file that is named reads all pages.
[recognise]
"""


def starter(coverage: Coverage, name: str, file: str, docs: Sequence[str]) -> str:
    """The text of the file at the path `file`, for the dialect `name` of the pages of `docs`."""
    head = _HEAD.format(
        schema=SCHEMA_FILE,
        file=_word(file),
        docs=" ".join(map(_word, docs)),
        name=_word(name),
        quoted=toml_string(name),
    )
    parts = (
        head,
        _HEADINGS.replace("{roles}", _filled("means", get_args(Role)))
        + _listed(_headings(coverage.gaps)),
        _COLUMNS.replace("{columns}", _filled("Keys", get_args(Column)))
        + _listed(_columns(coverage.gaps)),
        _TYPES + _listed(_types(coverage.gaps)),
        _MARKS + _listed(_marks(coverage.forms)),
        _TAIL + _listed(_front_matter(coverage.forms)),
    )
    return "\n".join(parts)


def _filled(title: str, words: Iterable[str]) -> str:
    """A comment that lists words."""
    text = f"{title}: {', '.join(words)}."
    return "\n".join(textwrap.wrap(text, 98, initial_indent="# ", subsequent_indent="# "))


def _word(text: str) -> str:
    """A word of a command in a comment."""
    shown = printable(text)
    return shown if re.fullmatch(r"[\w./:@%+=,-]+", shown) else f'"{shown}"'


def _listed(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _of(gaps: Iterable[Gap], kind: GapKind) -> list[Gap]:
    return [one for one in gaps if one.kind == kind]


def _said(text: str, gap: Gap | Form, more: str = "") -> str:
    """A comment: what stands there, how often and where."""
    first = gap.first if isinstance(gap, Form) else gap.places[0]
    place = f"first at {printable(first.path)}:{first.line}"
    return f"# {printable(text)!r}: {counted(gap.times, 'time')}, {place}{more}"


def _more(found: Sequence[object], what: str) -> Iterator[str]:
    if (more := len(found) - _MOST) > 0:
        yield f"# ... and {more:,} more {what}: doc-codegen dialect test --all"


def _pattern(text: str) -> str:
    """A regular expression as TOML has it."""
    plain = text.isprintable() and "'" not in text
    return f"'{text}'" if plain else toml_string(text)


def _headings(gaps: Iterable[Gap]) -> Iterator[str]:
    found = _of(gaps, "heading")
    for gap in found[:_MOST]:
        means = gap.hint or "description"
        groups = next((groups for role, groups in GROUPS.items() if role == means), ())
        group = "name" if GAP in gap.text and "name" in groups else ""
        yield _said(gap.text, gap)
        yield "#[[headings]]"
        asks = means == "operation" and METHOD in gap.text and PATH in gap.text
        found_by = request_expression(gap.text) if asks else expression(gap.text, group)
        yield f"#match = {_pattern(found_by)}"
        yield f"#means = {toml_string(means)}"
    yield from _more(found, "headings")


def _columns(gaps: Iterable[Gap]) -> Iterator[str]:
    found = _of(gaps, "column")
    by_key: dict[str, list[Gap]] = defaultdict(list)
    for gap in found[:_MOST]:
        by_key[gap.hint or "ignored"].append(gap)
    for key, listed in by_key.items():
        yield from (_said(gap.text, gap) for gap in listed)
        patterns = dict.fromkeys(_pattern(expression(gap.text)) for gap in listed)
        yield f"#{key} = [{', '.join(patterns)}]"
    yield from _more(found, "columns")


def _types(gaps: Iterable[Gap]) -> Iterator[str]:
    found = [one for one in _of(gaps, "type") if len(one.text.split()) <= _WORDS]
    seen: set[str] = set()
    for gap in found[:_MOST]:
        word = gap.text.lower()
        if word in seen:
            continue
        seen.add(word)
        shown = gap.hint if gap.hint in {*SCALARS, "object"} else ""
        shown = "array<any>" if gap.hint == "array" else shown
        yield _said(gap.text, gap, f"; in samples {gap.hint}" if shown else "; in no sample")
        yield f"#{tomlfile.key(word)} = {toml_string(shown or 'any')}"
    yield from _more(found, "words")


def _marks(forms: Iterable[Form]) -> Iterator[str]:
    unknown = [
        one for one in forms if one.kind == "mark" and not one.means and one.times >= _LEAST_MARKS
    ]
    by_place: dict[str, list[Form]] = defaultdict(list)
    for form in unknown[:_MOST]:
        by_place[form.text.partition(": ")[0]].append(form)
    for place, listed in by_place.items():
        yield from (_said(form.text, form) for form in listed)
        marks = [form.text.partition(": ")[2] for form in listed]
        patterns = (
            f"^{re.escape(mark[:-1])}" if mark.endswith(GAP) else f"{re.escape(mark[1:])}$"
            for mark in marks
        )
        yield f"#{place} = {_pattern('|'.join(patterns))}"


def _front_matter(forms: Iterable[Form]) -> Iterator[str]:
    """The keys that half of all pages have, of what was found in their front matter."""
    found = [one for one in forms if one.kind == "front matter"]
    most = max((one.pages for one in found), default=0)
    keys = [one.text for one in found if 2 * one.pages >= most]
    if keys:
        yield f"#front_matter = [{', '.join(map(toml_string, keys))}]"
    yield "#lines = ['^A line that only these pages have']"
