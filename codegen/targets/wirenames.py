"""The rules by which wire names follow from attributes, and the one that a class has.

Nearly all names of an API follow one rule (``start_date`` is StartDate). A class whose base has
the rule writes out only the names that do not follow it: shorter to read, and faster to import,
for pydantic builds two objects for every name that is written out.

`_base.py` of the pydantic package has the same rules as functions of its own: those of pydantic
give other names in other versions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from codegen.targets.plan import Field

__all__ = ["RULES", "alias_of", "rule_of"]


def _pascal_case(name: str) -> str:
    return name.title().replace("_", "")


def _camel_case(name: str) -> str:
    first, _, others = name.partition("_")
    return first + others.title().replace("_", "")


#: The base class that has a rule -> attribute to wire name.
RULES: Mapping[str, Callable[[str], str]] = {
    "PascalModel": _pascal_case,
    "CamelModel": _camel_case,
}


def rule_of(fields: Iterable[Field]) -> str:
    """The rule that leaves the fewest wire names to write out; '' where none leaves fewer.

    Names without a capital follow no rule of capitals, though one would save ``from_`` its alias.
    """
    known = list(fields)
    if not any(char.isupper() for field in known for char in field.wire):
        return ""
    return min(
        ("", *RULES), key=lambda rule: sum(alias_of(field, rule) is not None for field in known)
    )


def alias_of(field: Field, rule: str) -> str | None:
    """The wire name, where the attribute must state it in a class with that rule."""
    if not rule:
        return field.alias
    # Only in ASCII have all versions of Python the same capitals.
    follows = field.name.isascii() and RULES[rule](field.name) == field.wire
    return None if follows else field.wire
