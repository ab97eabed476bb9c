"""The generated OpenAPI against a vendor's own: scores, and what the pages do not hold."""

from __future__ import annotations

import importlib.util
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from codegen import sources
from codegen.sources import Document
from tests.corpora import CORPORA, SHARED

__all__ = ["Missing", "fidelity", "missing", "restricted"]

_TRUTH = CORPORA / "superoffice-2023" / "truth" / "agents.swagger.json"
#: A type is shown by a page that has this share of its properties: some are left out of tables.
_NEARLY = 0.8
_WORD = re.compile(r"[A-Za-z_]\w*")


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fidelity", SHARED / "tools" / "fidelity.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fidelity(
    bundle: Path, part: str = "/Agents/", truth: Path = _TRUTH, depth: int = 3
) -> dict[str, Any]:
    """Scores of the paths of the bundle that hold `part`: kind of fact -> figures.

    `truth`: the vendor's own description; payloads are compared down to `depth`.
    """
    tool = _tool()
    report: dict[str, Any]
    candidate = tool.Document(restricted(bundle, part))
    report, _ = tool.score(candidate, tool.Document.load(str(truth)), depth)
    return report


def restricted(bundle: Path, part: str = "/Agents/") -> dict[str, Any]:
    """The bundle with the paths that hold `part` only."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document: dict[str, Any] = yaml.load(bundle.read_text("utf-8"), Loader=loader)  # noqa: S506
    paths = document.get("paths", {})
    return document | {"paths": {path: item for path, item in paths.items() if part in path}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What the reference has and the pages do not: it cannot be reached."""

    names: tuple[tuple[str, int], ...]
    """Named types whose name no page prints, each with the number of its properties."""
    shapes: tuple[tuple[str, int], ...]
    """Named types that no page shows, each with the number of its properties."""
    reference: int
    """Number of all properties of named types, for the bound below."""

    @property
    def bound(self) -> float:
        """The recall of named types that the pages allow."""
        return 1 - sum(count for _, count in self.names) / max(1, self.reference)


def missing(docs: Sequence[Path]) -> Missing:
    """The named types of the reference that `docs` do not name, or do not show.

    A request type is named by its operation; any other name has to stand on a page as a word of
    its own, in whatever case. A type is shown where one page has most of its properties' names.
    """
    tool = _tool()
    reference = tool.Document.load(str(_TRUTH))
    operations = {path.rpartition("/")[2].lower() for path in reference.data["paths"]}
    printed: set[str] = set()
    together: dict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(_texts(docs)):
        words = set(_WORD.findall(text))
        printed.update(word.lower() for word in words)
        for word in words:
            together[word].add(number)
    names: list[tuple[str, int]] = []
    shapes: list[tuple[str, int]] = []
    total = 0
    for name, schema in sorted(reference.named().items()):
        properties = list(reference.properties(schema))
        total += len(properties)
        request = name.endswith("request") and name.removesuffix("request") in operations
        if properties and not request and name not in printed:
            names.append((name, len(properties)))
        if properties and not _shown(properties, together):
            shapes.append((name, len(properties)))
    return Missing(names=tuple(names), shapes=tuple(shapes), reference=total)


def _shown(properties: Sequence[str], together: dict[str, set[int]]) -> bool:
    """Whether some page has nearly all of `properties` on it."""
    pages: dict[int, int] = defaultdict(int)
    for name in properties:
        for page in together.get(name, ()):
            pages[page] += 1
    return any(count >= _NEARLY * len(properties) for count in pages.values())


def _texts(docs: Iterable[Path]) -> Iterator[str]:
    found, _ = sources.find(list(docs))
    for source in found:
        document = sources.read(source)
        if isinstance(document, Document):
            yield document.text
