"""Both sides of a diff: read, resolved and compared.

The configuration is that of the working tree, at any revision that has the pages which it names:
where they have moved since, it is that of the revision. Overlay and name lock are those of the
revision. A tree that is named by its path has neither.

Both sides are to have the same names for the same things, or else everything would be renamed
because further pages suggest a better name. So the new pages are resolved with the names that the
old ones were given, as `generate` keeps names; the old pages with those of a spec that they are
compared with. A lock of its own wins where it is another: there somebody changed a name.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from codegen import config as configuration
from codegen import namelock, pipeline, sources
from codegen.changes import compare
from codegen.changes.contradictions import contradicted
from codegen.changes.diff import Diff
from codegen.changes.model import Side
from codegen.changes.operands import Comparison, Pages, Revision, SpecFile, side
from codegen.changes.places import of_pages, of_spec
from codegen.changes.revisions import Repository, export
from codegen.codes import CODES
from codegen.diagnostics import CodegenError, Diagnostic
from codegen.dialects import AUTO, meant
from codegen.namelock import NameLock
from codegen.pipeline import Api, Progress, Understanding, silent
from codegen.spec import FORMAT_VERSION, Spec

__all__ = ["diff", "run"]

_NO_LOCK = NameLock()


def diff(
    old: str | os.PathLike[str] | Spec,
    new: str | os.PathLike[str] | Spec,
    *,
    dialect: str | os.PathLike[str] = AUTO,
) -> Diff:
    """What changed from `old` to `new`: each a spec, the path of a spec file, or that of pages.

    `dialect`: the house style of pages, by its name or file. Raises CodegenError where one of them
    cannot be read.
    """

    def end(given: str | os.PathLike[str] | Spec, label: str) -> SpecFile | Pages:
        if isinstance(given, Spec):
            return SpecFile(label=label, spec=given)
        text = os.fspath(given)
        found = side(text, meant(dialect))
        if found is None:
            message = f"no such file, folder or glob: {text}"
            raise CodegenError(_problem("unknown-side", message, text))
        return found

    return run(Comparison(old=end(old, "old"), new=end(new, "new")))


def run(comparison: Comparison, progress: Progress = silent) -> Diff:
    """Read both sides, the old one first, and compare them. Raises CodegenError."""
    ends = comparison.old, comparison.new
    specs = [one.spec for one in ends if isinstance(one, SpecFile)]
    name = comparison.api.name if comparison.api else specs[0].api if specs else ""
    # Before the first side there are no names but those of a spec on the other side.
    names = _Names(after=comparison.new.lock) if isinstance(comparison.new, SpecFile) else _Names()
    sides: list[Side] = []
    for end in ends:
        if isinstance(end, SpecFile):
            sides.append(Side(label=end.label, spec=end.spec, places=of_spec(end.spec)))
            names = _Names(after=end.lock)
        else:
            known = dataclasses.replace(end.api, name=name or end.api.name)
            one, names = _read(dataclasses.replace(end, api=known), names, progress)
            sides.append(one)
    old, new = sides
    return Diff(api=name, old=old, new=new, changes=compare(old, new))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """The lock that a side was resolved with, and the one that came of it."""

    before: NameLock = _NO_LOCK
    after: NameLock = _NO_LOCK

    def with_own(self, own: NameLock) -> NameLock:
        """The lock for the next side, whose own lock is `own`."""
        return self.after if own in (_NO_LOCK, self.before) else own


def _read(end: Pages | Revision, names: _Names, progress: Progress) -> tuple[Side, _Names]:
    """The side that is read from pages, and its names."""

    def told(stage: str, done: int, total: int) -> None:
        progress(f"{end.label}, {stage}", done, total)

    if isinstance(end, Pages):
        found, names = _understood(end.api, names, told)
        paths = {source.page: source.path.as_posix() for source in found.sources}
        return _side_of(end.label, "", found, paths), names
    with tempfile.TemporaryDirectory(prefix="doc-codegen-") as folder:
        shown = _Shown(Path(os.path.realpath(folder)), end.where, end.label)
        try:
            api = _at_revision(end, shown.root)
            if api is None:
                nothing = Spec(format=FORMAT_VERSION, api=end.api.name)
                return Side(label=end.label, revision=end.label, spec=nothing), names
            found, names = _understood(api, names, told)
        except CodegenError as error:
            raise CodegenError(*map(shown.finding, error.diagnostics)) from None
    paths = {source.page: shown.path(source.path.as_posix()) for source in found.sources}
    applied = found.resolution.overlay
    here = (dataclasses.replace(one, path=shown.path(one.path)) for one in applied)
    resolution = dataclasses.replace(found.resolution, overlay=tuple(here))
    found = dataclasses.replace(found, resolution=resolution)
    return _side_of(end.label, end.label, found, paths), names


def _understood(api: Api, names: _Names, told: Progress) -> tuple[Understanding, _Names]:
    lock = names.with_own(namelock.load(api.lock_path))
    found = pipeline.understand(api, told, lock=lock)
    return found, _Names(before=lock, after=found.resolution.lock)


def _digests(found: Understanding, paths: Mapping[str, str]) -> Mapping[str, str]:
    """The digest of each page that can be read, by what the user calls the page."""
    read = (
        sources.decoded(source, data)
        for source, data, _ in found.contents
        if isinstance(data, bytes)
    )
    return {
        paths[document.page]: hashlib.sha256(document.text.encode()).hexdigest()
        for document in read
        if isinstance(document, sources.Document)
    }


def _side_of(label: str, revision: str, found: Understanding, paths: Mapping[str, str]) -> Side:
    return Side(
        label=label,
        revision=revision,
        spec=found.resolution.spec,
        pages=_digests(found, paths),
        places=of_pages(found, paths),
        contradicted=contradicted(found),
    )


# --- revisions --------------------------------------------------------------------------------


def _at_revision(end: Revision, root: Path) -> Api | None:
    """`end.api` with its pages, overlay and lock as the commit has them, below `root`.

    An overlay outside the repository has no revisions: it is read as it is. Where the commit does
    not have all of the pages, they are those that its own configuration names; None where that has
    no such API yet.
    """
    docs = [_inner(end.where, path) for path in end.api.docs]
    there = export(end.where, end.commit, {inner for inner, _ in docs}, root)
    missing = [
        _not_there(end, path)
        for path, (inner, _) in zip(end.api.docs, docs, strict=True)
        if inner not in there
    ]
    if not missing:
        return _with_files(end.api, docs, end, root)
    then = _configured_then(end, root)
    if then is None:
        raise CodegenError(*missing)
    if not then and not there:
        return None
    for api in then:
        docs = [_inner(end.where, path) for path in api.docs]
        inside = {inner for inner, _ in docs}
        if export(end.where, end.commit, inside, root) == inside:
            kept = dataclasses.replace(end.api, spec=api.spec_path, overlay=api.overlay)
            return _with_files(kept, docs, end, root)
    raise CodegenError(*missing)


def _configured_then(end: Revision, root: Path) -> tuple[Api, ...] | None:
    """The APIs of the name of `end.api` in the configuration that the commit has; None for none.

    Their paths are those of the working tree.
    """
    file = end.where.inner(end.config)
    if file is None or not export(end.where, end.commit, {file}, root):
        return None
    try:
        text, data = configuration.read(root / file)
        if file.name == configuration.PROJECT_FILE and configuration.section(data) is None:
            return ()  # the project knew nothing of this then
        apis = configuration.loads(text, end.where.top / file)
    except CodegenError:
        return None
    return tuple(api for api in apis if api.name == end.api.name)


def _with_files(
    api: Api, docs: Sequence[tuple[PurePosixPath, PurePosixPath]], end: Revision, root: Path
) -> Api:
    """`api` with these docs, and with overlay and lock as the commit has them, below `root`."""
    where = end.where
    overlay, lock = where.inner(api.overlay_path), where.inner(api.lock_path)
    beside = {path for path in (overlay, lock) if path is not None}
    there = export(where, end.commit, beside, root) if beside else frozenset()
    spec = where.inner(api.spec_path)
    if overlay is not None:
        corrections = root / overlay if overlay in there else None
    else:
        corrections = api.overlay
    return dataclasses.replace(
        api,
        docs=tuple(root / inner / pattern for inner, pattern in docs),
        spec=root / spec if spec is not None else api.spec_path,
        overlay=corrections,
    )


def _inner(where: Repository, path: Path) -> tuple[PurePosixPath, PurePosixPath]:
    """A path of the docs in the repository, and the pattern below it where it is a glob."""
    base, pattern = sources.base(str(path))
    inner = where.inner(base)
    if inner is None:
        message = f"is not in the git repository {where.top.name}, so it has no revisions"
        raise CodegenError(_problem("not-in-revision", message, path.as_posix()))
    return inner, PurePosixPath(pattern or "")


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the user calls the files of `revision` that lie below `root` for a while."""

    root: Path
    where: Repository
    revision: str

    def path(self, path: str) -> str:
        """The path of a file in the working tree."""
        inner = Path(path)
        if not inner.is_relative_to(self.root):
            return path
        return Path(os.path.relpath(self.where.top / inner.relative_to(self.root))).as_posix()

    def finding(self, found: Diagnostic) -> Diagnostic:
        """`found` at the files of the working tree, with the revision that it is about."""
        message = found.message.replace(f"{self.root.as_posix()}/", "")
        related = (dataclasses.replace(one, path=self.path(one.path)) for one in found.related)
        return dataclasses.replace(
            found,
            message=f"{message} (in {self.revision})",
            path=self.path(found.path),
            related=tuple(related),
        )


def _not_there(end: Revision, path: Path) -> Diagnostic:
    message = f"the docs of {end.api.name!r} are not there"
    hint = "name another revision, compare two folders, or choose other APIs with --api"
    return _problem("not-in-revision", message, path.as_posix(), hint)


def _problem(code: str, message: str, path: str, hint: str = "") -> Diagnostic:
    return Diagnostic(
        code=code, severity="error", message=message, path=path, hint=hint or CODES[code].mend
    )
