"""YAML without its surprises: maps, lists and texts, every node with its line.

Anchors, aliases, merge keys, tags and repeated keys are errors: what a user writes for others to
review is to be read as it stands. Scalars stay the text that is written, so that the enum value NO
is not false.
"""

from __future__ import annotations

import unicodedata
from typing import Protocol

import yaml

from codegen.diagnostics import CodegenError, Diagnostic

__all__ = ["File", "Node", "compose", "is_plain", "line_of"]

Node = yaml.Node

_DEPTH = 8


class File(Protocol):
    """What makes a finding about a line of the file that is read."""

    def finding(self, line: int, message: str, hint: str = "") -> Diagnostic:
        """A finding about a line of the file."""


def compose(text: str, file: File) -> Node | None:
    """The root of the document `text`; None where it is empty. Raises CodegenError."""
    try:
        _check_events(text, file)
        root: Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 0
        problem = error.problem or error.context
        raise CodegenError(file.finding(line, f"is not valid YAML: {problem}")) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message = f"is not valid YAML: it holds the character U+{ord(text[error.position]):04X}"
        raise CodegenError(file.finding(line, message)) from None
    if root is not None:
        _check_keys(root, file)
    return root


def line_of(node: Node) -> int:
    """The 1-based line that `node` begins at."""
    return int(node.start_mark.line) + 1


def is_plain(node: Node) -> bool:
    """Whether `node` is a scalar without quotes."""
    return isinstance(node, yaml.ScalarNode) and node.style is None


def _check_events(text: str, file: File) -> None:
    """Before anything is built: nothing that builds more than it shows, or deeper than sense."""
    problems = []
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark is not None else 0
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEPTH:
            problems.append(file.finding(line, "lists and maps are nested too deep"))
            break
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            hint = "write the value out, so that each entry can be reviewed by itself"
            problems.append(file.finding(line, "anchors and aliases are not read here", hint))
        elif tag := getattr(event, "tag", None):
            hint = "leave the tag out; put a text in quotes"
            problems.append(file.finding(line, f"tags are not read here: {tag}", hint))
    if problems:
        raise CodegenError(*problems)


def _check_keys(root: Node, file: File) -> None:
    problems = []
    pending = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, yaml.ScalarNode) and any(map(_is_surrogate, node.value)):
            problems.append(file.finding(line_of(node), "half a surrogate pair is no text"))
        elif isinstance(node, yaml.SequenceNode):
            pending.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            lines: dict[str, int] = {}
            for key, value in node.value:
                pending.extend((key, value))
                line = line_of(key)
                if not isinstance(key, yaml.ScalarNode):
                    problems.append(file.finding(line, "a key must be a text"))
                elif key.value in lines:
                    message = f"{key.value!r} stands twice, in line {lines[key.value]} too"
                    problems.append(file.finding(line, message))
                else:
                    lines[key.value] = line
    if problems:
        raise CodegenError(*sorted(problems, key=lambda item: item.line))


def _is_surrogate(char: str) -> bool:
    return unicodedata.category(char) == "Cs"
