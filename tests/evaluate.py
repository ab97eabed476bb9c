"""How true the generated code is to the samples: validation, round trips and mutants.

Used by the tests on the embedded example and the seeds, and by ``python -m tests.scorecard`` on
whole documentation sets.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pydantic
import yaml
from mashumaro.codecs.basic import BasicDecoder, BasicEncoder
from mashumaro.dialect import Dialect
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from codegen import dialects, markdown, sources
from codegen.claims import Reading, SampleClaim, Slot
from codegen.diagnostics import Diagnostic
from codegen.spec import Body, ObjectType, Spec, UnionType
from codegen.typeexpr import AnyType, Array, Map, OneOf, Ref, Scalar, TypeExpr

__all__ = ["Report", "Sample", "bodies_of", "evaluate", "imported", "samples_of"]


class ByAlias(Dialect):
    """What the README shows: wire names, and no properties that were never set."""

    serialize_by_alias = True
    omit_default = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One JSON sample of the pages."""

    slot: Slot
    text: str
    page: str
    line: int


@dataclass(slots=True)
class Report:
    """Counts, and the first failures of each kind."""

    samples: int = 0
    bodiless: int = 0
    """Samples of `null` for an answer that has no content."""
    valid: dict[str, int] = field(default_factory=dict)
    mutants: int = 0
    rejected: int = 0
    documented_mutants: int = 0
    documented_rejected: int = 0
    failures: list[str] = field(default_factory=list)

    def count(self, what: str, sample: Sample, problem: str | None) -> None:
        """Note the outcome of one check of one sample."""
        self.valid[what] = self.valid.get(what, 0) + (problem is None)
        if problem is not None:
            self.failures.append(f"{sample.page}:{sample.line}: {what}: {problem[:300]}")

    def count_mutant(self, *, rejected: bool, documented: bool) -> None:
        """Note whether the models reject a mutant."""
        self.mutants += 1
        self.rejected += rejected
        self.documented_mutants += documented
        self.documented_rejected += documented and rejected


def samples_of(docs: Iterable[Path]) -> Iterator[Sample]:
    """Every JSON sample of the pages under `docs`."""
    found, _ = sources.find(list(docs))
    for source in found:
        document = sources.read(source)
        if isinstance(document, Diagnostic):
            continue
        reading: Reading = dialects.read(markdown.parse(document))
        for claim in reading.claims:
            if isinstance(claim, SampleClaim) and claim.whole:
                place = claim.place
                yield Sample(slot=claim.slot, text=claim.text, page=place.page, line=place.line)


@contextmanager
def imported(folder: Path) -> Iterator[ModuleType]:
    """The generated packages of an output folder can be imported; gives dataclass_models."""
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module("dataclass_models")
    finally:
        sys.path.remove(str(folder))
        for name in list(sys.modules):
            if name.partition(".")[0] in {"models", "dataclass_models"}:
                del sys.modules[name]


def evaluate(spec: Spec, output: Path, samples: Iterable[Sample], *, mutate: bool) -> Report:
    """Hold every sample against the OpenAPI schemas, the models and the dataclasses of `output`."""
    bodies = bodies_of(spec)
    report = Report()
    with imported(output) as dataclass_models:
        models = _Pydantic()
        checks: dict[str, Callable[[Slot, TypeExpr, Any], str | None]] = {
            "jsonschema": _JsonSchema(output / "openapi" / "openapi.yaml").check,
            "pydantic": models.check,
            "dataclasses": _Dataclasses(dataclass_models).check,
        }
        mutants = _Mutants(spec)
        for sample in samples:
            report.samples += 1
            value = json.loads(sample.text)
            body = bodies.get(sample.slot)
            if body is None or (value is None and body.nullable):
                report.bodiless += value is None
                if value is not None:
                    report.count("pydantic", sample, "the operation has no such body")
                continue
            for what, check in checks.items():
                report.count(what, sample, check(sample.slot, body.type, value))
            if mutate:
                for mutant, documented in mutants.of(body.type, value):
                    report.count_mutant(
                        rejected=not models.accepts(sample.slot, mutant), documented=documented
                    )
    return report


