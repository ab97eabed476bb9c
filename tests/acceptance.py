"""Whether the models of a webhook page take a payload, by each of the three outputs."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pydantic
import yaml
from mashumaro.codecs.basic import BasicDecoder
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from codegen import pipeline
from tests.evaluate import ByAlias, imported

__all__ = ["Models", "webhook_models"]

Takes = Callable[[Any], bool]


@dataclass(frozen=True)
class Models:
    """The type of the request of the page's one webhook."""

    pydantic: Takes
    schema: Takes
    dataclasses: Takes


@contextmanager
def webhook_models(page: Path, output: Path) -> Iterator[Models]:
    """Generate from `page` into `output`, enums closed; the models work inside the context."""
    pipeline.generate(pipeline.Api(name="hook", docs=(page,), output=output, enums="closed"))
    with imported(output) as dataclass_models:
        (webhook,) = importlib.import_module("models.operations").WEBHOOKS.values()
        kind = webhook.request_type
        decoder = BasicDecoder(getattr(dataclass_models, kind.__name__), default_dialect=ByAlias)
        yield Models(
            pydantic=_takes(kind.model_validate, pydantic.ValidationError),
            schema=_validator(output / "openapi" / "openapi.yaml", kind.__name__).is_valid,
            dataclasses=_takes(decoder.decode, ValueError, TypeError, LookupError),
        )


def _takes(read: Callable[[Any], object], *refusals: type[Exception]) -> Takes:
    def takes(value: Any) -> bool:
        try:
            read(value)
        except refusals:
            return False
        return True

    return takes


def _validator(bundle: Path, name: str) -> jsonschema.Draft202012Validator:
    document = yaml.safe_load(bundle.read_text("utf-8"))
    resource = Resource.from_contents(document, default_specification=DRAFT202012)
    registry: Registry[Any] = Registry().with_resource("bundle", resource)
    reference = {"$ref": f"bundle#/components/schemas/{name}"}
    return jsonschema.Draft202012Validator(reference, registry=registry)
