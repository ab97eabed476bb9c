"""A style: what a documentation set's house style means, as data. The content of a dialect's file.

Everything has a default in ``general.toml``; a vendor's file says only what differs. Lists of rules
are ordered, a file's own before those of what it extends, and the first that matches decides;
tables of words are joined, a file's own words over those of what it extends.

Patterns are Python regular expressions, whatever the case of letters. Where one is to fit a whole
text (headings, header cells, words of types) it need not begin with ``^`` and end with ``$``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

import msgspec

from codegen.spec import Presence

__all__ = ["UNCLEAR", "Column", "HeadingRule", "Marks", "Pattern", "Recognise", "Role", "Style"]

Pattern = re.Pattern[str]

#: What a word of a type column stands for that leaves open of which type something is.
UNCLEAR = "unclear"

#: What stands below a heading. A heading that no rule knows names what is below it.
Role = Literal[
    "operation",  # documents an operation; groups: name, method, path
    "request-line",  # holds the request lines of what the heading above it documents
    "definition",  # documents a type; group: name, by default that of the heading above
    "enum",  # documents a type by its values; group: name, as above
    "flags",  # the same, of values that are combined bit by bit
    "properties",  # the properties of what the heading above documents
    "parameters",  # of any place: path, query or body, as names, method and columns tell
    "path",  # parameters in the path
    "query",  # parameters in the query
    "headers",  # request headers
    "request",  # the request body: its properties, or what it is
    "response",  # a response: its properties, or what it is; group: status
    "statuses",  # status codes
    "sample",  # samples; of the request or the response, as they show themselves
    "sample-request",
    "sample-response",
    "description",  # prose about what the heading above documents
    "ignored",  # nothing that the spec holds: permissions, limits, links, tutorials
]

#: What the cells of a column say of what the row documents.
Column = Literal[
    "name",
    "type",
    "required",  # whose yes means required; `Marks.column` has the words
    "optional",  # whose yes means optional, in the same words
    "nullable",
    "description",
    "default",
    "values",  # all that a property may be
    "value",  # what one value of an enum is
    "location",  # where a parameter stands: path, query, header, body
    "example",
    "status",
    "method",
    "path",
    "ignored",
]


class _Node(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all parts of a style: what a file says that is not known is an error."""


class HeadingRule(_Node, frozen=True, kw_only=True):
    """Headings that `match`, as a whole, mean `means`."""

    match: Pattern
    """What is read of its groups is told by what the heading means."""
    means: Role
    """What stands below."""


class Marks(_Node, frozen=True, kw_only=True):
    """How a page marks a property as something, such as optional; None: not in this way.

    Each pattern is searched for in the text of one cell or place; what it matches is a mark, and
    no part of the text.
    """

    name: Pattern | None = None
    """In the name, such as ``\\?$``."""
    type: Pattern | None = None
    """In the type, such as ``^\\?``."""
    description: Pattern | None = None
    """In the description, such as ``^\\[optional\\]``; common English is known without."""
    column: Pattern | None = None
    """In a column of its own (`required` or `nullable`), as a whole, such as ``no|false``."""


class Recognise(_Node, frozen=True, kw_only=True):
    """How a page of the style is known: by marks, of which it has at least the share `least`."""

    front_matter: tuple[str, ...] = ()
    """Keys of the front matter."""
    headings: tuple[Pattern, ...] = ()
    """Each fits some heading, as a whole."""
    lines: tuple[Pattern, ...] = ()
    """Each is found in some line."""
    least: float = 0.5
    """The share of all these marks that a page has at least."""


class Style(_Node, frozen=True, kw_only=True, eq=False):
    """One dialect as data. Each is equal to itself alone, so that it can be a key of caches."""

    name: str
    """What the dialect is called."""
    extends: str = "general"
    """The dialect that has the rest; '' for none."""
    recognise: Recognise = Recognise()
    """Where the dialect is not chosen by its name or file: which pages are its own."""
    headings: tuple[HeadingRule, ...] = ()
    """What headings mean: the first rule that one fits, those of what is extended last."""
    columns: Mapping[Column, tuple[Pattern, ...]] = {}
    """Patterns of header cells, by what the column says."""
    types: Mapping[str, str] = {}
    """Word of a type column, in small letters -> type: a scalar of the spec, ``array<...>``,
    ``object`` or ``any``; or ``unclear``, where the word leaves open what it is: this is reported,
    and samples decide."""
    required: Marks = Marks()
    """How a property is marked that is always there."""
    optional: Marks = Marks()
    """How one is marked that may be left out."""
    nullable: Marks = Marks()
    """How one is marked that may be null."""
    unmarked: Mapping[Literal["request", "response", "definition", "parameters"], Presence] = {}
    """What a property without a mark is, in tables of each kind; unknown where it is not here."""
    generic: tuple[Pattern, ...] = ()
    """Words that headings add to the name of what they document, such as ``object`` or ``the``."""
    requests: tuple[Pattern, ...] = ()
    """Sentences, without markup, that say what is to be requested; groups ``method`` and ``path``.
    Request lines, commands and elements are known without."""
    returns: tuple[Pattern, ...] = ()
    """Sentences that say what an operation answers with; group ``type``: its words, with links."""
    accepts: tuple[Pattern, ...] = ()
    """Sentences that say what an operation is sent; group ``type``, as above."""
    inside: tuple[Pattern, ...] = ()
    """Sentences that name the types inside of which alone one is sent; group ``type``."""
    same: tuple[Pattern, ...] = ()
    """Sentences that say that an operation does what another does; group ``operation``: the words
    behind, which begin with a link to it or with ``above``."""
    inherits: tuple[Pattern, ...] = ()
    """Sentences that name the base type of a definition; group ``type``, as above."""
    derived: tuple[Pattern, ...] = ()
    """Sentences that name the types that inherit from a definition; group ``type``, as above."""
    envelope: str = ""
    """The property of an answer that holds the items of a collection, such as ``value``; '' where
    the answer is the array itself."""
    full_name: Pattern | None = None
    """A remark, in a comment beside a sample of a type, with its name; group ``type``, and
    ``qualified`` where the name is led by that of a namespace."""
    base_type: Pattern | None = None
    """The same, with the name of the type that it inherits from."""
    open_type: Pattern | None = None
    """The same, where an object of the type has others beside the properties of the type."""
    sample_type: Pattern | None = None
    """A remark, in a comment right above an answer, with the type that it is of, or that its items
    are of; group ``type``."""
    annotations: Pattern | None = None
    """Names in samples that are no properties, such as ``@odata\\.type``: remarks of the format."""
