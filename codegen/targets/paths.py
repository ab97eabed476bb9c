"""Operations of the spec -> OpenAPI path items, with every reference naming its fragment."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Any

from msgspec.structs import replace

from codegen.mediatypes import JSON, can_hold, is_bytes, is_text
from codegen.pathtemplate import PLACEHOLDER, placeholders
from codegen.spec import (
    NO_CONSTRAINTS,
    Body,
    ObjectType,
    Operation,
    Parameter,
    Property,
    Response,
    Type,
)
from codegen.targets.fragment import Document, Options, Schema
from codegen.targets.schemas import (
    Refer,
    constrained,
    expression,
    nullable,
    provenance,
    type_schema,
)
from codegen.typeexpr import AnyType, Ref, Scalar

__all__ = ["operation_objects", "parameters", "path_items", "status"]

_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace"})
_STATUS = re.compile(r"[1-5]([0-9]{2}|XX)")
_STRING = Scalar("string")

#: The types of the spec by name.
Types = Mapping[str, Type]


def operation_objects(
    operations: Iterable[Operation],
    refer: Refer,
    options: Options,
    schemes: Mapping[str, str],
    types: Types,
) -> Iterator[Schema]:
    """The operation objects; `schemes` has the keys of the security schemes.

    Thousands of operations have the same few parameters and responses: equal ones are made once,
    and are one object in all of them.
    """
    response = cache(partial(_response, refer=refer, options=options, types=types))
    plain = cache(partial(_parameter, refer=refer, options=options))

    def parameter(item: Parameter) -> Schema:
        # Constraints that are equal to Python need not be so to JSON: 1 and true.
        constrained = item.constraints != NO_CONSTRAINTS
        return _parameter(item, refer, options) if constrained else plain(item)

    for operation in operations:
        listed = [parameter(item) for item in parameters(operation)]
        responses: Schema = {}
        for item in operation.responses:
            responses.setdefault(status(item.status), response(item))
        facts: dict[str, Any] = {
            "tags": [operation.module],
            "summary": operation.summary or None,
            "description": operation.description or None,
            "operationId": operation.id,
            "parameters": listed or None,
            "requestBody": _request(operation.request, refer, options, types),
            "responses": responses or None,
            "deprecated": True if operation.deprecated is not None else None,
            "x-deprecated": operation.deprecated or None,
            "security": [{schemes[name]: []} for name in operation.security if name in schemes]
            or None,
        }
        known = {key: value for key, value in facts.items() if value is not None}
        yield known | provenance(operation.sources, overlay=operation.overlay)


def path_items(operations: Iterable[tuple[Operation, Schema]]) -> Document:
    """``paths`` and ``webhooks``; what OpenAPI takes for another's place goes by its id too.

    These are a second operation of one place, and a path that differs only in the names of its
    parameters: the place is that of the names that most operations have.
    """
    document: Document = {"paths": {}}
    operations = tuple(operations)
    counted = Counter(_path(one.path) for one, _ in operations if not one.webhook)
    spelled: dict[str, str] = {}
    for place, _ in counted.most_common():
        spelled.setdefault(PLACEHOLDER.sub("{}", place), place)
    for operation, built in operations:
        method = operation.method.lower()
        method = method if method in _METHODS else f"x-{method}"
        if operation.webhook:
            items, place = document.setdefault("webhooks", {}), operation.id
        else:
            items, place = document["paths"], _path(operation.path)
            if spelled[PLACEHOLDER.sub("{}", place)] != place:
                place = f"{place}#{operation.id}"
        while method in items.get(place, {}):
            place = f"{place}#{operation.id}"
        items.setdefault(place, {})[method] = built
    return document


def _path(text: str) -> str:
    """A key of `paths`: with a leading slash, and no brace that is not a placeholder's."""
    parts = PLACEHOLDER.split(text.removeprefix("/"))  # every second one is a placeholder's name
    for index in range(0, len(parts), 2):
        parts[index] = parts[index].replace("{", "%7B").replace("}", "%7D")
    names = [f"{{{part}}}" if index % 2 else part for index, part in enumerate(parts)]
    return "/" + "".join(names)


