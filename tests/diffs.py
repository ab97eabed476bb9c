"""A diff made by hand, with changes of all kinds and texts that no renderer may trust."""

from __future__ import annotations

from codegen.changes.approvals import Approval, Approvals
from codegen.changes.diff import Diff
from codegen.changes.model import Change, Level, Side, Subject, Touched
from codegen.diagnostics import At
from codegen.spec import FORMAT_VERSION, ObjectType, Operation, Spec

__all__ = ["HOSTILE", "change", "diff", "example"]

#: Markup, mentions, links, HTML, a cell's and a line's end, and what moves a cursor.
HOSTILE = (
    "@everyone #1 GH-2 | `x` ``y`` <img src=x onerror=alert(1)> [a](javascript:x) ![b](//c.d/e.png)"
    "\r\n## H\n| a |\u2028\u202e\x1b[31m</details>%0A <!-- ::error::x \\| &amp; **bold**"
    " https://evil.example www.evil.example a@b.example"
)


def change(
    rule: str = "property-removed",
    subject: Subject | None = None,
    *,
    level: Level = "breaking",
    **facts: object,
) -> Change:
    """A change; of the wire, and not of source, unless `facts` say otherwise."""
    subject = subject or Subject("property", "Person", "birthday")
    given = {
        "message": f"The {subject.kind} {subject} changed",
        "wire": level,
        "source": "docs-only",
    }
    return Change(rule=rule, subject=subject, **{**given, **facts})  # type: ignore[arg-type]


def _spec(*operations: str) -> Spec:
    made = [Operation(id=f"o{n}", method=m, path=p, module=group) for n, (m, p, group) in enumerate(
        one.split(" ") for one in operations
    )]  # fmt: skip
    types = (ObjectType(name="Person", module="people"), ObjectType(name="Order", module="orders"))
    return Spec(format=FORMAT_VERSION, api="shop", operations=tuple(made), types=types)


def diff(*changes: Change, approvals: Approvals | None = None, api: str = "shop") -> Diff:
    """A diff with these changes, from HEAD~3 to the working tree."""
    operations = [f"GET /people/{n} people" for n in range(9)]
    return Diff(
        api=api,
        old=Side(label="HEAD~3", revision="HEAD~3", spec=_spec(*operations)),
        new=Side(label="working tree", spec=_spec("GET /orders orders")),
        changes=changes,
        approvals=approvals or Approvals(),
    )


def example() -> Diff:
    """One of everything."""
    birthday = change(
        old="date",
        direction="response",
        operations=("GET /people/1", "GET /people/2"),
        before=(At("docs/people.md", 12), At("docs/all.md", 3)),
        touched=(
            Touched(name="models.people.Person.birthday", effect="gone"),
            Touched(name="dataclass_models.people.Person.birthday", effect="gone"),
        ),
    )
    removed = [
        change("operation-removed", Subject("operation", f"GET /people/{n}"), old=f"o{n}")
        for n in range(7)
    ]
    nullable = [
        change(
            "property-became-nullable",
            Subject("property", owner, "at"),
            level="risky",
            operations=(f"GET /people/{n}",),
            before=(At(f"docs/{owner}.md", n),),
            after=(At(f"docs/{owner}.md", n + 1),),
        )
        for n, owner in enumerate(("Order", "Person", "Thing", "Other", "More", "Last"))
    ]
    members = [
        change("property-added", Subject("property", "Order", name), level="safe", new="string")
        for name in ("a", "b", "c")
    ]
    renamed = change(
        "type-renamed",
        Subject("type", "Customer"),
        former=Subject("type", "Person"),
        evidence="both have the same 12 properties",
        wire="docs-only",
        source="breaking",
    )
    corrected = change(
        "property-type-changed",
        Subject("property", "Order", "total"),
        wire="docs-only",
        source="risky",
        old="string",
        new="number",
        correction="documented as string, a sample shows a number",
    )
    hostile = change(
        "property-description-changed",
        Subject("property", HOSTILE, HOSTILE),
        level="docs-only",
        old=HOSTILE,
        new=HOSTILE,
        message=HOSTILE,
        former=Subject("property", "Old", HOSTILE),
        evidence=HOSTILE,
        before=(At(HOSTILE, 3),),
        after=(At(HOSTILE, 0),),
        touched=(Touched(name=HOSTILE, effect=HOSTILE),),
    )
    accepted = change("parameter-removed", Subject("parameter", "GET /orders", "query:top"))
    waiting = Approval(fingerprint=birthday.fingerprint, what="the birthday", line=7)
    approvals = Approvals(
        path="specs/shop/approvals.yaml",
        entries=(
            Approval(
                fingerprint=accepted.fingerprint, reason=f"Agreed. {HOSTILE}", by="Ann", line=3
            ),
            waiting,
            Approval(
                fingerprint="0" * 16,
                what="the type Person is new",
                subject="type Person",
                state="there",
                reason="Agreed.",
                line=11,
            ),
            Approval(fingerprint="1" * 16, what="of another diff", reason="Agreed.", line=17),
        ),
    )
    found = (birthday, *removed, accepted, renamed, *nullable, corrected, *members, hostile)
    return diff(*found, approvals=approvals)
