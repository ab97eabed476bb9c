"""Rules for named types as such."""

from __future__ import annotations

from codegen.changes.aliases import heir, serves
from codegen.changes.pairs import One, Two
from codegen.changes.rules.documentation import description_rules
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
from codegen.spec import EnumType, Instance, ObjectType, Type, UnionType

__all__ = ["REUSED", "TYPES", "kind_of"]


def kind_of(one: Type) -> str:
    """The kind of a type, in a word."""
    match one:
        case ObjectType():
            return "object"
        case EnumType():
            return "enum"
        case UnionType():
            return "union"


def _added(pair: One[Type]) -> Fact:
    return Fact(new=kind_of(pair.it))


def _removed(pair: One[Type]) -> Fact:
    return Fact(old=kind_of(pair.it))


def _merged(pair: One[Type]) -> Fact | None:
    heir = pair.around.ends.merged.get(pair.it.name)
    return Fact(pair.it.name, heir) if heir else None


def _aliased(pair: One[Type]) -> Fact | None:
    """Its name is an alias now, of a type that has all that code can know of it."""
    found = heir(pair.it, pair.around.new)
    if found is None or not serves(pair.it, found, pair.around.types):
        return None
    return Fact(pair.it.name, found.name)


def _aliased_other(pair: One[Type]) -> Fact | None:
    """Its name is an alias now, and not all is as it was."""
    found = heir(pair.it, pair.around.new)
    return Fact(pair.it.name, found.name) if found is not None else None


def _alias_removed(pair: Two[Type]) -> Fact | None:
    """Names that it also had, and that nothing has any more."""
    known = {*pair.around.new.types, *map(_bare, pair.around.new.aliases)}
    gone = [name for name in map(_bare, pair.old.aliases) if name not in known]
    return Fact(old=", ".join(gone)) if gone else None


def _bare(alias: str) -> str:
    """An alias without its module."""
    return alias.rpartition(".")[2]


def _undocumented(pair: One[Type]) -> Fact | None:
    """No page described it, and where samples showed it, no page says what stands there now."""
    return Fact(old=kind_of(pair.it)) if pair.it.name in pair.around.ends.lost else None


def _always(pair: Two[Type]) -> Fact:
    return Fact(kind_of(pair.old), kind_of(pair.new))


def _renamed(pair: Two[Type]) -> Fact | None:
    """Another name. One that follows the name of another type is no change of its own."""
    around = pair.around
    if pair.old.name == pair.new.name or heir(pair.old, around.new) is pair.new:
        return None
    leader = around.carried.get(pair.old.name)
    if leader is not None and heir(around.old.types[leader], around.new) is None:
        return None
    return Fact(pair.old.name, pair.new.name)


def _renamed_aliased(pair: Two[Type]) -> Fact | None:
    """Another name, beside which the old one stays."""
    differ = pair.old.name != pair.new.name
    stays = differ and heir(pair.old, pair.around.new) is pair.new
    return Fact(pair.old.name, pair.new.name) if stays else None


def _moved(pair: Two[Type]) -> Fact | None:
    old, new = pair.old.module, pair.new.module
    return Fact(old, new) if old != new else None


def _kind(pair: Two[Type]) -> Fact | None:
    old, new = kind_of(pair.old), kind_of(pair.new)
    return Fact(old, new) if old != new else None


def _scalar(pair: Two[Type]) -> Fact | None:
    match pair.old, pair.new:
        case EnumType(scalar=old), EnumType(scalar=new) if old != new:
            return Fact(old, new)
    return None


def _opened(pair: Two[Type]) -> Fact | None:
    match pair.old, pair.new:
        case EnumType(contradicted=False), EnumType(contradicted=True):
            return Fact("closed", "open")
    return None


def _closed(pair: Two[Type]) -> Fact | None:
    match pair.old, pair.new:
        case EnumType(contradicted=True), EnumType(contradicted=False):
            return Fact("open", "closed")
    return None


def _combined(pair: Two[Type]) -> Fact | None:
    match pair.old, pair.new:
        case EnumType(flags=False), EnumType(flags=True):
            return Fact("one of them", "a combination")
    return None


def _no_longer_combined(pair: Two[Type]) -> Fact | None:
    match pair.old, pair.new:
        case EnumType(flags=True), EnumType(flags=False):
            return Fact("a combination", "one of them")
    return None


def _instance(pair: Two[Type]) -> Fact | None:
    match pair.old, pair.new:
        case ObjectType(instance=old), ObjectType(instance=new) if old and new and old != new:
            return Fact(_said(old), _said(new))
    return None


def _said(instance: Instance) -> str:
    return f"{instance.property}: {', '.join(instance.values)}"


def _discriminators(pair: Two[Type]) -> tuple[str | None, str | None] | None:
    match pair.old, pair.new:
        case UnionType(discriminator=old), UnionType(discriminator=new) if old != new:
            return old, new
    return None


def _discriminator_added(pair: Two[Type]) -> Fact | None:
    match _discriminators(pair):
        case None, str(new):
            return Fact(new=new)
    return None


def _discriminator_removed(pair: Two[Type]) -> Fact | None:
    match _discriminators(pair):
        case str(old), None:
            return Fact(old=old)
    return None


def _discriminator_changed(pair: Two[Type]) -> Fact | None:
    match _discriminators(pair):
        case str(old), str(new):
            return Fact(old, new)
    return None


