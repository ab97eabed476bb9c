"""Rules for the properties of object types.

There is none for their order: it means nothing in JSON, and fields of the models are given by
name. Nor is there one for where a page says a thing: that changes with every edit.
"""

from __future__ import annotations

from codegen.changes.pairs import One, Owner, Two
from codegen.changes.rules.constraints import constraint_rules
from codegen.changes.rules.documentation import deprecation_rules, description_rules
from codegen.changes.rules.model import (
    BREAKING,
    DOCS,
    RISKY,
    SAFE,
    By,
    Fact,
    Rule,
    Rules,
)
from codegen.changes.rules.presence import nullable_rules, required_rules
from codegen.changes.rules.shifts import type_rules
from codegen.changes.shift import SEEN
from codegen.membernames import attributes
from codegen.spec import ObjectType, Property

__all__ = ["PROPERTIES"]


def _shown_only(owner: Owner) -> bool:
    """Whether pages show no more of a type than its samples do, or not even that."""
    blank = isinstance(owner, ObjectType) and not owner.properties
    return blank or (isinstance(owner, ObjectType) and owner.basis == "sampled")


def _documented(pair: One[Property]) -> Fact | None:
    """A property of a type of which nothing was known, or that only samples showed."""
    before, _ = pair.owners
    return Fact(new=str(pair.it.type)) if _shown_only(before) else None


def _undocumented(pair: One[Property]) -> Fact | None:
    """No page listed it, or of its type nothing is known now or that only samples show."""
    _, after = pair.owners
    found = pair.it.basis in SEEN or _shown_only(after)
    return Fact(old=str(pair.it.type)) if found else None


def _added_required(pair: One[Property]) -> Fact | None:
    return Fact(new=str(pair.it.type)) if pair.it.presence == "required" else None


def _added(pair: One[Property]) -> Fact:
    return Fact(new=str(pair.it.type))


def _removed_required(pair: One[Property]) -> Fact | None:
    return Fact(old=str(pair.it.type)) if pair.it.presence == "required" else None


def _removed_optional(pair: One[Property]) -> Fact | None:
    return Fact(old=str(pair.it.type)) if pair.it.presence == "optional" else None


def _removed(pair: One[Property]) -> Fact:
    return Fact(old=str(pair.it.type))


def _renamed(pair: Two[Property]) -> Fact | None:
    differ = pair.old.name != pair.new.name
    return Fact(pair.old.name, pair.new.name) if differ else None


def _confirmed(pair: Two[Property]) -> Fact | None:
    """What was only seen, and is said now."""
    said = pair.old.basis in SEEN and pair.new.basis == "documented"
    return Fact(pair.old.basis, pair.new.basis) if said and pair.shift == "same" else None


def _unconfirmed(pair: Two[Property]) -> Fact | None:
    said = pair.old.basis == "documented" and pair.new.basis in SEEN
    return Fact(pair.old.basis, pair.new.basis) if said and pair.shift == "same" else None


def _became_read_only(pair: Two[Property]) -> Fact | None:
    return Fact(new="read-only") if pair.new.read_only and not pair.old.read_only else None


def _became_not_read_only(pair: Two[Property]) -> Fact | None:
    return Fact(old="read-only") if pair.old.read_only and not pair.new.read_only else None


def _became_write_only(pair: Two[Property]) -> Fact | None:
    return Fact(new="write-only") if pair.new.write_only and not pair.old.write_only else None


def _became_not_write_only(pair: Two[Property]) -> Fact | None:
    return Fact(old="write-only") if pair.old.write_only and not pair.new.write_only else None


def _fewer_bodies(pair: Two[Property]) -> Fact | None:
    """It is sent in bodies of some media types alone, and could be in others."""
    old, new = pair.old.media_types, pair.new.media_types
    fewer = new and (not old or not set(old) <= set(new))
    return Fact(", ".join(old), ", ".join(new)) if fewer else None


def _more_bodies(pair: Two[Property]) -> Fact | None:
    """It can be sent in bodies of other media types, too."""
    old, new = pair.old.media_types, pair.new.media_types
    more = old and (not new or set(old) < set(new))
    return Fact(", ".join(old), ", ".join(new)) if more else None


def _attribute(pair: Two[Property]) -> Fact | None:
    """The wire name is the same, and the Python name another."""
    before, after = pair.owners
    if not (isinstance(before, ObjectType) and isinstance(after, ObjectType)):
        return None
    old = attributes(before)[pair.old.name]
    new = attributes(after)[pair.new.name]
    return Fact(old, new) if pair.old.name == pair.new.name and old != new else None


