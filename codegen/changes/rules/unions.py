"""Rules for the variants of unions."""

from __future__ import annotations

from codegen.changes.pairs import One, Two
from codegen.changes.rules.model import BREAKING, By, Fact, Rule, Rules
from codegen.spec import UnionType, Variant

__all__ = ["VARIANTS"]


def _added(pair: One[Variant]) -> Fact:
    return Fact(new=pair.it.type)


def _removed(pair: One[Variant]) -> Fact:
    return Fact(old=pair.it.type)


def _replaced(pair: Two[Variant]) -> Fact | None:
    """The same values choose another type."""
    old = pair.around.types.renamed.get(pair.old.type, pair.old.type)
    return Fact(pair.old.type, pair.new.type) if old != pair.new.type else None


def _values_added(pair: Two[Variant]) -> Fact | None:
    """Values that choose the variant now, and chose none before."""
    fresh = [one for one in pair.new.values if one not in pair.old.values]
    listed = [one for one in fresh if one not in _chosen(pair.owners[0])]
    return Fact(new=", ".join(listed)) if listed else None


def _values_removed(pair: Two[Variant]) -> Fact | None:
    """Values that choose no variant now."""
    gone = [one for one in pair.old.values if one not in pair.new.values]
    listed = [one for one in gone if one not in _chosen(pair.owners[1])]
    return Fact(old=", ".join(listed)) if listed else None


def _values_moved(pair: Two[Variant]) -> Fact | None:
    """Values that chose another variant before."""
    fresh = [one for one in pair.new.values if one not in pair.old.values]
    chosen = _chosen(pair.owners[0])
    listed = [one for one in fresh if one in chosen]
    others = sorted({chosen[one] for one in listed})
    if not listed:
        return None
    values = ", ".join(listed)
    return Fact(f"{values}: {', '.join(others)}", f"{values}: {pair.new.type}")


def _chosen(owner: object) -> dict[str, str]:
    """Discriminator value -> the type that it chooses."""
    variants = owner.variants if isinstance(owner, UnionType) else ()
    return {value: one.type for one in variants for value in one.values}


VARIANTS: Rules[Variant] = Rules(
    added=(
        Rule(
            name="union-variant-added",
            find=_added,
            says="{it} was added",
            why="callers need not send it; what they receive may be what they never handled",
            wire=By("safe", "breaking"),
            source=By("safe", "risky"),
            effect="widened",
        ),
    ),
    removed=(
        Rule(
            name="union-variant-removed",
            find=_removed,
            says="{it} was removed",
            why="callers that send it are refused; they do not receive it any more",
            wire=By("breaking", "safe"),
            source=By("risky", "safe"),
            effect="narrowed",
        ),
    ),
    kept=(
        Rule(
            name="union-variant-replaced",
            find=_replaced,
            says="{it} is chosen by what chose {old}",
            why="the same value of the discriminator stands for another type",
            wire=BREAKING,
            source=BREAKING,
            effect="retyped",
            rename=True,
        ),
        Rule(
            name="union-variant-value-added",
            find=_values_added,
            says="{it} is chosen by {new}, too",
            why="callers may receive a value of the discriminator that they never handled",
            wire=By("safe", "risky"),
            source=By("safe", "risky"),
            effect="changed",
        ),
        Rule(
            name="union-variant-value-removed",
            find=_values_removed,
            says="{it} is no longer chosen by {old}",
            why="callers that send that value of the discriminator are refused",
            wire=By("breaking", "safe"),
            source=By("risky", "safe"),
            effect="changed",
        ),
        Rule(
            name="union-variant-value-moved",
            find=_values_moved,
            says="{it} is chosen by what chose another one: {new}, and before {old}",
            why="the same value of the discriminator stands for another type",
            wire=BREAKING,
            source=BREAKING,
            effect="changed",
        ),
    ),
)
