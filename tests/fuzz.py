"""Fuzzing, guided by coverage: ``python -m tests.fuzz ENTRY [--minutes N]``.

Whatever the bytes are, what reads them gives a result or a CodegenError; any other exception is a
defect. Needs atheris (``pip install atheris``; there are wheels for CPython on Linux). An input
that is a defect is written to ``tests/pages/fuzz/ENTRY``, from where ``test_fuzz.py`` reads it
again on every run of the tests; make it as small as it can be with ``--minimise FILE``.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

__all__ = ["ENTRIES", "FOUND", "main", "seeds"]

_PAGES = Path(__file__).parent / "pages"
_EXAMPLE = Path(__file__).resolve().parents[1] / "specs"
FOUND = _PAGES / "fuzz"

#: What separates the pages of one input: a character that no text has.
_NEXT_PAGE = b"\x1c"
_MOST_PAGES = 3

#: Longer inputs find nothing that these do not, and take longer.
_LONGEST = 6000
#: An input that takes longer than this is a defect as well.
_SECONDS = 20


def _readings(data: bytes) -> Iterator[object]:
    from codegen import dialects, markdown, sources  # noqa: PLC0415 - instrumented on import

    with tempfile.TemporaryDirectory() as folder:
        for rank, page in enumerate(data.split(_NEXT_PAGE)[:_MOST_PAGES]):
            path = Path(folder) / "page.md"
            path.write_bytes(page)
            document = sources.read(
                sources.Source(page=f"docs/{rank}.md", rank=rank, file=str(path))
            )
            if isinstance(document, sources.Document):
                yield dialects.read(markdown.parse(document))


def pages(data: bytes) -> None:
    """Pages to a spec, whose file is read again as it was."""
    from codegen import report, specfile  # noqa: PLC0415 - instrumented on import
    from codegen.resolve import resolve  # noqa: PLC0415 - as above

    found = resolve(list(_readings(data)), api="fuzz", examples=True)  # type: ignore[arg-type]
    for form in report.FORMATS.values():
        form(found.diagnostics)
    text = specfile.dumps(found.spec)
    assert specfile.dumps(specfile.loads(text)) == text


def modules(data: bytes) -> None:
    """Pages to modules, each of which passes the gate that holds it against what was meant."""
    from codegen import targets  # noqa: PLC0415 - instrumented on import
    from codegen.resolve import resolve  # noqa: PLC0415 - as above

    found = resolve(list(_readings(data)), api="fuzz", examples=True)  # type: ignore[arg-type]
    if found.spec.operations or found.spec.types:
        targets.render(found.spec, targets.Options(examples=True))


def sample(data: bytes) -> None:
    """The JSON of a sample, and an HTTP message around it."""
    from codegen import samples  # noqa: PLC0415 - instrumented on import

    text = data.decode("utf-8", errors="replace")
    samples.parse_message(text)
    with contextlib.suppress(samples.InvalidJsonError, samples.TooDeepError):
        samples.shape_of(samples.parse_json(text, lambda _key, _line: None))


def overlay(data: bytes) -> None:
    """A file of corrections."""
    from codegen import overlay as corrections  # noqa: PLC0415 - instrumented on import

    corrections.loads(data.decode("utf-8", errors="replace"))


def approvals(data: bytes) -> None:
    """A file of changes that were approved."""
    from codegen.changes import approvals as approved  # noqa: PLC0415 - instrumented on import

    approved.loads(data.decode("utf-8", errors="replace"))


def lock(data: bytes) -> None:
    """A name lock, which is written as it is read."""
    from codegen import namelock  # noqa: PLC0415 - instrumented on import

    text = namelock.dumps(namelock.loads(data))
    assert namelock.dumps(namelock.loads(text.encode())) == text


def spec(data: bytes) -> None:
    """A spec file."""
    from codegen import specfile  # noqa: PLC0415 - instrumented on import

    specfile.dumps(specfile.loads(data))


def configuration(data: bytes) -> None:
    """A configuration file."""
    from codegen import config  # noqa: PLC0415 - instrumented on import

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "doc-codegen.toml"
        path.write_bytes(data)
        config.load(path)


#: What reads bytes that others wrote. Raises nothing but CodegenError.
ENTRIES: Mapping[str, Callable[[bytes], None]] = {
    entry.__name__: entry
    for entry in (pages, modules, sample, overlay, approvals, lock, spec, configuration)
}

#: Where inputs to begin with are: patterns of files of the project's own.
_SEEDS: Mapping[str, tuple[tuple[Path, str], ...]] = {
    "pages": ((_PAGES, "**/*.md"), (_EXAMPLE, "**/*.md")),
    "modules": ((_PAGES, "**/*.md"), (_EXAMPLE, "**/*.md")),
    "overlay": ((_EXAMPLE, "**/overlay*.yaml"), (_PAGES, "**/*overlay*.yaml")),
    "approvals": ((_PAGES, "**/approvals*.yaml"),),
    "lock": ((_EXAMPLE, "**/names.lock.json"),),
    "spec": ((_EXAMPLE, "**/spec.json"),),
    "configuration": ((_EXAMPLE.parent, "pyproject.toml"),),
}


def seeds(entry: str) -> Iterator[bytes]:
    """Inputs to begin with, the defects of before among them."""
    for folder, pattern in (*_SEEDS.get(entry, ()), (FOUND / entry, "*")):
        for path in sorted(folder.glob(pattern)):
            if path.is_file():
                yield path.read_bytes()


def main(arguments: Sequence[str] | None = None) -> None:
    """Fuzz until the time is over or a defect is found. Does not return."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("entry", choices=list(ENTRIES))
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--minimise", type=Path, metavar="FILE", help="make a defect smaller")
    options = parser.parse_args(arguments)
    atheris = importlib.import_module("atheris")  # Not a dependency of the tests.

    with atheris.instrument_imports(include=["codegen", "markdown_it"]):
        from codegen.diagnostics import CodegenError  # noqa: PLC0415 - instrumented on import

        for example in (b"", *seeds(options.entry)):  # So all modules are imported.
            with contextlib.suppress(CodegenError):
                ENTRIES[options.entry](example)

    def one(data: bytes) -> None:
        with contextlib.suppress(CodegenError):
            ENTRIES[options.entry](data)

    found = FOUND / options.entry
    found.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(seeds(options.entry)):
            Path(corpus, str(number)).write_bytes(data)
        settings = [f"-max_len={_LONGEST}", f"-timeout={_SECONDS}", f"-artifact_prefix={found}/"]
        settings.append(f"-max_total_time={options.minutes * 60:.0f}")
        if options.minimise is not None:
            settings += ["-minimize_crash=1", str(options.minimise)]
        else:
            settings.append(corpus)
        atheris.Setup([sys.argv[0], *settings], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