TYPES: Rules[Type] = Rules(
    added=(
        Rule(
            name="type-added",
            find=_added,
            says="{it} was added",
            why="what travels is a change of the places where it stands",
            wire=DOCS,
            source=SAFE,
            effect="new",
        ),
    ),
    removed=(
        Rule(
            name="type-aliased",
            find=_aliased,
            says="{it} is {new} now, and code that uses it by its name goes on working",
            why="what travels is a change of the places where it stood; the name is an alias of "
            "the class, which has all that the other had",
            wire=DOCS,
            source=DOCS,
        ),
        Rule(
            name="type-aliased-changed",
            find=_aliased_other,
            says="{it} is {new} now, by its old name too; not all in it is what it was",
            why="what travels is a change of the places where it stood; code finds the attributes "
            "that it knows, and other things in some",
            wire=DOCS,
            source=RISKY,
            effect="changed",
        ),
        Rule(
            name="type-merged",
            find=_merged,
            says="{it} is {new} now: that is what stands wherever it stood, with all that it had",
            why="what travels is the same; code that imports the class must import the other",
            wire=DOCS,
            source=RISKY,
            effect="gone",
        ),
        Rule(
            name="type-undocumented",
            find=_undocumented,
            says="{it} is neither documented nor shown any more",
            why="the pages say less than before: that is no change of the API; the class goes",
            wire=DOCS,
            source=RISKY,
            effect="gone",
        ),
        Rule(
            name="type-removed",
            find=_removed,
            says="{it} was removed: no operation uses it any more",
            why="what travels is a change of the places where it stood; code may import it",
            wire=DOCS,
            source=BREAKING,
            effect="gone",
        ),
    ),
    kept=(
        Rule(
            name="type-renamed",
            find=_renamed,
            says="{it} was called {old}",
            why="the name of a type does not travel; code imports it by its name",
            wire=DOCS,
            source=BREAKING,
            effect="renamed",
            rename=True,
        ),
        Rule(
            name="type-renamed-aliased",
            find=_renamed_aliased,
            says="{it} was called {old}, and goes by that name too",
            why="the name of a type does not travel; code that imports it by the old one still can",
            wire=DOCS,
            source=DOCS,
            rename=True,
        ),
        Rule(
            name="type-alias-removed",
            find=_alias_removed,
            says="{it} no longer goes by what it was called before: {old}",
            why="no name of a type travels; code imports it by that name",
            wire=DOCS,
            source=BREAKING,
            effect="changed",
        ),
        Rule(
            name="type-module-moved",
            find=_moved,
            says="{it} is in the module {new}; it was in {old}",
            why="the package has it under the same name; imports from the module itself break",
            wire=DOCS,
            source=RISKY,
            effect="moved",
        ),
        Rule(
            name="type-kind-changed",
            find=_kind,
            says="{it} is an {new}; it was an {old}",
            why="values of the one kind are none of the other",
            wire=BREAKING,
            source=BREAKING,
            effect="changed",
        ),
        Rule(
            name="enum-scalar-changed",
            find=_scalar,
            says="the values of {it} are of type {new}; they were of type {old}",
            why="values of the one type are none of the other",
            wire=BREAKING,
            source=BREAKING,
            effect="changed",
            correctable=True,
        ),
        Rule(
            name="enum-opened",
            find=_opened,
            says="{it} takes values that it does not list: most that samples show are not listed",
            why="the pages contradict themselves, the API is as it was; where enums are "
            "closed, the class goes",
            wire=DOCS,
            source=RISKY,
            effect="changed",
        ),
        Rule(
            name="enum-closed",
            find=_closed,
            says="{it} lists the values that samples show",
            why="the pages no longer contradict themselves, the API is as it was; where enums are "
            "closed, there is a class again",
            wire=DOCS,
            source=RISKY,
            effect="changed",
        ),
        Rule(
            name="enum-flags-set",
            find=_combined,
            says="the values of {it} are bits, and are combined",
            why="a value may be several of them at once, which code that knows one may not expect",
            wire=RISKY,
            source=RISKY,
            effect="changed",
        ),
        Rule(
            name="enum-flags-cleared",
            find=_no_longer_combined,
            says="the values of {it} are no bits any more: each value is one of them",
            why="a combination of several may be refused, and code that combines them breaks",
            wire=RISKY,
            source=BREAKING,
            effect="changed",
        ),
        Rule(
            name="type-instance-changed",
            find=_instance,
            says="objects of {it} say that they are by {new}; it was {old}",
            why="samples show it: readers that choose a class by it may choose another",
            wire=RISKY,
            source=RISKY,
            effect="changed",
        ),
        Rule(
            name="union-discriminator-added",
            find=_discriminator_added,
            says="the variants of {it} are told apart by {new} now",
            why="callers may have to send it; what they receive is easier to tell apart",
            wire=By("risky", "safe"),
            source=SAFE,
            effect="changed",
        ),
        Rule(
            name="union-discriminator-removed",
            find=_discriminator_removed,
            says="the variants of {it} are no longer told apart by {old}",
            why="callers that tell them apart by it cannot any more",
            wire=By("safe", "breaking"),
            source=RISKY,
            effect="changed",
        ),
        Rule(
            name="union-discriminator-changed",
            find=_discriminator_changed,
            says="the variants of {it} are told apart by {new}; it was {old}",
            why="callers look at the wrong property, and send the wrong one",
            wire=BREAKING,
            source=BREAKING,
            effect="changed",
        ),
        *description_rules("type"),
    ),
)

#: A type that is gone, and another that has got its name. What travels is compared place by place.
REUSED: Rules[Type] = Rules(
    kept=(
        Rule(
            name="type-name-reused",
            find=_always,
            says="{it} is another type than the one of that name before",
            why="what travels is a change of the places where both stand; the class is another",
            wire=DOCS,
            source=BREAKING,
            effect="changed",
        ),
    ),
)