def parameters(operation: Operation) -> Iterator[Parameter]:
    """Each parameter once, with all that the path names and none that it does not."""
    seen: set[tuple[str, str]] = set()
    in_path = () if operation.webhook else placeholders(operation.path)
    missing = [Parameter(name=name, location="path", type=_STRING) for name in in_path]
    for item in (*operation.parameters, *missing):
        name = item.name.lower() if item.location == "header" else item.name
        known = item.location != "path" or name in in_path
        if known and (item.location, name) not in seen:
            seen.add((item.location, name))
            yield item


def _parameter(item: Parameter, refer: Refer, options: Options) -> Schema:
    required = True if item.location == "path" else item.required or None
    facts: dict[str, Any] = {
        "name": item.name,
        "in": item.location,
        "description": item.description or None,
        "required": required,
        "deprecated": True if item.deprecated is not None else None,
        "x-deprecated": item.deprecated or None,
        "schema": constrained(expression(item.type, refer), item.constraints, options),
    }
    known = {key: value for key, value in facts.items() if value is not None}
    return known | provenance((), item.basis, item.overlay)


def _request(body: Body | None, refer: Refer, options: Options, types: Types) -> Schema | None:
    if body is None:
        return None
    head: Schema = {"description": body.description} if body.description else {}
    required: Schema = {"required": True} if body.required else {}
    return (
        head
        | {"content": _content(body, refer, options, types)}
        | required
        | provenance((), body.basis, body.overlay)
    )


def _response(response: Response, refer: Refer, options: Options, types: Types) -> Schema:
    body = response.body
    description = response.description or (body.description if body else "")
    content = {"content": _content(body, refer, options, types)} if body else {}
    basis = provenance((), body.basis, body.overlay) if body else {}
    return {"description": description} | content | basis


def status(text: str) -> str:
    """The key of a response: a code, a range as ``4XX``, or ``default``."""
    code = text.strip().upper()
    return code if _STATUS.fullmatch(code) else "default"


def _content(body: Body, refer: Refer, options: Options, types: Types) -> Schema:
    values = [_json(text) for text in body.examples] if options.examples else []
    named = {str(number): {"value": value} for number, value in enumerate(values, 1)}
    several = {"examples": named} if values else {}
    examples: Schema = {"example": values[0]} if len(values) == 1 else several
    return {
        one: {"schema": _in_media(body, one, refer, options, types)} | examples
        for one in body.media_types or (JSON,)
    }


def _in_media(body: Body, media_type: str, refer: Refer, options: Options, types: Types) -> Schema:
    """The schema of a body in one of its media types: what that can hold of it."""
    if len(body.media_types) > 1 and not isinstance(body.type, Scalar | AnyType):
        if is_text(media_type):
            return {"type": "string"}
        if is_bytes(media_type):
            return {"type": "string", "format": "binary"}
        if (part := _part(body, media_type, types)) is not None:
            schema = type_schema(part, refer, options)
            return nullable(schema) if body.nullable else schema
    schema = expression(body.type, refer)
    return nullable(schema) if body.nullable else schema


def _part(body: Body, media_type: str, types: Types) -> ObjectType | None:
    """The type of a body without what only its other media types can hold; None: it has all."""
    whole = types.get(body.type.name) if isinstance(body.type, Ref) else None
    if not isinstance(whole, ObjectType):
        return None

    def fits(item: Property) -> bool:
        holds = [one for one in body.media_types if can_hold(one, item.type, item.media_types)]
        return not holds or media_type in holds

    properties = tuple(filter(fits, whole.properties))
    return replace(whole, properties=properties) if properties != whole.properties else None


def _json(text: str) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return json.loads(text)
    except ValueError:
        return text
