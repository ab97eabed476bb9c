"""How true the generated code is to the samples: validation, round trips and mutants.

Used by the tests on the embedded example and the seeds, and by ``python -m tests.scorecard`` on
whole documentation sets.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, is_dataclass, make_dataclass
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import jsonschema
import pydantic
import yaml
from mashumaro.codecs.basic import BasicDecoder, BasicEncoder
from mashumaro.dialect import Dialect
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from codegen.claims import ITEMS, Slot
from codegen.samples import NAMES_OF_TYPES
from codegen.spec import Spec
from codegen.typeexpr import Array, Map, OneOf, Ref, Scalar, TypeExpr
from tests.mutants import Mutants
from tests.sampled import Failure, Sample

__all__ = ["PATTERNS", "Report", "evaluate", "imported"]

#: What samples are held against that show only what a payload looks like.
PATTERNS = "names and types alone"


class ByAlias(Dialect):
    """What the README shows: wire names, and no properties that were never set."""

    serialize_by_alias = True
    omit_default = True


@dataclass(slots=True)
class Report:
    """Counts, and the first failures of each kind."""

    samples: int = 0
    bodiless: int = 0
    """Samples of `null` for an answer that has no content."""
    patterns: int = 0
    """Samples that show only what a payload looks like; not among `samples`."""
    valid: dict[str, int] = field(default_factory=dict)
    mutants: int = 0
    rejected: int = 0
    documented_mutants: int = 0
    documented_rejected: int = 0
    failures: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    """The samples of `failures`, each once."""

    def count(self, what: str, sample: Sample, problem: Problem | None) -> None:
        """Note the outcome of one check of one sample."""
        self.valid[what] = self.valid.get(what, 0) + (problem is None)
        if problem is None:
            return
        if not self.failed or self.failed[-1].sample is not sample:
            self.failed.append(Failure(sample))
        if isinstance(problem, str):
            self.failed[-1].refused = True
        else:
            self.failed[-1].lost.update(one.path for one in problem)
            problem = str(problem[0])
        self.failures.append(f"{sample.page}:{sample.line}: {what}: {problem[:300]}")

    def count_mutant(self, *, rejected: bool, documented: bool) -> None:
        """Note whether the models reject a mutant."""
        self.mutants += 1
        self.rejected += rejected
        self.documented_mutants += documented
        self.documented_rejected += documented and rejected


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


@dataclass(frozen=True, slots=True)
class Difference:
    """A place of a JSON value that is not what it was; `path` is that of `jsontext.members`."""

    path: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return f"{'.'.join(('$', *self.path))}: {self.text}"


#: Why a sample is refused, or what of it does not come back.
Problem = str | tuple[Difference, ...]

_Check = Callable[[Sample, Any], Problem | None]


def evaluate(
    spec: Spec, output: Path, samples: Iterable[Sample], *, mutate: Iterable[Sample] = ()
) -> Report:
    """Hold every sample against the OpenAPI schemas, the models and the dataclasses of `output`.

    `mutate`: samples of which mutants are made, for the models to reject.

    Those with words in place of values, and those that leave parts out, are held against the
    schemas alone, and only for what they show. So are all where there are no models.
    """
    samples = tuple(samples)
    schemas = _JsonSchema(output / "openapi" / "openapi.yaml")
    if not (output / "models").is_dir():
        return _evaluated(samples, schemas, {"jsonschema": schemas.check})
    with imported(output) as dataclass_models:
        models = _Pydantic(importlib.import_module("models"))
        types = (sample.type for sample in samples if sample.type is not None)
        dataclasses = _Dataclasses(dataclass_models, types)
        checks: dict[str, _Check] = {
            "jsonschema": schemas.check,
            "pydantic": models.check,
            "dataclasses": dataclasses.check,
        }
        report = _evaluated(samples, schemas, checks)
        mutants = Mutants(spec)
        for sample in mutate:
            if sample.type is None or not sample.whole or sample.is_nothing:
                continue
            for mutant, documented in mutants.of(sample.type, sample.value):
                rejected = not models.accepts(sample, mutant)
                report.count_mutant(rejected=rejected, documented=documented)
    return report


def _evaluated(
    samples: Iterable[Sample], schemas: _JsonSchema, checks: Mapping[str, _Check]
) -> Report:
    report = Report()
    for sample in samples:
        value = sample.value
        if sample.type is None or sample.is_nothing:
            report.samples += 1
            report.bodiless += value is None
            if value is not None:
                report.count(list(checks)[-1], sample, "the spec has no such body")
        elif not sample.whole:
            report.patterns += 1
            report.count(PATTERNS, sample, schemas.check(sample, _told(value)))
        else:
            report.samples += 1
            for what, check in checks.items():
                report.count(what, sample, check(sample, value))
    return report


def _told(value: Any) -> Any:
    """What a pattern tells: an object that has nothing but its type's name stands for a value."""
    if isinstance(value, list):
        return [_told(one) for one in value if not _is_a_name(one)]
    if isinstance(value, dict):
        return {key: _told(one) for key, one in value.items() if not _is_a_name(one)}
    return value


