"""Names that differ as a typing error does, or in the case of their letters alone.

Precision comes first: of two words one edit apart, one has to be met once and the other in many
names, and what inflection and composition make of words does not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from codegen.codes import finding
from codegen.diagnostics import At, Diagnostic
from codegen.lint.material import Material
from codegen.naming import words
from codegen.pathtemplate import placeholders
from codegen.resolve import Trace
from codegen.resolve.evidence import Key
from codegen.resolve.places import Shown, at, rows_of, samples_of
from codegen.typeexpr import TypeExpr, references

__all__ = ["all_names", "inconsistent_case", "misspelled_names", "table_and_sample_names"]

#: Shorter words are too often one edit from another: `date` and `data`, `from` and `form`.
_LONG = 6
#: Longer ones are no words. To look for slips in them would take the square of their length.
_LONGEST = 40
#: A word that is met in so many names is the one that was meant.
_COMMON = 3
#: Parts that a compound is taken to be made of have so many letters at least.
_PART = 3
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = "aeiouy"


@dataclass(slots=True)
class _Names:
    """Every name that the pages print, with its lines, and every word of their prose."""

    places: dict[str, set[At]] = field(default_factory=lambda: defaultdict(set))
    prose: set[str] = field(default_factory=set)


def misspelled_names(material: Material) -> Iterator[Diagnostic]:
    """A name with a word that no other name has, one slip of the pen from a common one."""
    names = _names(material)
    users: dict[str, set[str]] = defaultdict(set)
    for name in names.places:
        for word in words(name):
            users[word.lower()].add(name.lower())
    number = {word: len(found) for word, found in users.items()}
    for name in sorted(names.places):
        for word in map(str.lower, words(name)):
            rare = number[word] == 1 and word not in names.prose and word.isascii()
            meant = _meant(word, number) if rare and _LONG <= len(word) <= _LONGEST else ""
            if meant:
                yield finding(
                    "near-duplicate-name",
                    f"{name!r}: is {word!r} meant to be {meant!r}?",
                    name,
                    _plainly(names.places[name]),
                )


def _meant(word: str, number: Mapping[str, int]) -> str:
    """The commonest word that `word` is a misspelling of, or ''."""
    if any(word[:cut] in number and word[cut:] in number for cut in _cuts(word)):
        return ""
    near = [(number[other], other) for other in _edits(word) if number.get(other, 0) >= _COMMON]
    return max(near, default=(0, ""))[1]


def _cuts(word: str) -> range:
    return range(_PART, len(word) - _PART + 1)


def _edits(word: str) -> Iterator[str]:
    """Words that `word` may be a slip of the pen for.

    Of the four slips of Damerau, "A technique for computer detection and correction of spelling
    errors" (1964), those that make another word of a word are left out: all at either end, which
    is what inflection does, and letters exchanged for others, save vowels for vowels.
    """
    for index in range(1, len(word)):
        head, tail = word[:index], word[index:]
        yield from (head + letter + tail for letter in _LETTERS)
        if len(tail) > 1:
            yield head + tail[1:]
            yield head + tail[1] + tail[0] + tail[2:]
            if tail[0] in _VOWELS:
                yield from (head + vowel + tail[1:] for vowel in _VOWELS if vowel != tail[0])


def inconsistent_case(material: Material) -> Iterator[Diagnostic]:
    """One name in two spellings, of capitals and small letters.

    The first letter does not count: parameters and properties often differ in it by convention.
    """
    spellings: dict[str, list[tuple[int, str]]] = defaultdict(list)
    places = _names(material).places
    for name in sorted(places):
        spellings[name.lower()].append((len(places[name]), name))
    for found in spellings.values():
        _, usual = max(found)
        for _, name in found:
            if name[1:] != usual[1:]:
                yield finding(
                    "inconsistent-case",
                    f"{name!r} is spelled {usual!r} elsewhere",
                    name,
                    [*_plainly(places[name]), (min(places[usual]), f"spells it {usual}")],
                )


def table_and_sample_names(material: Material) -> Iterator[Diagnostic]:
    """A property that only tables name, and one that only samples show, with nearly one name."""
    graph = material.trace.graph
    pairs: dict[tuple[Key, str], str] = {}
    wanted: set[Shown] = set()
    for key, node in graph.nodes.items():
        listed = {name for tree in node.evidence.trees for name in tree.names()}
        shown = {name for shape in node.evidence.shapes for name in shape.keys}
        for name in sorted(listed - shown):
            near = sorted(other for other in shown - listed if _alike(name, other))
            if near:
                pairs[key, name] = near[0]
                wanted |= {
                    Shown(key, s, near[0]) for s in node.evidence.shapes if near[0] in s.keys
                }
    claims: dict[tuple[Key, str], set[tuple[At, str]]] = defaultdict(set)
    for showing in samples_of(graph, material.trace.roots, wanted):
        one = showing.wanted
        claims[one.owner, one.name].add((showing.at, f"shows {one.name}"))
    for (key, name), other in pairs.items():
        rows = sorted((place, "") for row, place in rows_of(graph, key) if row.name == name)
        subject = f"{material.trace.names[key]}.{name}"
        message = f"{subject}: samples show it as {other!r}"
        yield finding("near-duplicate-name", message, subject, [*rows, *sorted(claims[key, other])])


def _alike(one: str, other: str) -> bool:
    ours, theirs = one.lower(), other.lower()
    if ours == theirs:
        return True
    lengths = len(ours), len(theirs)
    fit = min(lengths) >= _LONG and max(lengths) <= _LONGEST
    return (
        fit
        and ours.isalpha()
        and theirs.isalpha()
        and (ours in set(_edits(theirs)) or theirs in set(_edits(ours)))
    )


def _plainly(places: Iterable[At]) -> list[tuple[At, str]]:
    return [(place, "") for place in sorted(places)]


def all_names(material: Material) -> dict[str, set[At]]:
    """Every name that the pages print, with its lines."""
    return _names(material).places


def _names(material: Material) -> _Names:
    names = _Names()
    for name, place, text in (*_of_payloads(material.trace), *_of_operations(material.trace)):
        if name:
            names.places[name].add(place)
        names.prose.update(_prose(text))
    return names


def _of_payloads(trace: Trace) -> Iterator[tuple[str, At, str]]:
    """Names of properties and types, each with its line and the words beside it."""
    for key in trace.graph.nodes:
        for row, place in rows_of(trace.graph, key):
            yield row.name, place, row.description
            yield from ((label, place, "") for label in _labels(row.type))
    for root in trace.roots.values():
        for body in root.bodies:
            place = at(body.place)
            yield "", place, body.description
            yield from ((label, place, "") for label in _labels(body.type))


def _of_operations(trace: Trace) -> Iterator[tuple[str, At, str]]:
    """Names of parameters and parts of paths, each with its line and the words beside it."""
    for operation, evidence in trace.operations.items():
        for claim in evidence.claims:
            yield "", at(claim.place), f"{claim.summary} {claim.description}"
            yield from ((part, at(claim.place), "") for part in _segments(operation.path))
        for (_, name), rows in evidence.parameters.items():
            yield from ((name, at(place), row.description) for row, place in rows)


def _labels(expr: TypeExpr | None) -> Iterator[str]:
    return references(expr) if expr is not None else iter(())


def _segments(path: str) -> Iterable[str]:
    fixed = (part for part in path.split("/") if part and not placeholders(part))
    return [*fixed, *placeholders(path)]


def _prose(text: str) -> Iterator[str]:
    """The words of running text; what is written in camel case is a name and no word."""
    return (word.lower() for word in text.split() if word.isalpha() and word[1:].islower())
