"""Runs with a cache: what did not change is not made again, and nothing else is different."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import codegen
from codegen import check, config, inputs, markdown, pipeline, reading, rendering, specimen, targets
from codegen.api import Api, silent
from codegen.cache import Cache
from codegen.cli import main
from codegen.passthrough import ModelOptions
from codegen.workers import Workers
from tests.shop import page, snapshot, write_pages

ROOT = Path(__file__).parents[1]
#: More than are kept together.
MANY = 150


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "docs", {"item.md": page(), "order.md": page("Order", "Order")})


@pytest.fixture
def shop(docs: Path, tmp_path: Path, user_cache: Path) -> Api:
    """Of the targets the one that is soon made."""
    return Api(
        name="shop",
        docs=(docs,),
        output=tmp_path / "out",
        targets=("openapi",),
        cache=user_cache,
    )


def settle(api: Api) -> None:
    """Generate until a run finds all as it left it."""
    for _ in range(3):
        if pipeline.generate(api).standing is not None:
            return
    pytest.fail("no run finds what it left")


class Calls:
    """Counts the calls of a function that is still called."""

    def __init__(self, patch: pytest.MonkeyPatch, owner: object, name: str) -> None:
        self.number = 0
        self._real = getattr(owner, name)
        patch.setattr(owner, name, self)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        self.number += 1
        return self._real(*arguments, **named)


# --- nothing changed ----------------------------------------------------------------------------


def test_where_nothing_changed_nothing_is_made(shop: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(shop)
    made = pipeline.generate(dataclasses.replace(shop, cache=None))
    before = {path: path.stat().st_mtime_ns for path in shop.output.rglob("*")}
    for name in ("_built", "_understand", "_found"):
        monkeypatch.delattr(pipeline, name)
    result = pipeline.generate(shop)
    assert result.standing is not None
    assert not result.changes
    assert result.changes == made.changes
    assert {path: path.stat().st_mtime_ns for path in shop.output.rglob("*")} == before
    checked = check.check(shop)
    assert checked.drifts == ()
    assert checked.files == len(result.changes.unchanged)


def test_what_is_not_made_is_there_all_the_same(shop: Api) -> None:
    settle(shop)
    made = pipeline.generate(dataclasses.replace(shop, cache=None))
    known = pipeline.generate(shop)
    assert made.standing is None
    assert known.standing is not None
    for name in ("spec", "lock", "tree", "counts", "diagnostics", "changes", "former"):
        assert getattr(known, name) == getattr(made, name), name
    assert known.made.spec_text == made.made.spec_text
    assert known.made.lock_text == made.made.lock_text
    assert pipeline.planned(known) == pipeline.planned(made)


def test_what_is_printed_is_the_same(tmp_path: Path) -> None:
    damaged = page("Bad", "Bad", sample='{"Id": 1e400}')
    pages: dict[str, str | bytes] = {"item.md": page(), "bad.md": damaged, "binary.md": b"\0"}
    docs = write_pages(tmp_path / "docs", {**pages, "not.png": b"x"})
    paths = ["--docs", str(docs), "--name", "shop", "--output", str(tmp_path / "out")]

    def run(*words: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(main, [*words, *paths])
        return done.exit_code, done.stdout, done.stderr

    for _ in range(3):
        assert run("generate")[0] == 1
    for command, code in (("generate", 1), ("check", 0)):
        for form in ("text", "json", "github", "sarif"):
            told = run(command, "--format", form)
            assert told[0] == code
            assert told[1] or (command, form) == ("check", "github")
            assert told == run(command, "--format", form, "--no-cache")
    (tmp_path / "out/openapi/openapi.yaml").unlink()
    told = run("check")
    assert told[0] == 1
    assert told == run("check", "--no-cache")


def _add(docs: Path, _: Path) -> None:
    write_pages(docs, {"new.md": page("New", "New")})


def _remove(docs: Path, _: Path) -> None:
    (docs / "order.md").unlink()


def _rename(docs: Path, _: Path) -> None:
    (docs / "order.md").rename(docs / "other.md")


def _change(docs: Path, _: Path) -> None:
    path = docs / "order.md"
    path.write_text(path.read_text().replace("| Name |", "| Title |"))


def _edit_output(_: Path, out: Path) -> None:
    path = out / "openapi/shop.yaml"
    path.write_text(path.read_text() + "\n")


def _remove_output(_: Path, out: Path) -> None:
    (out / "openapi/openapi.yaml").unlink()


def _link_output(_: Path, out: Path) -> None:
    path = out / "openapi/shop.yaml"
    path.rename(out / "elsewhere.yaml")
    path.symlink_to(out / "elsewhere.yaml")


def _leave_over(_: Path, out: Path) -> None:
    shutil.copy(out / "openapi/shop.yaml", out / "openapi/gone.yaml")


def _edit_spec(_: Path, out: Path) -> None:
    path = out / "spec.json"
    path.write_text(path.read_text().replace("Name", "Title"))


def _remove_spec(_: Path, out: Path) -> None:
    (out / "spec.json").unlink()


def _remove_lock(_: Path, out: Path) -> None:
    (out / "names.lock.json").unlink()


def _correct(_: Path, out: Path) -> None:
    entry = "- target: Item.Name\n  type: date\n  reason: It is one.\n"
    (out / "overlay.yaml").write_text(entry)


def _hide(docs: Path, _: Path) -> None:
    (docs / "order.md").unlink()
    (docs / "order.md").mkdir()


@pytest.mark.parametrize(
    "move",
    [
        _add,
        _remove,
        _rename,
        _change,
        _edit_output,
        _remove_output,
        _link_output,
        _leave_over,
        _edit_spec,
        _remove_spec,
        _remove_lock,
        _correct,
        _hide,
    ],
)
def test_whatever_changed_is_seen(
    shop: Api, docs: Path, tmp_path: Path, move: Callable[[Path, Path], None]
) -> None:
    settle(shop)
    move(docs, shop.output)
    shutil.copytree(tmp_path / "out", tmp_path / "other", symlinks=True)
    uncached = dataclasses.replace(shop, cache=None)
    checked = check.check(shop)
    assert checked == dataclasses.replace(check.check(uncached), api=shop)
    assert checked.drifts
    results = [outcome(shop)]
    shutil.rmtree(shop.output)
    (tmp_path / "other").rename(shop.output)
    results.append(outcome(uncached))
    assert results[0] == results[1]


def outcome(api: Api) -> object:
    """What a run tells and leaves."""
    try:
        result = pipeline.generate(api)
    except codegen.CodegenError as error:
        return error.diagnostics, snapshot(api.output)
    assert result.standing is None
    return result.diagnostics, result.changes, result.former, snapshot(api.output)


def test_a_page_that_cannot_be_read_is_read_again(shop: Api, docs: Path) -> None:
    (docs / "link.md").symlink_to("nowhere.md")
    for _ in range(3):
        result = pipeline.generate(shop)
        assert result.standing is None
        assert [one.code for one in result.diagnostics if one.severity == "error"] == [
            "unreadable-file"
        ]


# --- what a run is known by ---------------------------------------------------------------------


def _api(**options: Any) -> Callable[[Api], Api]:
    return lambda api: dataclasses.replace(api, **options)


def _file(name: str, text: str) -> Callable[[Api], Api]:
    def write(api: Api) -> Api:
        path = api.output.parent / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return api

    return write


def _dialect(text: str) -> Callable[[Api], Api]:
    def write(api: Api) -> Api:
        path = api.output.parent / "own.toml"
        path.write_text(text)
        return dataclasses.replace(api, dialect=path)

    return write


INGREDIENTS = {
    "name": _api(name="other"),
    "dialect": _api(dialect="superoffice"),
    "file of a dialect": _dialect("name = 'other'"),
    "enums": _api(enums="closed"),
    "examples": _api(examples=True),
    "targets": _api(targets=("openapi", "pydantic")),
    "model options": _api(model_options=ModelOptions(use_frozen_field=True)),
    "fail-on": _api(fail_on="never"),
    "output": _api(output=Path("elsewhere")),
    "spec": _api(spec=Path("elsewhere/spec.json")),
    "bytes of a page": _file("docs/item.md", "# Another"),
    "another page": _file("docs/more.md", ""),
    "another file": _file("docs/more.png", ""),
    "corrections": _file("out/overlay.yaml", ""),
    "names": _file("out/names.lock.json", "{}"),
}


@pytest.mark.parametrize("change", INGREDIENTS.values(), ids=INGREDIENTS)
def test_a_run_is_known_by_all_that_it_depends_on(shop: Api, change: Callable[[Api], Api]) -> None:
    before = inputs.key(shop, inputs.gather(shop))
    assert before == inputs.key(shop, inputs.gather(shop))
    changed = change(shop)
    assert inputs.key(changed, inputs.gather(changed)) != before


def test_sets_are_known_by_their_order(shop: Api, tmp_path: Path) -> None:
    other = write_pages(tmp_path / "older", {"item.md": page(type_name="Thing")})
    (docs,) = shop.docs
    keys = {
        inputs.key(one, inputs.gather(one))
        for pair in ((docs, other), (other, docs))
        for one in (dataclasses.replace(shop, docs=pair),)
    }
    assert len(keys) == 2


def test_a_run_is_not_known_by_its_cache(shop: Api, tmp_path: Path) -> None:
    elsewhere = dataclasses.replace(shop, cache=tmp_path / "elsewhere")
    assert inputs.key(elsewhere, inputs.gather(elsewhere)) == inputs.key(shop, inputs.gather(shop))


# --- pages --------------------------------------------------------------------------------------


@pytest.fixture
def many(tmp_path: Path) -> Api:
    docs = write_pages(
        tmp_path / "many", {f"{number}.md": page(f"N{number}") for number in range(MANY)}
    )
    return Api(name="many", docs=(docs,), output=tmp_path / "out")


def read(api: Api, kept: Cache | None, *, parallel: bool = False) -> tuple[object, ...]:
    given = inputs.gather(api)
    with Workers(parallel=parallel) as workers:
        return reading.read_pages(
            given.contents, given.dialect, api.limits, workers, kept, lambda _done, _total: None
        )


@pytest.fixture
def kept(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "kept", bytes(32))


def test_pages_that_did_not_change_are_not_parsed(
    many: Api, kept: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    (docs,) = many.docs
    first = read(many, kept)
    assert first == read(many, None)
    calls = Calls(monkeypatch, markdown, "parse")
    assert read(many, kept) == first
    assert calls.number == 0
    (docs / "7.md").write_text(page("Seven"))
    changed = read(many, kept)
    assert calls.number == 1
    assert changed == read(many, None)
    assert changed != first
    calls.number = 0
    (docs / "7.md").write_text(page("N7"))
    assert read(many, kept) == first
    assert calls.number == 0


def test_what_pages_were_the_last_time_is_taken_over(
    many: Api, kept: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    (docs,) = many.docs
    read(many, kept)
    calls = Calls(monkeypatch, markdown, "parse")
    for round_ in range(3):
        for number in range(0, MANY, 50):
            (docs / f"{number}.md").write_text(page(f"Round{round_}"))
        # What is no text is a finding, which is kept as well.
        (docs / "1.md").write_bytes(b"\0" if round_ else page("One").encode())
        calls.number = 0
        found = read(many, kept)
        assert calls.number == (3 if round_ else 4)
        assert found == read(many, None)


@pytest.mark.parametrize("damage", [b"", b"\x90", b"\x92\xc4\x01a\x91\xc4\x01b"])
def test_what_is_no_record_of_the_last_time_is_not_used(
    many: Api, kept: Cache, monkeypatch: pytest.MonkeyPatch, damage: bytes
) -> None:
    (docs,) = many.docs
    real = kept.put

    def put(key: bytes, data: bytes) -> None:
        real(key, damage if len(data) < 64 * 40 and b"Shop" not in data else data)

    monkeypatch.setattr(kept, "put", put)
    read(many, kept)
    (docs / "7.md").write_text(page("Seven"))
    calls = Calls(monkeypatch, markdown, "parse")
    found = read(many, kept)
    assert 1 < calls.number <= 64
    assert found == read(many, None)


@pytest.mark.parametrize("added", ["0.md", "new.md", "z/last.md"])
def test_a_page_more_leaves_most_as_they_are(
    many: Api, kept: Cache, monkeypatch: pytest.MonkeyPatch, added: str
) -> None:
    (docs,) = many.docs
    (docs / "0.md").unlink()
    read(many, kept)
    write_pages(docs, {added: page("Added")})
    calls = Calls(monkeypatch, markdown, "parse")
    found = read(many, kept)
    # Its own batch alone, which it may have split.
    assert calls.number <= 65
    calls.number = 0
    write_pages(docs, {added: page("Added")})
    assert read(many, kept) == found
    assert calls.number == 0


@pytest.mark.parametrize(
    "change", [_api(dialect="superoffice"), lambda api: _api(docs=(api.docs[0] / "*",))(api)]
)
def test_pages_are_known_by_dialect_and_name(
    many: Api, kept: Cache, monkeypatch: pytest.MonkeyPatch, change: Callable[[Api], Api]
) -> None:
    read(many, kept)
    calls = Calls(monkeypatch, markdown, "parse")
    read(change(many), kept)
    assert calls.number == (MANY if change(many).dialect != many.dialect else 0)


def test_pages_are_known_by_their_rank(
    many: Api, kept: Cache, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (docs,) = many.docs
    other = write_pages(tmp_path / "more", {"a.md": page("A")})
    read(dataclasses.replace(many, docs=(docs, other)), kept)
    calls = Calls(monkeypatch, markdown, "parse")
    found = read(dataclasses.replace(many, docs=(other, docs)), kept)
    assert calls.number == MANY + 1
    assert found == read(dataclasses.replace(many, docs=(other, docs)), None)


def test_an_entry_that_cannot_be_understood_is_a_miss(
    many: Api, kept: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = read(many, kept)
    monkeypatch.setattr(zlib, "decompress", lambda _: b"signed, and yet not what is read here")
    assert read(many, kept) == found


def test_workers_read_the_same(many: Api, kept: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codegen.workers._cores", lambda: 2)
    monkeypatch.setattr("codegen.workers._WORTH", 1)
    found = read(many, None)
    assert read(many, kept, parallel=True) == found
    assert read(many, kept) == found
    assert read(many, None, parallel=True) == found


# --- jobs of the targets ------------------------------------------------------------------------


def grouped(number: int) -> str:
    """A page of a module of its own."""
    text = page(f"N{number}", f"Type{number}")
    return text.replace("v1Shop_", f"v1Group{number}_").replace("Shop/", f"Group{number}/")


def test_fragments_that_did_not_change_are_not_rendered(
    tmp_path: Path, user_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = write_pages(tmp_path / "docs", {f"{n}.md": grouped(n) for n in range(6)})
    api = Api(name="shop", docs=(docs,), output=tmp_path / "out", cache=user_cache)
    settle(api)
    calls = Calls(monkeypatch, targets, "run")
    marks = Calls(monkeypatch, specimen, "digest")
    path = docs / "3.md"
    path.write_text(path.read_text().replace("What it is called.", "Its name."))
    result = pipeline.generate(api)
    models = [name for name in result.changes.changed if name.startswith(("models", "dataclass"))]
    assert models == ["dataclass_models/group_3.py", "models/group_3.py"]
    # These two, and what is made of all operations.
    assert 2 <= calls.number <= 4
    assert marks.number == 0
    plain = dataclasses.replace(api, cache=None)
    assert pipeline.build(plain).tree == result.tree


def test_a_job_is_known_by_the_value_of_its_arguments(kept: Cache) -> None:
    calls = []

    def make(*arguments: object) -> dict[str, str]:
        calls.append(arguments)
        return {"": repr(arguments)}

    make.__module__, make.__qualname__ = __name__, "known"
    globals()["known"] = make

    def made(*arguments: object) -> int:
        """How many jobs were done for this one."""
        before = len(calls)
        with Workers(parallel=False) as workers:
            execute = rendering.executor(workers, kept, silent)
            (texts,) = execute([targets.Job(make=make, arguments=arguments)])
        assert texts == {"": repr(arguments)}
        return len(calls) - before

    one, other = (" ".join(words) for words in (["a", "b"], ["a", "b"]))
    assert one is not other
    assert made(one, one) == 1
    assert made(one, other) == 0
    different: list[object] = ["a b", ["a b"], ("a b",), b"a b", 1, 1.0, True, None]
    different += [{"a": 1, "b": 2}, {"b": 2, "a": 1}, targets.fragment.Reference("a b")]
    assert [made(value) for value in different] == [1] * len(different)
    assert [made(value) for value in different] == [0] * len(different)


# --- where the cache is, and who wrote it -------------------------------------------------------


def test_without_a_cache_nothing_is_kept_or_taken(docs: Path, user_cache: Path) -> None:
    paths = ["--docs", str(docs), "--name", "shop", "--output", str(docs.parent / "out")]
    for command in (
        ["generate", *paths],
        ["check", *paths],
        ["lint", *paths[:2]],
        ["explain", "Item", *paths[:2]],
        ["diff", str(docs), str(docs)],
    ):
        done = CliRunner().invoke(main, [*command, "--no-cache"])
        assert done.exit_code in {0, 1}, done.output
        assert not user_cache.exists()
    assert CliRunner().invoke(main, ["lint", *paths[:2]]).exit_code in {0, 1}
    assert list(user_cache.glob("*.entry"))


def test_the_library_chooses(docs: Path, tmp_path: Path, user_cache: Path) -> None:
    codegen.generate(docs=docs, name="shop", output=tmp_path / "out", cache=False)
    assert not user_cache.exists()
    codegen.generate(docs=docs, name="shop", output=tmp_path / "out", cache=tmp_path / "here")
    assert [path.name for path in user_cache.iterdir() if path.suffix != ".TAG"] != []
    assert not list(user_cache.glob("*.entry"))
    assert list((tmp_path / "here").glob("*.entry"))
    codegen.generate(docs=docs, name="shop", output=tmp_path / "out")
    assert list(user_cache.glob("*.entry"))


@pytest.mark.usefixtures("docs")
def test_a_folder_of_the_configuration(tmp_path: Path, user_cache: Path) -> None:
    own = tmp_path / "doc-codegen.toml"
    own.write_text('cache = ".cache/kept"\n[apis.shop]\ndocs = ["docs"]\n')
    (api,) = config.load(own)
    pipeline.generate(api)
    assert list((tmp_path / ".cache/kept").glob("*.entry"))
    assert not list(user_cache.glob("*.entry"))
    own.write_text('cache = "docs/kept"\n[apis.shop]\ndocs = ["docs"]\n')
    with pytest.raises(codegen.CodegenError, match=r"toml:1: error: cache: is among the pages"):
        config.load(own)
    own.write_text('[apis.shop]\ncache = "kept"\ndocs = ["docs"]\n')
    with pytest.raises(codegen.CodegenError, match=r"toml:2: error: .*is of all APIs"):
        config.load(own)


def test_what_somebody_else_has_put_in_a_checkout_is_not_used(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = Api(name="shop", docs=(docs,), output=tmp_path / "out", cache=tmp_path / "kept")
    real = targets.run

    def evil(job: targets.Job) -> dict[str, str]:
        return {name: f"{text}import os\n" for name, text in real(job).items()}

    with monkeypatch.context() as theirs:
        theirs.setenv("XDG_CACHE_HOME", str(tmp_path / "their home"))
        theirs.setattr(targets, "run", evil)
        for _ in range(2):
            pipeline.generate(api)
        assert (api.output / "models/shop.py").read_text().endswith("import os\n")
        assert pipeline.generate(api).standing is not None
    assert check.check(api).drifts
    result = pipeline.generate(api)
    assert result.tree == pipeline.build(dataclasses.replace(api, cache=None)).tree
    assert not (api.output / "models/shop.py").read_text().endswith("import os\n")


def test_a_cache_that_cannot_be_written_is_no_error(
    shop: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("mine")
    blocked = dataclasses.replace(shop, cache=tmp_path / "file")
    for _ in range(2):
        assert pipeline.generate(blocked).diagnostics == ()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    homeless = dataclasses.replace(shop, cache=tmp_path / "file/doc-codegen")
    assert pipeline.generate(homeless).standing is None
    assert (tmp_path / "file").read_text() == "mine"


def test_entries_that_are_damaged_change_nothing(shop: Api) -> None:
    settle(shop)
    assert shop.cache is not None
    before = snapshot(shop.output)
    for number, path in enumerate(sorted(shop.cache.glob("*.entry"))):
        data = bytearray(path.read_bytes())
        data[number * 7 % len(data)] ^= 1
        path.write_bytes(data if number % 3 else data[: len(data) // 2])
    result = pipeline.generate(shop)
    assert result.standing is None
    assert not result.changes
    assert snapshot(shop.output) == before
    assert pipeline.generate(shop).standing is not None


# --- start-up -----------------------------------------------------------------------------------

_HEAVY = ("black", "datamodel_code_generator", "jinja2", "markdown_it", "pydantic", "yaml")


@pytest.mark.usefixtures("docs")
def test_a_run_that_makes_nothing_imports_no_stage(tmp_path: Path) -> None:
    config_text = 'dialect = "superoffice"\n[apis.shop]\ndocs = ["docs"]\n'
    (tmp_path / "doc-codegen.toml").write_text(config_text)
    program = (
        "import sys; from codegen.cli import main; code = 0\n"
        "try: main([sys.argv[1]], prog_name='doc-codegen')\n"
        "except SystemExit as end: code = end.code\n"
        f"print(code, *(name for name in {(*_HEAVY, 'codegen.resolve', 'codegen.markdown')!r}"
        " if name in sys.modules))"
    )

    def run(name: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", program, name],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.splitlines()[-1]

    assert run("generate").startswith("0 black")
    run("generate")
    assert run("generate") == "0"
    assert run("check") == "0"


def test_the_targets_load_what_renders_when_they_render() -> None:
    program = (
        "import sys, codegen.targets\n"
        f"print(*(name for name in {_HEAVY!r} if name in sys.modules))\n"
        "codegen.targets.warm()\n"
        f"print(*(name for name in {_HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    before, after = done.stdout.splitlines()
    assert before == ""
    assert {"black", "datamodel_code_generator", "jinja2"} <= set(after.split())


# --- processes ----------------------------------------------------------------------------------

_PREPARED: list[int] = []


def _prepare() -> None:
    _PREPARED.append(os.getpid())


def _where(_: int) -> tuple[int, list[int]]:
    return os.getpid(), _PREPARED


def test_processes_that_were_started_early_do_the_least_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("codegen.workers._cores", lambda: 2)
    with Workers(parallel=True) as workers:
        assert list(workers.map(_where, [1])) == [(os.getpid(), [])]
        workers.start(_prepare)
        ((process, prepared),) = workers.map(_where, [1])
        assert process != os.getpid()
        assert prepared == [process]
    with Workers(parallel=False) as workers:
        workers.start(_prepare)
        assert list(workers.map(_where, [1])) == [(os.getpid(), [])]


def test_what_cannot_be_prepared_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codegen.workers._cores", lambda: 2)
    with Workers(parallel=True) as workers:
        workers.start(sys.exit)
        with pytest.raises(BrokenExecutor):
            list(workers.map(_where, [1]))
