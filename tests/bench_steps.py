"""What the benchmark times besides commands, each a program: ``python -m tests.bench_steps STEP``.

A step is one function and one row of `STEPS`. The neighbours' steps do what is comparable to ours
and nothing else: each reads the same files, in one process.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

__all__ = ["STEPS", "samples"]


def _pages(folders: list[str]) -> Iterator[bytes]:
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.md")):
            yield path.read_bytes()


def digest(*folders: str) -> None:
    """Read and hash the pages of the folders: what no run can do without."""
    whole = hashlib.sha256()
    for data in _pages(list(folders)):
        whole.update(hashlib.sha256(data).digest())
    sys.stdout.write(whole.hexdigest() + "\n")


def parse(*folders: str) -> None:
    """markdown-it-py's full parse of the pages, tables on."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - not a part of the other steps

    parser = MarkdownIt("commonmark").enable("table")
    tokens = sum(len(parser.parse(data.decode())) for data in _pages(list(folders)))
    sys.stdout.write(f"{tokens} tokens\n")


def spec(*folders: str) -> None:
    """Ours, from pages to the text of the spec file, without a cache."""
    from codegen import pipeline, specfile  # noqa: PLC0415 - not a part of the other steps

    docs = tuple(map(Path, folders))
    understood = pipeline.understand(pipeline.Api(name="api", docs=docs, output=Path("nowhere")))
    sys.stdout.write(f"{len(specfile.dumps(understood.resolution.spec))} characters\n")


def stages(output: str, *folders: str) -> None:
    """Ours, from pages to files, without a cache: what each stage ends at, as JSON of seconds."""
    import time  # noqa: PLC0415 - not a part of the other steps

    from codegen import pipeline  # noqa: PLC0415 - as above

    ends: dict[str, float] = {}
    start = time.perf_counter()

    def progress(stage: str, _done: int, _total: int) -> None:
        ends[stage] = time.perf_counter() - start

    docs = tuple(map(Path, folders))
    pipeline.generate(pipeline.Api(name="api", docs=docs, output=Path(output)), progress)
    sys.stdout.write(json.dumps(ends) + "\n")


def validate(folder: str, package: str, listed: str) -> None:
    """Import a package of models from a folder, and validate the samples of a file (`samples`)."""
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - not a part of the others

    sys.path.insert(0, folder)
    models = importlib.import_module(package)
    adapters: dict[str, TypeAdapter[Any]] = {}
    refused = count = 0
    for line in Path(listed).read_text("utf-8").splitlines():
        kind, text = json.loads(line)
        if kind not in adapters:
            adapters[kind] = TypeAdapter(_annotation(json.loads(kind), models))
        count += 1
        try:
            adapters[kind].validate_json(text)
        except ValidationError:
            refused += 1
    sys.stdout.write(f"{count} samples, {refused} refused\n")


def _annotation(node: Any, models: Any) -> Any:
    """A type written by `samples`, as Python has it."""
    match node:
        case {"ref": str(name)}:
            return getattr(models, name)
        case {"list": inner}:
            return list[_annotation(inner, models)]  # type: ignore[misc]
        case {"dict": inner}:
            return dict[str, _annotation(inner, models)]  # type: ignore[misc]
        case {"union": [*options]}:
            return reduce(or_, (_annotation(option, models) for option in options))
    return {"string": str, "integer": int, "number": float, "boolean": bool}.get(node, Any)


def samples(listed: str, output: str, *folders: str) -> None:
    """Write every sample of the pages that has a body in the spec: its type and its text."""
    from codegen import pipeline  # noqa: PLC0415 - not a part of the other steps
    from tests.sampled import samples_of  # noqa: PLC0415 - as above

    api = pipeline.Api(name="api", docs=tuple(map(Path, folders)), output=Path(output))
    lines = []
    for sample in samples_of(pipeline.understand(api)):
        nothing = sample.nullable and sample.value is None
        if sample.type is not None and sample.whole and not nothing:
            lines.append(json.dumps([json.dumps(_written(sample.type)), sample.text]) + "\n")
    Path(listed).write_text("".join(lines), "utf-8", newline="\n")


def _written(expr: Any) -> Any:
    from codegen.typeexpr import Array, Map, OneOf, Ref, Scalar  # noqa: PLC0415 - as above

    match expr:
        case Ref(name):
            return {"ref": name}
        case Array(items):
            return {"list": _written(items)}
        case Map(values):
            return {"dict": _written(values)}
        case OneOf(options):
            return {"union": [_written(option) for option in options]}
        case Scalar():
            return expr.json_type
    return "any"


#: What can be timed by itself, or prepares what is.
STEPS: Mapping[str, Callable[..., None]] = {
    step.__name__: step for step in (digest, parse, samples, spec, stages, validate)
}

if __name__ == "__main__":
    STEPS[sys.argv[1]](*sys.argv[2:])
