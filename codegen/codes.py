"""The codes of all findings: how grave each is, what it means, and how to mend what it is about.

A code, once released, keeps its meaning. The finding itself may be more or less grave than its
code's default, and gives a hint of its own where it knows better.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from codegen.diagnostics import At, Diagnostic, Related, Severity

__all__ = ["CODES", "Code", "finding"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One code of the table."""

    name: str
    severity: Severity
    summary: str
    """What is wrong, in one line."""
    mend: str
    """What to do about it."""


#: Rows: code, severity, what is wrong, how to mend it. By the stage that reports the finding.
_TABLE: tuple[tuple[str, Severity, str, str], ...] = (
    # Files.
    (
        "binary-file",
        "error",
        "a document is not text",
        "move it out of the documentation folder, or convert it to UTF-8",
    ),
    ("not-utf-8", "error", "a document is not UTF-8", "save the file as UTF-8"),
    ("unreadable-file", "error", "a file or folder cannot be read", "check its permissions"),
    ("unreadable-name", "error", "a file has a name that is not text", "rename the file"),
    (
        "unread-include",
        "info",
        "a document includes something that is not read",
        "put it into the documentation folder, where it is a document among the others",
    ),
    (
        "no-such-path",
        "error",
        "a path of the documentation does not exist",
        "correct the path",
    ),
    ("no-documents", "error", "no document was found", "name the folder that holds the pages"),
    (
        "not-a-document",
        "info",
        "a file was passed over",
        "nothing to do, unless it is a page: then give it the ending of one",
    ),
    (
        "unknown-api",
        "error",
        "no API of this name is configured",
        "correct the name, or configure the API",
    ),
    (
        "already-configured",
        "error",
        "init found a configuration",
        "add to it: init writes a first one only",
    ),
    (
        "unfit-docs",
        "error",
        "the documentation that init is to configure holds the whole project",
        "name a folder of pages alone, or the pages by a glob",
    ),
    (
        "invalid-config",
        "error",
        "the configuration is not valid",
        "correct the configuration at the line named",
    ),
    (
        "invalid-dialect",
        "error",
        "the file of a dialect is not valid",
        "correct it at the line named",
    ),
    (
        "invalid-baseline",
        "error",
        "the baseline is not valid",
        "correct it, or write it again with --write-baseline",
    ),
    (
        "stale-baseline",
        "info",
        "an accepted finding does not occur any more",
        "write the baseline again with --write-baseline",
    ),
    (
        "unknown-side",
        "error",
        "what is to be compared is neither a path nor a git revision",
        "name a spec file, a folder of pages, or a revision such as HEAD~3 or main...",
    ),
    (
        "not-in-revision",
        "error",
        "a git revision does not have the pages",
        "name a later revision, or compare two folders",
    ),
    (
        "git-failed",
        "error",
        "git cannot tell what a revision has",
        "see what git says of it; or compare two folders or spec files",
    ),
    (
        "invalid-approvals",
        "error",
        "the file of approved changes is not valid",
        "correct it at the line named",
    ),
    (
        "approval-without-reason",
        "warning",
        "an approval says no reason, so that it approves nothing",
        "write why the change is accepted",
    ),
    (
        "expired-approval",
        "info",
        "an approved change has landed: what is compared against has it already",
        "nothing to do: --approve leaves it out when it writes the file again",
    ),
    ("invalid-spec", "error", "a spec file is not valid", "generate it again"),
    (
        "spec-version",
        "error",
        "a spec file is of a newer version",
        "use the version of doc-codegen that wrote it, or a newer one",
    ),
    (
        "invalid-lock",
        "error",
        "the name lock is not valid",
        "correct it at the line named, or take it from version control again",
    ),
    (
        "lock-version",
        "error",
        "the name lock is of a newer version",
        "use the version of doc-codegen that wrote it, or a newer one",
    ),
    (
        "type-moved",
        "info",
        "a type is in another module than before, because modules would refer to each other",
        "import it from the package, where every type stays",
    ),
    # Pages.
    (
        "unrecognised-page",
        "warning",
        "no dialect knows the form of a page",
        "leave it out by an overlay's `ignore`, name its dialect, or begin one (dialect new)",
    ),
    (
        "unknown-dialect",
        "error",
        "no dialect has this name",
        "use one of the names that the message lists",
    ),
    (
        "invalid-front-matter",
        "warning",
        "the front matter of a page is not valid YAML",
        "correct the YAML between the lines of three dashes",
    ),
    (
        "nested-too-deep",
        "warning",
        "lists or quotes are nested too deep to be read",
        "flatten them",
    ),
    (
        "limit-exceeded",
        "error",
        "a page holds more than one page may; the rest of it is left out",
        "raise the limit in the configuration, if the page is meant so",
    ),
    (
        "ragged-row",
        "warning",
        "a table row has more or fewer cells than its header",
        "add or remove cells; a pipe inside a cell is written \\|",
    ),
    (
        "not-understood",
        "warning",
        "no rule of the dialect understands a block",
        "write it in the form of the other pages, or report it as a gap of the dialect",
    ),
    (
        "unrendered-page",
        "warning",
        "a page has commands of a template engine, and what they would print is not read",
        "give the pages as they are once the site is built, in Markdown",
    ),
    (
        "unread-request",
        "info",
        "a request is taken for an example, and its section for no documentation of an operation",
        "if it is one, print its method and path in the heading, or in a line of their own",
    ),
    (
        "unknown-column",
        "warning",
        "a table has a column that the dialect does not know",
        "move what it says to the description, or report it as a gap of the dialect",
    ),
    ("nameless-row", "warning", "a table row names nothing", "give the row a name, or remove it"),
    ("duplicate-row", "warning", "a table names one thing twice", "remove one of the rows"),
    (
        "unknown-type",
        "warning",
        "a text in the place of a type is none",
        "print the name of a type",
    ),
    ("unknown-status", "warning", "a status is no status code", "print a code of three digits"),
    (
        "no-request-line",
        "warning",
        "a page has no request line",
        "add a code block with the method and the path",
    ),
    (
        "no-operation",
        "warning",
        "a page names no operation",
        "add the method and the path, or the event, to the title",
    ),
    (
        "ambiguous-outline",
        "warning",
        "an outline fits its sample in too many ways",
        "print the names of all attributes",
    ),
    (
        "no-discriminator",
        "warning",
        "nothing tells the variants of a union apart",
        "give each variant an attribute with a constant of its own",
    ),
    (
        "unplaced-attribute",
        "warning",
        "which object has an attribute is not certain",
        "print the name of the attribute, or show it in the sample",
    ),
    (
        "undecided-constraint",
        "info",
        "which attribute a constraint is about is not certain",
        "print the name of the attribute beside what is said of it",
    ),
    (
        "too-large",
        "warning",
        "a page has more attributes than are read",
        "split the page",
    ),
    ("too-deep", "warning", "something is nested too deep to be read", "flatten it"),
    # Samples.
    ("invalid-json", "warning", "a sample is not valid JSON", "correct the sample"),
    (
        "repaired-sample",
        "warning",
        "a sample is no JSON, and what it means is plain",
        "write it as JSON; until then it is read as if it were",
    ),
    (
        "truncated-sample",
        "warning",
        "a sample ends before its brackets are closed",
        "print the rest of the sample, or an ellipsis where parts are left out",
    ),
    ("duplicate-key", "warning", "a sample has a key twice", "remove one of the two"),
    (
        "sample-mismatch",
        "warning",
        "a sample is of another operation than its page",
        "correct the method of the sample, or move it to its page",
    ),
    # Claims that deny each other.
    (
        "type-contradicts-sample",
        "warning",
        "a table names a type that a sample does not have",
        "correct the type or the sample; both are accepted until then",
    ),
    (
        "contradicting-marks",
        "warning",
        "two marks of a property say the opposite of each other",
        "correct one of them; a column holds against the mark of a name",
    ),
    (
        "description-contradicts-type",
        "warning",
        "a description states what the type beside it does not allow",
        "correct the description or the type; the type holds until then",
    ),
    (
        "type-contradicts-table",
        "warning",
        "tables name different types for one thing",
        "print the same type in all of the tables",
    ),
    (
        "facts-disagree",
        "warning",
        "pages state different facts of one thing",
        "state the same on all of the pages; until then the laxest or first one holds",
    ),
    (
        "value-not-listed",
        "warning",
        "a sample shows a value that is not among the documented ones",
        "list the value or correct the sample; it is accepted until then",
    ),
    (
        "bound-contradicts-sample",
        "warning",
        "a sample shows a value beyond a documented bound",
        "correct the bound or the sample; the bound is not enforced until then",
    ),
    (
        "content-of-no-content",
        "warning",
        "a sample shows content for an answer whose status has none",
        "correct the status, or take the content out of the sample",
    ),
    (
        "samples-disagree",
        "warning",
        "samples of one thing are of different types, and no page says that both are possible",
        "name the type in a table, or correct one of the samples",
    ),
    (
        "imprecise-type",
        "info",
        "a table says string where other tables or all samples say more",
        "print the precise type in all of the tables",
    ),
    (
        "label-overruled",
        "warning",
        "the name of a type is printed for something else",
        "print the name of the type that the thing has",
    ),
    (
        "inheritance-cycle",
        "warning",
        "a type inherits from itself",
        "correct the base that one of the types names",
    ),
    (
        "too-much-inherited",
        "warning",
        "types inherit so much that the rest of it is left out",
        "correct the bases that pages name",
    ),
    (
        "operation-documented-twice",
        "warning",
        "two pages document one operation",
        "keep one of the pages; until then what both say is joined, and the first one wins",
    ),
    (
        "unknown-path-parameter",
        "warning",
        "a documented path parameter does not stand in the path",
        "correct the name in the table or in the path",
    ),
    (
        "undocumented-path-parameter",
        "warning",
        "a parameter stands in the path, and no table documents it",
        "add it to the table; its type stays open until then",
    ),
    (
        "value-in-path",
        "info",
        "a path has a value where a parameter stands, and the parameter is named by its place",
        "print a placeholder with its name, such as {id}, in place of the value",
    ),
    # Checks of lint.
    (
        "sample-property-undocumented",
        "warning",
        "a sample shows a property that its table does not list",
        "add a row to the table, or take the property out of the sample",
    ),
    (
        "property-never-sampled",
        "info",
        "a table lists a property that no sample shows",
        "show it in a sample, or take the row out of the table",
    ),
    (
        "required-not-sampled",
        "warning",
        "a sample leaves out a property that is required",
        "add it to the sample, or say that it is optional",
    ),
    (
        "dynamic-keys",
        "info",
        "keys of a sample look like data, and no table says so",
        "say in the table that it is a map, and of what",
    ),
    (
        "undocumented-type",
        "warning",
        "a type is named, and no page shows what it holds",
        "document its properties, or name the type that it is",
    ),
    (
        "near-duplicate-name",
        "warning",
        "two names differ as a typing error does",
        "spell both alike, unless both are meant",
    ),
    (
        "inconsistent-case",
        "info",
        "a name is spelled with other capitals elsewhere",
        "spell it alike, if it is the same name on the wire",
    ),
    (
        "confusable-names",
        "warning",
        "a name looks like another one, and is not the same",
        "spell it with letters of one script, and without characters that cannot be seen",
    ),
    (
        "broken-reference",
        "warning",
        "a link leads to a page that does not exist",
        "correct the target of the link",
    ),
    # The overlay.
    (
        "invalid-overlay",
        "error",
        "the overlay is not valid",
        "correct the overlay at the line named",
    ),
    (
        "overlay-stale",
        "warning",
        "the pages say what a correction says",
        "delete the entry of the overlay",
    ),
    (
        "overlay-target-gone",
        "warning",
        "what a correction is about is not in the pages any more",
        "delete the entry of the overlay, or name the target that it has now",
    ),
    (
        "overlay-unused-type",
        "warning",
        "nothing refers to a type that the overlay adds",
        "refer to it, or delete the entry of the overlay",
    ),
    # Outputs.
    (
        "nothing-generated",
        "error",
        "nothing in the pages was understood",
        "check that the pages are those of a REST API, in a form that a dialect knows",
    ),
    (
        "findings-refused",
        "error",
        "a build was refused, as the pages have findings of its level",
        "mend the findings that are printed above it",
    ),
    ("module-circle", "error", "modules of the outputs need each other", "report this"),
    (
        "foreign-file",
        "error",
        "a file in the way is not one of doc-codegen's",
        "move the file, choose another output folder, or overwrite it by generate --force",
    ),
    (
        "interrupted-run",
        "error",
        "a run was interrupted while it wrote the outputs",
        "run doc-codegen generate: it puts back what was there, and generates again",
    ),
    (
        "output-in-use",
        "error",
        "another run writes to the same output and does not end",
        "end the other run, or choose another output folder",
    ),
    ("unsafe-output", "error", "an output is not what was meant", "report this"),
    (
        "unwritable-output",
        "error",
        "an output cannot be written",
        "check the permissions of the output folder",
    ),
    (
        "cannot-watch",
        "error",
        "the file system does not tell of changes",
        "set WATCHFILES_FORCE_POLLING=true, or run generate after each change",
    ),
    # Drift of the outputs: what check finds.
    ("pages-changed", "error", "the pages give another file", "run doc-codegen generate"),
    ("overlay-changed", "error", "the corrections give another file", "run doc-codegen generate"),
    ("options-changed", "error", "the options give another file", "run doc-codegen generate"),
    ("names-changed", "error", "the name lock gives another file", "run doc-codegen generate"),
    ("generator-upgraded", "error", "another doc-codegen wrote it", "run doc-codegen generate"),
    (
        "edited-output",
        "error",
        "a generated file was edited",
        "say it in the overlay instead, and run doc-codegen generate",
    ),
    ("missing-output", "error", "a generated file is missing", "run doc-codegen generate"),
    ("leftover-output", "error", "nothing makes a file any more", "run doc-codegen generate"),
)

#: Every code, by name.
CODES: Mapping[str, Code] = {
    name: Code(name=name, severity=severity, summary=summary, mend=mend)
    for name, severity, summary, mend in _TABLE
}


def finding(
    code: str, message: str, subject: str, claims: Iterable[tuple[At, str]], hint: str = ""
) -> Diagnostic:
    """A finding at the first of `claims`, the others related; severity and mend are the code's.

    Each claim is a line and what stands there, '' where it is the same as at the first. Where
    the first says something, it is among the related ones too, so that these are both sides.
    """
    (first, said), *others = dict.fromkeys(claims)
    related = [(first, said), *others] if said else others
    return Diagnostic(
        code=code,
        severity=CODES[code].severity,
        message=message,
        subject=subject,
        path=first.path,
        line=first.line,
        hint=hint or CODES[code].mend,
        related=tuple(
            Related(path=place.path, line=place.line, message=text) for place, text in related
        ),
    )
