"""The rules of a comparison: one row each, by the kind of thing that they look at.

A rule says what it found; how grave that is stands in its row, by direction. Where the pages say
more or less than before, and the API may be as it was, the change is of the documentation only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.changes.rules.bodies import REQUESTS, RESPONSE_BODIES, RESPONSES
from codegen.changes.rules.model import By, Effect, Fact, Rule, Rules
from codegen.changes.rules.operations import API, OPERATIONS, SCHEMES
from codegen.changes.rules.parameters import PARAMETERS
from codegen.changes.rules.properties import PROPERTIES
from codegen.changes.rules.types import REUSED, TYPES
from codegen.changes.rules.unions import VARIANTS
from codegen.changes.rules.values import VALUES

__all__ = [
    "API",
    "OPERATIONS",
    "PARAMETERS",
    "PROPERTIES",
    "REQUESTS",
    "RESPONSES",
    "RESPONSE_BODIES",
    "REUSED",
    "RULES",
    "SCHEMES",
    "TYPES",
    "VALUES",
    "VARIANTS",
    "By",
    "Effect",
    "Fact",
    "Rule",
    "Rules",
]

_TABLES: tuple[Rules[Any], ...] = (
    API,
    SCHEMES,
    OPERATIONS,
    PARAMETERS,
    REQUESTS,
    RESPONSES,
    RESPONSE_BODIES,
    TYPES,
    REUSED,
    PROPERTIES,
    VALUES,
    VARIANTS,
)

#: Every row by its name, in order.
RULES: Mapping[str, Rule[Any]] = {rule.name: rule for table in _TABLES for rule in table.rows}
