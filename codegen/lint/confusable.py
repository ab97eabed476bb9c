"""Names that look like others and are not: letters of another script, characters that nobody sees.

After Unicode's "Security Mechanisms" (UTS 39), whose table tells which characters look alike. Names
of ASCII alone are left out: whether l and 1 look alike is a matter of fonts, and not of attack.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from codegen.codes import finding
from codegen.diagnostics import At, Diagnostic
from codegen.lint.material import Material
from codegen.lint.names import all_names

__all__ = ["confusable_names"]


def confusable_names(material: Material) -> Iterator[Diagnostic]:
    """A name that looks like another one, or like ASCII and is not."""
    places = all_names(material)
    alike: dict[str, list[str]] = defaultdict(list)
    for name in sorted(places):
        alike[_look(name)].append(name)
    for look, names in alike.items():
        for name in names:
            if name.isascii():
                continue
            usual = _usual(names, places)
            if name != usual:
                sides = [(min(places[usual]), f"spells it {usual!a}")]
                message = f"{name!a} looks like {usual!a}, and is another name"
            elif look.isascii() and _disguised(name):
                sides, message = [], f"{name!a} looks like {look!a}, and is another name"
            else:
                continue
            listed = [(place, "") for place in sorted(places[name])]
            yield finding("confusable-names", message, name, [*listed, *sides])


def _usual(names: list[str], places: Mapping[str, set[At]]) -> str:
    """Of names that look the same, the one that was meant: in ASCII, or met the most often."""
    return max(names, key=lambda name: (name.isascii(), len(places[name]), name))


def _disguised(name: str) -> bool:
    """Whether a name mixes ASCII with letters that look like ASCII, or hides a character."""
    odd = [char for char in name if not char.isascii()]
    letters = any(char.isascii() and char.isalpha() for char in name)
    return letters and any(char.isalpha() or not char.isprintable() for char in odd)


def _look(name: str) -> str:
    """The same for all names that look the same: UTS 39 calls it the skeleton."""
    if name.isascii():
        return name
    apart = "".join(map(_plain, unicodedata.normalize("NFD", name)))
    return unicodedata.normalize("NFD", apart)


@cache
def _plain(char: str) -> str:
    """What `char` looks like; '' where it cannot be seen."""
    if char.isascii():
        return char
    # Format characters, and the selectors of variants, that have no other category of their own.
    if unicodedata.category(char) == "Cf" or unicodedata.name(char, "").startswith("VARIATION SEL"):
        return ""
    from confusable_homoglyphs import confusables  # type: ignore[import-untyped]  # noqa: PLC0415 - slow, and rare

    listed = {str(one["c"]) for one in confusables.confusables_data.get(char, ())} | {char}
    return min(listed, key=lambda text: (not text.isascii(), len(text), text))