PROPERTIES: Rules[Property] = Rules(
    added=(
        Rule(
            name="property-documented",
            find=_documented,
            says="{it} is documented; the pages did not say before what its type holds",
            why="the pages say more than before: that is no change of the API",
            wire=DOCS,
            source=DOCS,
            effect="documented",
        ),
        Rule(
            name="property-added-required",
            find=_added_required,
            says="{it} was added and is required",
            why="callers that do not send it are refused; one more that they receive is ignored",
            wire=By("breaking", "safe"),
            source=By("breaking", "safe"),
            effect="new",
        ),
        Rule(
            name="property-added",
            find=_added,
            says="{it} was added",
            why="callers need not send it, and ignore one more that they receive",
            wire=SAFE,
            source=SAFE,
            effect="new",
        ),
    ),
    removed=(
        Rule(
            name="property-undocumented",
            find=_undocumented,
            says="{it} is neither documented nor shown any more",
            why="the pages say less than before: that is no change of the API; the attribute goes",
            wire=DOCS,
            source=RISKY,
            effect="gone",
        ),
        Rule(
            name="property-removed-required",
            find=_removed_required,
            says="{it}, which was required, was removed",
            why="what callers send of it may be refused or ignored; what they always received, "
            "they receive no more",
            wire=By("risky", "breaking"),
            source=BREAKING,
            effect="gone",
        ),
        Rule(
            name="property-removed-optional",
            find=_removed_optional,
            says="{it}, which was optional, was removed",
            why="what callers send of it may be refused or ignored; they had to do without it, "
            "but may have used it where it came",
            wire=RISKY,
            source=BREAKING,
            effect="gone",
        ),
        Rule(
            name="property-removed",
            find=_removed,
            says="{it} was removed",
            why="what callers send of it may be refused or ignored; what they received, they "
            "receive no more",
            wire=By("risky", "breaking"),
            source=BREAKING,
            effect="gone",
        ),
    ),
    kept=(
        Rule(
            name="property-renamed",
            find=_renamed,
            says="{it} was called {old}",
            why="under the old name nothing is taken and nothing comes",
            wire=BREAKING,
            source=BREAKING,
            effect="renamed",
            rename=True,
        ),
        *type_rules("property"),
        Rule(
            name="property-confirmed",
            find=_confirmed,
            says="{it} has a documented type, as it was {old} before",
            why="the pages say what was seen before: that is no change of the API",
            wire=DOCS,
            source=DOCS,
        ),
        Rule(
            name="property-unconfirmed",
            find=_unconfirmed,
            says="the type of {it} is no longer documented, and only {new}",
            why="the pages do not say any more what can still be seen",
            wire=DOCS,
            source=DOCS,
        ),
        *required_rules("property"),
        *nullable_rules("property"),
        Rule(
            name="property-became-read-only",
            find=_became_read_only,
            says="{it} is read-only now",
            why="what callers send of it may be refused or ignored",
            wire=By("risky", "safe"),
            source=DOCS,
        ),
        Rule(
            name="property-became-not-read-only",
            find=_became_not_read_only,
            says="{it} is no longer read-only",
            why="callers may send it, and need not",
            wire=SAFE,
            source=DOCS,
        ),
        Rule(
            name="property-became-write-only",
            find=_became_write_only,
            says="{it} is write-only now",
            why="callers no longer receive it",
            wire=By("safe", "breaking"),
            source=DOCS,
        ),
        Rule(
            name="property-became-not-write-only",
            find=_became_not_write_only,
            says="{it} is no longer write-only",
            why="callers receive one more property, which they ignore",
            wire=SAFE,
            source=DOCS,
        ),
        Rule(
            name="property-media-types-restricted",
            find=_fewer_bodies,
            says="{it} is sent in bodies of {new} only",
            why="what callers send of it in other bodies may be refused or ignored",
            wire=By("risky", "safe"),
            source=DOCS,
        ),
        Rule(
            name="property-media-types-unrestricted",
            find=_more_bodies,
            says="{it} is sent in other bodies than those of {old}, too",
            why="callers may go on as they did",
            wire=SAFE,
            source=DOCS,
        ),
        Rule(
            name="property-attribute-renamed",
            find=_attribute,
            says="{it} is the attribute {new} in Python; it was {old}",
            why="nothing travels under that name; code that uses it must use the other",
            wire=DOCS,
            source=BREAKING,
            effect="renamed",
        ),
        *constraint_rules("property", enforced=True),
        *deprecation_rules("property"),
        *description_rules("property"),
    ),
)
