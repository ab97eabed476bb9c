"""Which documented type a reference means: by the target of its link, else by its label."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from codegen.claims import Claim, Link, Place, Slot
from codegen.linking.pages import Target, pages_of
from codegen.linking.types import Documented, loose
from codegen.naming import words
from codegen.typeexpr import OneOf, Ref, TypeExpr, one_of, references, substitute

__all__ = ["Index"]

#: What the name of a type begins with of which properties may be missing.
_PARTIAL = "Partial"


class Index:
    """The types by all that a reference may name."""

    def __init__(self, types: Sequence[Documented], claims: Iterable[Claim]) -> None:
        self.of_slot: dict[Slot, Documented] = {}
        self._on: dict[str, list[Documented]] = defaultdict(list)
        self._at: dict[Target, list[tuple[int, Documented]]] = defaultdict(list)
        self._labels: dict[str, list[Documented]] = defaultdict(list)
        self._loosely: dict[str, list[Documented]] = defaultdict(list)
        for one in types:
            for label in one.names:
                self._labels[label].append(one)
                self._loosely[loose(label)].append(one)
            for claim in one.claims:
                self.of_slot.setdefault(claim.slot, one)
        self._pages = pages_of(claims)
        self._read_anchors(types)
        self._taken = {one.label for one in types}
        self._with_properties = {one.label for one in types if one.keys and not one.is_enum}
        self.partials: dict[str, str] = {}
        """Names of types of which properties may be missing -> the types."""
        self._known: dict[tuple[TypeExpr, str, int], TypeExpr] = {}
        self._led: dict[tuple[str, str, int, bool], Documented | None] = {}

    def _read_anchors(self, types: Iterable[Documented]) -> None:
        defining = [(claim, one) for one in types for claim in one.claims]
        defining.sort(key=lambda found: (found[0].place.rank, found[0].place.line))
        for claim, one in defining:
            place = claim.place
            self._on[place.page].append(one)
            for anchor in claim.anchors:
                self._at[Target(place.page, anchor.lower())].append((place.rank, one))

    def forget(self, one: Documented) -> None:
        """Have `one` no more: it turned out to be no type."""
        for claim in one.claims:
            self.of_slot.pop(claim.slot, None)
        for known in (*self._on.values(), *self._labels.values(), *self._loosely.values()):
            if one in known:
                known.remove(one)
        for at in self._at.values():
            at[:] = [found for found in at if found[1] is not one]
        self._known.clear()
        self._led.clear()

    def of_link(self, target: str, place: Place, *, exactly: bool = False) -> Documented | None:
        """The type that a link leads to; None where it leads to none.

        A link of a type to any part of a page that documents one type means that one. Of other
        links (`exactly`) only one to where the type is documented does.
        """
        key = (target, place.page, place.rank, exactly)
        if key not in self._led:
            self._led[key] = self._leads_to(target, place, exactly=exactly)
        return self._led[key]

    def _leads_to(self, target: str, place: Place, *, exactly: bool) -> Documented | None:
        found = self._pages.find(target, place.page)
        if found is None:
            return None
        at = self._at.get(found, ())
        if at:
            return next((one for rank, one in at if rank == place.rank), at[0][1])
        on = list(dict.fromkeys(self._on.get(found.page, ())))
        if found.anchor:
            alone = len(on) == 1 and found.page != place.page and not exactly
            return on[0] if alone else None
        return next((one for one in on if not one.is_enum), on[0] if on else None)

    def of_label(self, label: str, place: Place) -> Documented | None:
        """The type that `label` means on a page; of several the one that the page documents."""
        found = self._labels.get(label) or self._loosely.get(loose(label), [])
        if len(found) < 2:  # noqa: PLR2004 - nothing to choose between
            return found[0] if found else None
        here = set(map(id, self._on.get(place.page, ())))
        near = [one for one in found if id(one) in here]
        kept = [one for one in found if one.label == label]
        return next(iter(near or kept), None)

    def on_page(self, label: str, page: str) -> Documented | None:
        """The type that a page documents under `label`."""
        return next((one for one in self._on.get(page, ()) if label in one.names), None)

    def meant(self, expr: TypeExpr, links: Iterable[Link], place: Place) -> TypeExpr:
        """`expr`, with each reference naming the type that it means."""
        if not any(True for _ in references(expr)):
            return expr
        links = [link for link in links if not link.described]
        led = {
            link.label: one
            for link in reversed(links)
            if (one := self.of_link(link.target, place)) is not None
        }
        partial = {link.label for link in links if link.partial}
        if led or partial:
            return substitute(
                expr,
                lambda label: self._part(
                    self._expression(led.get(label), label, place), partial=label in partial
                ),
            )
        key = (expr, place.page, place.rank)
        if key not in self._known:
            self._known[key] = substitute(expr, lambda label: self._expression(None, label, place))
        return self._known[key]

    def _part(self, expr: TypeExpr, *, partial: bool) -> TypeExpr:
        """A reference to a type with properties, of which some may be missing; else `expr`."""
        if not partial or not isinstance(expr, Ref) or expr.name not in self._with_properties:
            return expr
        label = f"{_PARTIAL}{expr.name}"
        while label in self._taken or self.partials.get(label, expr.name) != expr.name:
            label = f"{_PARTIAL}{label}"
        self.partials[label] = expr.name
        return Ref(label)

    def _expression(
        self, one: Documented | None, label: str, place: Place, above: tuple[Documented, ...] = ()
    ) -> TypeExpr:
        """What a reference stands for: a type, or what a name of something else is given to."""
        one = one or self.of_label(label, place)
        if one is None:
            return Ref(label)
        if not one.is_named or one in above:
            return Ref(one.label)
        said = one.said[0]
        led = {link.label: self.of_link(link.target, said.place) for link in said.links}
        assert said.type is not None  # noqa: S101 - only such are kept
        return substitute(
            _picked(said.type, one, label),
            lambda name: self._expression(led.get(name), name, said.place, (*above, one)),
        )


def _picked(kind: TypeExpr, one: Documented, label: str) -> TypeExpr:
    """Those of several types that stand beside a word of the reference that the name has not."""
    if not one.kinds or not isinstance(kind, OneOf):
        return kind
    wanted = frozenset(_words(label)) - frozenset(_words(one.label))
    options = [option for option in kind.options if isinstance(option, Ref)]
    picked = tuple(option for option in options if wanted & one.kinds.get(option.name, frozenset()))
    return one_of(picked) if picked else kind


def _words(label: str) -> list[str]:
    return [word.lower() for word in words(label)]
