"""Methods that a section names for the path in its heading: ``Allowed methods: GET, PUT``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codegen.dialects.general.requests import Request, request_of
from codegen.markdown import Block, Paragraph, clean

__all__ = ["allowed"]

_METHOD = r"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)"
#: A path alone, or behind a word for it: ``URL: /pets``.
_PATH = re.compile(
    r"(?:(?:url|uri|path|endpoint|resource|route)s?\b[ :]*)?[`\s]*(/[^\s`\[\]()]*)[`\s]*",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"(?:(?:allowed|supported|available|accepted|http|rest|request) ){0,3}(?:methods?|verbs?):?\s*"
    rf"(?P<methods>{_METHOD}(?:(?:\s*[,/|]\s*|\s+(?:and|or)\s+){_METHOD})*)\.?",
    re.IGNORECASE,
)
_LONGEST = 200


def allowed(title: str, blocks: Iterable[Block]) -> Iterator[tuple[Request, int]]:
    """The requests of a heading that is a path, with the lines that name their methods."""
    path = _PATH.fullmatch(title) if len(title) <= _LONGEST else None
    if path is None:
        return
    for block in blocks:
        if not isinstance(block, Paragraph) or len(block.raw) > _LONGEST:
            continue
        said = _SAID.fullmatch(clean(block.raw))
        for method in re.findall(_METHOD, said["methods"].upper()) if said is not None else ():
            if found := request_of(method, path[1], 0):
                yield found, block.line
