"""Names of the generated Python, as the targets give them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from codegen.naming import enum_members, field_names
from codegen.spec import EnumType, ObjectType

__all__ = ["attributes", "members"]


@lru_cache(maxsize=1024)
def attributes(one: ObjectType) -> Mapping[str, str]:
    """Property -> attribute of its class."""
    given = {prop.name: prop.attribute for prop in one.properties if prop.attribute}
    return field_names([prop.name for prop in one.properties], given)


@lru_cache(maxsize=1024)
def members(one: EnumType) -> Mapping[str | int, str]:
    """Value -> member of its enum."""
    called = {str(item.value): item.name for item in one.values if item.name}
    given = {str(item.value): item.member for item in one.values if item.member}
    return enum_members([item.value for item in one.values], called, given)
