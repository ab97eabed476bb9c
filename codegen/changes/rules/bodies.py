"""Rules for what operations take and answer: request bodies, responses and their bodies."""

from __future__ import annotations

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
from codegen.changes.rules.presence import nullable_rules, required_rules
from codegen.changes.rules.shifts import type_rules
from codegen.spec import Body, Response

__all__ = ["REQUESTS", "RESPONSES", "RESPONSE_BODIES"]


def _added_required(pair: One[Body]) -> Fact | None:
    return Fact(new=str(pair.it.type)) if pair.it.required else None


def _added_optional(pair: One[Body]) -> Fact | None:
    return Fact(new=str(pair.it.type)) if pair.it.required is False else None


def _added(pair: One[Body]) -> Fact:
    return Fact(new=str(pair.it.type))


def _removed(pair: One[Body]) -> Fact:
    return Fact(old=str(pair.it.type))


def _media_added(pair: Two[Body]) -> Fact | None:
    listed = [one for one in pair.new.media_types if one not in pair.old.media_types]
    return Fact(new=", ".join(listed)) if listed else None


def _media_removed(pair: Two[Body]) -> Fact | None:
    listed = [one for one in pair.old.media_types if one not in pair.new.media_types]
    return Fact(old=", ".join(listed)) if listed else None


def _media_rules(prefix: str, *, asked: bool) -> tuple[Rule[Two[Body]], ...]:
    return (
        Rule(
            name=f"{prefix}-media-type-added",
            find=_media_added,
            says="{it} may be {new}, too",
            why="callers may go on as they did"
            if asked
            else "callers that do not say which they take may receive another",
            wire=SAFE if asked else RISKY,
            source=DOCS,
        ),
        Rule(
            name=f"{prefix}-media-type-removed",
            find=_media_removed,
            says="{it} is not {old} any more",
            why="what callers send in it is refused"
            if asked
            else "callers that ask for it get it no more",
            wire=BREAKING,
            source=DOCS,
        ),
    )


REQUESTS: Rules[Body] = Rules(
    added=(
        Rule(
            name="request-body-added-required",
            find=_added_required,
            says="{it} is taken now, and is required",
            why="callers that send none are refused",
            wire=BREAKING,
            source=RISKY,
            effect="changed",
        ),
        Rule(
            name="request-body-added-optional",
            find=_added_optional,
            says="{it} is taken now, and need not be sent",
            why="callers may go on as they did",
            wire=SAFE,
            source=SAFE,
            effect="changed",
        ),
        Rule(
            name="request-body-added",
            find=_added,
            says="{it} is taken now",
            why="the pages do not say whether callers must send it, nor whether it was always so",
            wire=RISKY,
            source=SAFE,
            effect="changed",
        ),
    ),
    removed=(
        Rule(
            name="request-body-removed",
            find=_removed,
            says="{it} is not taken any more",
            why="what callers tell the API in it, they can tell no more",
            wire=BREAKING,
            source=BREAKING,
            effect="changed",
        ),
    ),
    kept=(
        *type_rules("request-body"),
        *required_rules("request-body"),
        *nullable_rules("request-body"),
        *_media_rules("request-body", asked=True),
        *description_rules("request-body"),
    ),
)

RESPONSE_BODIES: Rules[Body] = Rules(
    added=(
        Rule(
            name="response-body-added",
            find=_added,
            says="{it} is sent back now",
            why="callers that expect nothing ignore it; the pages may also only say now that it is",
            wire=SAFE,
            source=By("safe", "risky"),
            effect="changed",
        ),
    ),
    removed=(
        Rule(
            name="response-body-removed",
            find=_removed,
            says="{it} is not sent back any more",
            why="callers that read it find nothing",
            wire=BREAKING,
            source=BREAKING,
            effect="changed",
        ),
    ),
    kept=(
        *type_rules("response-body"),
        *nullable_rules("response-body"),
        *_media_rules("response-body", asked=False),
        *description_rules("response-body"),
    ),
)


def _is_success(status: str) -> bool:
    return status.startswith("2")


def _success(pair: One[Response]) -> Fact | None:
    return Fact(new=pair.it.status) if _is_success(pair.it.status) else None


def _error(pair: One[Response]) -> Fact:
    return Fact(new=pair.it.status)


def _no_success(pair: One[Response]) -> Fact | None:
    return Fact(old=pair.it.status) if _is_success(pair.it.status) else None


def _no_error(pair: One[Response]) -> Fact:
    return Fact(old=pair.it.status)


RESPONSES: Rules[Response] = Rules(
    added=(
        Rule(
            name="response-success-added",
            find=_success,
            says="{it} may be the answer of success, too",
            why="callers that wait for another status may take it for a failure",
            wire=RISKY,
            source=By("safe", "risky"),
            effect="changed",
        ),
        Rule(
            name="response-error-added",
            find=_error,
            says="{it} may be the answer, too",
            why="callers must handle a failure of any status anyway",
            wire=SAFE,
            source=SAFE,
            effect="changed",
        ),
    ),
    removed=(
        Rule(
            name="response-success-removed",
            find=_no_success,
            says="{it} is no longer the answer of success",
            why="callers wait for a status that does not come",
            wire=BREAKING,
            source=RISKY,
            effect="changed",
        ),
        Rule(
            name="response-error-removed",
            find=_no_error,
            says="{it} is no longer an answer",
            why="callers that handle it on its own wait in vain; nothing else fails",
            wire=SAFE,
            source=RISKY,
            effect="changed",
        ),
    ),
    kept=description_rules("response"),
)