def bodies_of(spec: Spec) -> dict[Slot, Body]:
    """The body of every slot that the spec has one for."""
    bodies: dict[Slot, Body] = {}
    for operation in spec.operations:
        key = (operation.method, operation.path)
        if operation.request is not None:
            bodies[Slot(key, "request")] = operation.request  # type: ignore[arg-type]
        for response in operation.responses:
            if response.body is not None:
                slot = Slot(key, "response", response.status)  # type: ignore[arg-type]
                bodies[slot] = response.body
    return bodies


class _JsonSchema:
    """jsonschema, on the schemas of the bundle."""

    def __init__(self, bundle: Path) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        document = yaml.load(bundle.read_text("utf-8"), Loader=loader)  # noqa: S506 - safe
        resource = Resource.from_contents(document, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource("bundle.yaml", resource)
        self._validators: dict[TypeExpr, Any] = {}

    def check(self, _: Slot, expr: TypeExpr, value: Any) -> str | None:
        validator = self._validators.get(expr)
        if validator is None:
            validator = jsonschema.Draft202012Validator(_schema(expr), registry=self._registry)
            self._validators[expr] = validator
        error = next(validator.iter_errors(value), None)
        return None if error is None else f"{error.json_path}: {error.message}"


def _schema(expr: TypeExpr) -> dict[str, Any]:
    match expr:
        case Ref(name):
            return {"$ref": f"bundle.yaml#/components/schemas/{name}"}
        case Array(items):
            return {"type": "array", "items": _schema(items)}
        case Map(values):
            return {"type": "object", "additionalProperties": _schema(values)}
        case Scalar():
            return {"type": expr.json_type}
        case OneOf(options):
            return {"anyOf": [_schema(option) for option in options]}
    return {}


class _Pydantic:
    """The pydantic models, through the types that models.operations gives for the body."""

    def __init__(self) -> None:
        operations = importlib.import_module("models.operations")
        self._operations = {**operations.OPERATIONS, **operations.WEBHOOKS}
        self._adapters: dict[Slot, pydantic.TypeAdapter[Any]] = {}

    def adapter(self, slot: Slot) -> pydantic.TypeAdapter[Any]:
        found = self._adapters.get(slot)
        if found is None:
            operation = self._operations[slot.operation]
            kind = (
                operation.request_type
                if slot.direction == "request"
                else operation.response_types[slot.status]
            )
            model = isinstance(kind, type) and issubclass(kind, pydantic.BaseModel)
            config = None if model else pydantic.ConfigDict(strict=True)
            found = self._adapters[slot] = pydantic.TypeAdapter(kind, config=config)
        return found

    def check(self, slot: Slot, _: TypeExpr, value: Any) -> str | None:
        adapter = self.adapter(slot)
        try:
            read = adapter.validate_python(value)
            again = adapter.validate_json(json.dumps(value))
        except pydantic.ValidationError as error:
            return str(error)
        if read != again:
            return "validate_python and validate_json differ"
        back = json.loads(adapter.dump_json(read, by_alias=True, exclude_unset=True))
        return difference(value, back, null_is_absent=False)

    def accepts(self, slot: Slot, value: Any) -> bool:
        try:
            self.adapter(slot).validate_python(value)
        except pydantic.ValidationError:
            return False
        return True


class _Dataclasses:
    """The dataclasses, through mashumaro's codecs."""

    def __init__(self, models: ModuleType) -> None:
        self._models = models
        self._codecs: dict[TypeExpr, tuple[Any, Any]] = {}

    def check(self, _: Slot, expr: TypeExpr, value: Any) -> str | None:
        codecs = self._codecs.get(expr)
        if codecs is None:
            kind = python_type(expr, self._models)
            codecs = (
                BasicDecoder(kind, default_dialect=ByAlias),
                BasicEncoder(kind, default_dialect=ByAlias),
            )
            self._codecs[expr] = codecs
        try:
            back = codecs[1].encode(codecs[0].decode(value))
        except (ValueError, TypeError, LookupError) as error:
            return f"{type(error).__name__}: {error}"
        return difference(value, json.loads(json.dumps(back, default=str)), null_is_absent=True)


def python_type(expr: TypeExpr, models: ModuleType) -> Any:
    """The Python type of a body: a class of the generated package, or a container of some."""
    match expr:
        case Ref(name):
            return getattr(models, name)
        case Array(items):
            return list[python_type(items, models)]  # type: ignore[misc]
        case Map(values):
            return dict[str, python_type(values, models)]  # type: ignore[misc]
        case Scalar():
            kinds = {"string": str, "integer": int, "number": float, "boolean": bool}
            return datetime if expr.name == "date-time" else kinds[expr.json_type]
        case OneOf(options):
            kind = python_type(options[0], models)
            for option in options[1:]:
                kind |= python_type(option, models)
            return kind
    return Any


def difference(before: Any, after: Any, *, null_is_absent: bool, where: str = "$") -> str | None:
    """The first place where two JSON values differ; numbers by value, date-times by instant."""
    if isinstance(before, dict) and isinstance(after, dict):
        if null_is_absent:
            before = {key: value for key, value in before.items() if value is not None}
            after = {key: value for key, value in after.items() if value is not None}
        if before.keys() != after.keys():
            return f"{where}: {sorted(before.keys() ^ after.keys())} on one side only"
        pairs = ((f"{where}.{key}", before[key], after[key]) for key in before)
    elif isinstance(before, list) and isinstance(after, list):
        if len(before) != len(after):
            return f"{where}: {len(before)} items, then {len(after)}"
        both = enumerate(zip(before, after, strict=True))
        pairs = ((f"{where}[{index}]", one, other) for index, (one, other) in both)
    else:
        return None if same_scalar(before, after) else f"{where}: {before!r}, then {after!r}"
    for place, one, other in pairs:
        found = difference(one, other, null_is_absent=null_is_absent, where=place)
        if found is not None:
            return found
    return None


def same_scalar(before: Any, after: Any) -> bool:
    """Equal as JSON values; date-times as instants, to the microsecond."""
    if before == after and isinstance(before, bool) == isinstance(after, bool):
        return True
    if isinstance(before, int | float) and isinstance(after, int | float):
        return Decimal(str(before)) == Decimal(str(after))
    if isinstance(before, str) and isinstance(after, str):
        try:
            return datetime.fromisoformat(before) == datetime.fromisoformat(after)
        except ValueError:
            return False
    return False


class _Mutants:
    """Every payload that differs from a sample in one scalar, which has another JSON type."""

    def __init__(self, spec: Spec) -> None:
        self._types = {one.name: one for one in spec.types}

    def of(self, expr: TypeExpr, value: Any) -> Iterator[tuple[Any, bool]]:
        """Mutants of `value`, and whether the pages document the type of what was changed."""
        yield from self._walk(expr, value, lambda changed: changed, documented=True)

    def _walk(
        self, expr: TypeExpr, value: Any, rebuild: Callable[[Any], Any], *, documented: bool
    ) -> Iterator[tuple[Any, bool]]:
        if isinstance(value, dict):
            for key, child in value.items():
                inner, said = self._member(expr, key, documented=documented)

                def put(changed: Any, key: str = key) -> Any:
                    return rebuild({**value, key: changed})

                yield from self._walk(inner, child, put, documented=said)
        elif isinstance(value, list):
            items = expr.items if isinstance(expr, Array) else AnyType()
            for index, child in enumerate(value):

                def replace(changed: Any, index: int = index) -> Any:
                    return rebuild([*value[:index], changed, *value[index + 1 :]])

                yield from self._walk(items, child, replace, documented=documented)
        elif value is not None:
            said = documented and not isinstance(expr, AnyType)
            yield from ((rebuild(other), said) for other in _others(value))

    def _member(self, expr: TypeExpr, key: str, *, documented: bool) -> tuple[TypeExpr, bool]:
        if isinstance(expr, Map):
            return expr.values, documented
        found = self._types.get(expr.name) if isinstance(expr, Ref) else None
        options = [found]
        if isinstance(found, UnionType):
            options = [self._types[variant.type] for variant in found.variants]
        for one in options:
            if isinstance(one, ObjectType):
                for prop in one.properties:
                    if prop.name == key:
                        return prop.type, prop.basis in {"documented", "unified"}
        return AnyType(), False


def _others(value: Any) -> Iterator[Any]:
    """Values of other JSON types, those first that a lenient reader would take for the same."""
    match value:
        case bool():
            yield from (int(value), str(value).lower())
        case int() | float():
            yield from (str(value), bool(value))
        case str():
            yield from (7, True)