def _is_a_name(value: Any) -> bool:
    """Whether a value is an object of its type's name alone, which may be words for a scalar."""
    if not isinstance(value, dict) or len(value) != 1:
        return False
    name, said = next(iter(value.items()))
    return isinstance(said, str) and name in NAMES_OF_TYPES


class _JsonSchema:
    """jsonschema, on the schemas of the bundle."""

    def __init__(self, bundle: Path) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        document = yaml.load(bundle.read_text("utf-8"), Loader=loader)  # noqa: S506 - safe
        resource = Resource.from_contents(document, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource("bundle.yaml", resource)
        self._validators: dict[TypeExpr, Any] = {}

    def check(self, sample: Sample, value: Any) -> str | None:
        expr = sample.type
        assert expr is not None
        validator = self._validators.get(expr)
        if validator is None:
            validator = jsonschema.Draft202012Validator(_schema(expr), registry=self._registry)
            self._validators[expr] = validator
        words = tuple(map(json.loads, sample.words))
        errors = validator.iter_errors(value)
        if not sample.whole:
            errors = (error for error in errors if not _excused(error, words))
        error = next(errors, None)
        return None if error is None else f"{error.json_path}: {error.message}"


def _excused(error: jsonschema.ValidationError, words: Sequence[Any]) -> bool:
    """Whether an error is only about what a sample leaves out, or has words for."""
    options: dict[Any, list[jsonschema.ValidationError]] = {}
    for one in error.context or ():
        options.setdefault(one.schema_path[0], []).append(one)
    if options:
        return any(all(_excused(one, words) for one in option) for option in options.values())
    return error.validator == "required" or error.instance in words


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
    """The pydantic models: what ``models.operations`` gives for a body, and types by name."""

    def __init__(self, models: ModuleType) -> None:
        operations = importlib.import_module("models.operations")
        self._operations = {**operations.OPERATIONS, **operations.WEBHOOKS}
        self._models = models
        self._adapters: dict[Slot, pydantic.TypeAdapter[Any]] = {}

    def adapter(self, sample: Sample) -> pydantic.TypeAdapter[Any]:
        slot = sample.slot
        found = self._adapters.get(slot)
        if found is None:
            kind = self._kind(sample)
            model = isinstance(kind, type) and issubclass(kind, pydantic.BaseModel)
            config = None if model else pydantic.ConfigDict(strict=True)
            found = self._adapters[slot] = pydantic.TypeAdapter(kind, config=config)
        return found

    def _kind(self, sample: Sample) -> Any:
        slot = sample.slot
        if slot.direction == "definition":
            assert sample.type is not None
            return python_type(sample.type, self._models)
        operation = self._operations[slot.operation]
        if slot.direction == "request":
            return operation.request_type
        return operation.response_types[slot.status]

    def check(self, sample: Sample, value: Any) -> Problem | None:
        adapter = self.adapter(sample)
        try:
            read = adapter.validate_python(value)
            again = adapter.validate_json(json.dumps(value))
        except pydantic.ValidationError as error:
            return str(error)
        if read != again:
            return "validate_python and validate_json differ"
        back = json.loads(adapter.dump_json(read, by_alias=True, exclude_unset=True))
        return tuple(differences(value, back, null_is_absent=False)) or None

    def accepts(self, sample: Sample, value: Any) -> bool:
        try:
            self.adapter(sample).validate_python(value)
        except pydantic.ValidationError:
            return False
        return True


class _Dataclasses:
    """The dataclasses, through mashumaro's codecs.

    One pair of codecs is made for all types: each pair is made from every class that it leads to.
    """

    def __init__(self, models: ModuleType, types: Iterable[TypeExpr]) -> None:
        options = dict.fromkeys(option for expr in types for option in _options(expr))
        self._names = {expr: f"x{at}" for at, expr in enumerate(options)}
        members = [
            (name, python_type(expr, models) | None, field(default=None))
            for expr, name in self._names.items()
        ]
        for one in [getattr(models, name) for name in models.__all__]:
            if is_dataclass(one):
                _evaluate_annotations(one)
        holder = make_dataclass("Holder", members)
        self._decode: Callable[[Any], Any] = BasicDecoder(holder, default_dialect=ByAlias).decode
        self._encode: Callable[[Any], Any] = BasicEncoder(holder, default_dialect=ByAlias).encode

    def check(self, sample: Sample, value: Any) -> Problem | None:
        assert sample.type is not None
        problems = [self._check(option, sample, value) for option in _options(sample.type)]
        return min(problems, key=_gravity)

    def _check(self, expr: TypeExpr, sample: Sample, value: Any) -> Problem | None:
        name = self._names[expr]
        try:
            back = self._encode(self._decode({name: value})).get(name)
        except (ValueError, TypeError, LookupError) as error:
            return f"{type(error).__name__}: {error}"
        back = json.loads(json.dumps(back, default=str))
        both = sample.without_remarks(value), sample.without_remarks(back)
        return tuple(differences(*both, null_is_absent=True)) or None


def _gravity(problem: Problem | None) -> tuple[int, int]:
    """None before losses, the fewest first, and these before a refusal."""
    if isinstance(problem, tuple):
        return 1, len(problem)
    return (0, 0) if problem is None else (2, 0)


def _options(expr: TypeExpr) -> tuple[TypeExpr, ...]:
    """What a payload may be: who decodes it says which of several it is."""
    return expr.options if isinstance(expr, OneOf) else (expr,)


def _evaluate_annotations(kind: Any) -> None:
    """Replace the texts of a class's annotations, each of which mashumaro evaluates every time."""
    hints = get_type_hints(kind, include_extras=True)
    kind.__annotations__ = {name: hints[name] for name in kind.__annotations__}


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


def differences(
    before: Any, after: Any, *, null_is_absent: bool, path: tuple[str, ...] = ()
) -> Iterator[Difference]:
    """Where two JSON values differ; numbers are compared by value, date-times by instant."""
    if isinstance(before, dict) and isinstance(after, dict):
        if null_is_absent:
            before = {key: value for key, value in before.items() if value is not None}
            after = {key: value for key, value in after.items() if value is not None}
        for key in sorted(before.keys() ^ after.keys()):
            yield Difference((*path, key), "on one side only")
        pairs = [(key, before[key], after[key]) for key in before if key in after]
    elif isinstance(before, list) and isinstance(after, list):
        if len(before) != len(after):
            yield Difference(path, f"{len(before)} items, then {len(after)}")
        pairs = [(ITEMS, one, other) for one, other in zip(before, after, strict=False)]
    else:
        if not same_scalar(before, after):
            yield Difference(path, f"{before!r}, then {after!r}")
        return
    for step, one, other in pairs:
        yield from differences(one, other, null_is_absent=null_is_absent, path=(*path, step))


def same_scalar(before: Any, after: Any) -> bool:
    """Equal as JSON values; date-times as instants and times as such, to the microsecond."""
    if before == after and isinstance(before, bool) == isinstance(after, bool):
        return True
    if isinstance(before, int | float) and isinstance(after, int | float):
        return Decimal(str(before)) == Decimal(str(after))
    if isinstance(before, str) and isinstance(after, str):
        for read in (datetime.fromisoformat, time.fromisoformat):
            try:
                return read(before) == read(after)
            except ValueError:
                continue
    return False
