from __future__ import annotations

import pytest

from codegen.claims import BodyClaim, OperationKey, Place, SecurityClaim, Slot
from codegen.diagnostics import Related
from codegen.resolve import resolve
from codegen.resolve.ids import operation_ids
from codegen.resolve.operations import collect
from codegen.spec import Operation, SecurityScheme
from tests.readings import PageOf, enum, listed, operation, solve


def only(*pages: PageOf) -> Operation:
    (found,) = solve(*pages).spec.operations
    return found


def bodies(found: Operation) -> dict[str, str | None]:
    return {
        one.status: str(one.body.type) if one.body is not None else None for one in found.responses
    }


@pytest.mark.parametrize("status", ["204", "205", "304"])
def test_an_answer_that_has_no_content_has_no_body(status: str) -> None:
    page = PageOf("DELETE /it").status(status, "Done.").body(status, "Thing")
    page.sample(status, {"A": 1})
    found = only(page)
    assert [(one.status, one.description, one.body) for one in found.responses] == [
        (status, "Done.", None)
    ]


@pytest.mark.parametrize("status", ["200", "201", "202", "400", "default"])
def test_any_other_answer_has_the_body_that_is_shown(status: str) -> None:
    assert bodies(only(PageOf("GET /it").sample(status, 1))) == {status: "integer"}


def test_a_sample_of_null_alone_is_no_content() -> None:
    assert bodies(only(PageOf("GET /it").sample("200", None))) == {"200": None}
    assert bodies(only(PageOf("GET /it").body("200").sample("200", None))) == {"200": None}


def test_a_sample_of_null_beside_a_type_makes_it_nullable() -> None:
    found = only(PageOf("GET /it").body("200", "Thing").sample("200", None))
    (response,) = found.responses
    assert response.body is not None
    assert (str(response.body.type), response.body.nullable) == ("Thing", True)


def test_a_body_of_which_the_page_does_not_say_more() -> None:
    found = only(PageOf("GET /it").body("200"))
    assert bodies(found) == {"200": "any"}


def test_statuses_are_sorted_and_described() -> None:
    page = PageOf("GET /it").status("404", "Gone.").status("200", "OK").status("default")
    page.sample("200", "x").sample("400", {"Message": "x"})
    found = only(page)
    assert [(one.status, one.description) for one in found.responses] == [
        ("200", "OK"),
        ("400", ""),
        ("404", "Gone."),
        ("default", ""),
    ]
    assert bodies(found) == {"200": "string", "400": "ItResponse", "404": None, "default": None}


def test_parameters_go_from_path_to_query_to_header() -> None:
    page = PageOf("GET /it/{id}")
    page.parameter("header", "X", "string").parameter("query", "b", "int32", presence="required")
    page.parameter("query", "a", presence="optional").parameter("path", "id", "uuid")
    found = only(page)
    assert [(p.location, p.name, str(p.type), p.required) for p in found.parameters] == [
        ("path", "id", "uuid", True),
        ("query", "b", "int32", True),
        ("query", "a", "any", False),
        ("header", "X", "string", None),
    ]


def test_one_name_at_two_locations_is_two_parameters() -> None:
    page = PageOf("GET /it/{id}").parameter("path", "id", "int32").parameter("query", "id", "uuid")
    assert [(p.location, str(p.type)) for p in only(page).parameters] == [
        ("path", "int32"),
        ("query", "uuid"),
    ]


def test_an_enum_of_a_parameter_is_a_type() -> None:
    page = PageOf("GET /it").parameter("query", "Order", "string", values=("asc", "desc"))
    resolution = solve(page)
    (parameter,) = operation(resolution, "GET /it").parameters
    assert str(parameter.type) == "Order"
    assert [one.value for one in enum(resolution, "Order").values] == ["asc", "desc"]


def two_sets(first: PageOf, second: PageOf) -> Operation:
    assert (first.rank, second.rank) == (0, 1)
    found = only(first, second)
    assert found == only(second, first)
    return found


def test_parameters_of_the_first_set_win_and_later_sets_fill() -> None:
    first, second = (PageOf("GET /it", page=f"{rank}.md", rank=rank) for rank in (0, 1))
    first.parameter("query", "a", "int32", description="Mine.", presence="required")
    first.parameter("query", "b")
    first.parameter("query", "c", "string")
    first.parameter("query", "e", values=("x",))
    second.parameter("query", "a", "string", description="Theirs.", presence="optional")
    second.parameter("query", "b", "double", description="Theirs.", presence="required")
    second.parameter("query", "c", "date-time")
    second.parameter("query", "d", "boolean")
    second.parameter("query", "e", values=("x", "y"))
    found = two_sets(first, second)
    assert [(p.name, str(p.type), p.description, p.required) for p in found.parameters] == [
        ("a", "int32", "Mine.", True),
        ("b", "double", "Theirs.", True),
        ("c", "date-time", "", None),
        ("e", "E", "", None),
        ("d", "boolean", "", None),
    ]
    assert [one.value for one in enum(solve(first, second), "E").values] == ["x"]


def test_words_of_the_first_set_win() -> None:
    first = PageOf("GET /it", name="Mine", group="A", summary="One.", page="z.md", rank=0)
    second = PageOf("GET /it", name="Theirs", group="B", summary="Two.", page="a.md", rank=1)
    first.status("200").body("200", description="Mine.")
    second.status("200", "Fine.").body("200", description="Theirs.", required=True)
    found = two_sets(first, second)
    assert (found.id, found.module, found.summary) == ("a_mine", "a", "One.")
    assert [source.page for source in found.sources] == ["z.md", "a.md"]
    (response,) = found.responses
    assert response.body is not None
    assert (response.body.description, response.body.required) == ("Mine.", True)
    assert response.description == "Fine."


def test_two_pages_of_one_set_that_agree_are_reported_and_joined() -> None:
    one, two = (PageOf("GET /it", page=f"{name}.md") for name in "ab")
    one.parameter("query", "a")
    two.parameter("query", "b").sample("200", 1)
    resolution = solve(one, two)
    (found,) = resolution.spec.operations
    assert [p.name for p in found.parameters] == ["a", "b"]
    assert bodies(found) == {"200": "integer"}
    (finding,) = resolution.diagnostics
    assert (finding.code, finding.path, finding.line) == ("operation-documented-twice", "a.md", 1)
    assert finding.related == (Related(path="b.md", line=1, message="differs in parameters"),)


def test_two_pages_of_one_set_that_disagree_say_where() -> None:
    one = PageOf("GET /it", page="a.md", name="One", summary="First.")
    two = PageOf("GET /it", page="b.md", name="Two", summary="Second.")
    resolution = solve(two, one)
    (found,) = resolution.spec.operations
    assert (found.id, found.summary) == ("things_one", "First.")
    (finding,) = resolution.diagnostics
    assert finding.message == "GET /it is documented by 2 pages"
    assert (finding.path, finding.line) == ("a.md", 1)
    assert finding.related == (Related(path="b.md", line=1, message="differs in name, summary"),)


def test_pages_of_two_sets_about_one_operation_are_no_finding() -> None:
    one, two = (PageOf("GET /it", page="a.md", rank=rank) for rank in (0, 1))
    assert solve(one, two).diagnostics == ()


def test_identifiers_are_unique() -> None:
    pages = [
        PageOf("GET /a/list", name="List", group="A"),
        PageOf("POST /a/list", name="List", group="A"),
        PageOf("GET /b/list", name="List", group="B"),
    ]
    ids = [one.id for one in solve(*pages).spec.operations]
    assert ids == ["a_list_get", "a_list_post", "b_list"]


def test_request_lines_of_one_operation_are_told_apart_by_what_they_do_not_all_have() -> None:
    paths = ("/me/messages", "/users/{id}/messages", "/me/folders/{id}/messages")
    pages = [PageOf(f"GET {path}", name="List", group="Mail") for path in paths]
    found = {one.path: one.id for one in solve(*pages).spec.operations}
    assert found == {
        "/me/messages": "mail_list_me",
        "/users/{id}/messages": "mail_list_users",
        "/me/folders/{id}/messages": "mail_list_me_folders",
    }


def test_request_lines_that_differ_in_parameters_are_told_apart_by_these() -> None:
    paths = ("/groups", "/groups/{id}", "/teams/{id}", "/teams/{name}/{id}")
    pages = [PageOf(f"POST {path}", name="Save", group="Groups") for path in paths]
    pages = [page.sample("200", {path: 1}) for page, path in zip(pages, paths, strict=True)]
    spec = solve(*pages).spec
    assert {one.path: one.id for one in spec.operations} == {
        "/groups": "groups_save_groups",
        "/groups/{id}": "groups_save_groups_by_id",
        "/teams/{id}": "groups_save_teams",
        "/teams/{name}/{id}": "groups_save_teams_by_name",
    }


def test_a_group_is_named_once() -> None:
    pages = [
        PageOf("GET /a", name="Job services", group="Job"),
        PageOf("GET /b", name="Job", group="Job"),
    ]
    found = {one.path: one.id for one in solve(*pages).spec.operations}
    assert found == {"/a": "job_services", "/b": "job_job"}


def test_words_that_are_one_in_the_path_are_one() -> None:
    page = PageOf("POST /hooks/github", name="Run GitHub Hook", group="Hooks")
    assert [one.id for one in solve(page).spec.operations] == ["hooks_run_github_hook"]


def test_names_have_no_articles() -> None:
    page = PageOf("GET /pets/{id}", name="Get a Pet", group="Pets").body("200", "object")
    (found,) = solve(page.sample("200", {"A": 1})).spec.operations
    assert found.id == "pets_get_pet"


def test_words_that_the_first_set_leaves_open_are_filled() -> None:
    first = PageOf("GET /it", page="a.md", rank=0)
    second = PageOf("GET /it", page="a.md", rank=1, summary="Two.", deprecated="Use Three.")
    found = two_sets(first, second)
    assert (found.summary, found.deprecated) == ("Two.", "Use Three.")


def test_identifiers_that_differ_in_marks_alone_are_kept_apart() -> None:
    pages = [PageOf("GET /a-b", name="x"), PageOf("GET /a_b", name="x")]
    ids = [one.id for one in solve(*pages).spec.operations]
    assert len(set(ids)) == 2
    evidence, _ = collect([claim for page in pages for claim in page.claims], {})
    mains = {key: found.main for key, found in evidence.items()}
    assert list(operation_ids(mains)) == [
        OperationKey("GET", "/a-b"),
        OperationKey("GET", "/a_b"),
    ]


def test_claims_about_an_operation_that_no_page_documents_are_passed_over() -> None:
    page = PageOf("GET /it").sample("200", 1)
    page.claims.pop(0)
    spec = solve(page).spec
    assert (spec.operations, spec.types) == ((), ())


def test_security_schemes_are_collected() -> None:
    page = PageOf("GET /it")
    for name in ("Bearer", "Basic", "Bearer"):
        scheme = SecurityScheme(name=name, kind="http", scheme=name.lower())
        place = Place(page=page.page, line=9)
        page.claims.append(SecurityClaim(operation=page.key, scheme=scheme, place=place))
    spec = solve(page, PageOf("GET /other")).spec
    assert [one.name for one in spec.security_schemes] == ["Basic", "Bearer"]
    assert {one.path: one.security for one in spec.operations} == {
        "/it": ("Bearer", "Basic"),
        "/other": (),
    }


@pytest.mark.parametrize(
    ("media", "expected"),
    [
        ([()], ("application/json",)),
        ([("text/csv",)], ("text/csv",)),
        ([("text/csv", "application/json")], ("text/csv", "application/json")),
        ([(), ("text/csv",)], ("application/json",)),
    ],
)
def test_media_types(media: list[tuple[str, ...]], expected: tuple[str, ...]) -> None:
    page = PageOf("GET /it")
    for one in media:
        page.body("200", "string", media_types=one)
    (response,) = only(page).responses
    assert response.body is not None
    assert response.body.media_types == expected


def test_samples_are_kept_on_request() -> None:
    page = PageOf("GET /it").sample("200", {"A": 1}).sample("200", {"A": 1}).sample("200", {"A": 2})
    for examples, expected in ((False, ()), (True, ('{"A": 1}', '{"A": 2}'))):
        resolution = resolve([page.reading()], api="test", examples=examples)
        (response,) = resolution.spec.operations[0].responses
        assert response.body is not None
        assert response.body.examples == expected


def test_two_pages_that_list_different_things_say_which() -> None:
    one = PageOf("GET /it", page="a.md", name="It").parameter("query", "q", "string")
    two = PageOf("GET /it", page="b.md", name="It").parameter("query", "q", "int32")
    one.body("200", "Thing").table("200", {"A": "string"}).table("request", {"B": "string"})
    two.body("200", "Thing").table("200", {"A": "string"}).table("request", {"C": "string"})
    finding = next(
        one for one in solve(two, one).diagnostics if one.code == "operation-documented-twice"
    )
    assert [one.message for one in finding.related] == ["differs in parameters, request"]


def test_a_page_that_documents_an_operation_twice_is_not_two_pages() -> None:
    page = PageOf("GET /it")
    page.claims.append(page.claims[0])
    assert solve(page).diagnostics == ()


def test_the_request_is_one_body_whatever_claims_it() -> None:
    page = PageOf("PUT /it").body("request", hints=("entity",), description="What to keep.")
    page.claims.append(
        BodyClaim(
            slot=Slot(page.key, "request"), required=True, place=Place(page=page.page, line=9)
        )
    )
    page.table("request", {"A": "int32"})
    request = only(page).request
    assert request is not None
    assert (str(request.type), request.description, request.required) == (
        "ItRequest",
        "What to keep.",
        True,
    )


@pytest.mark.parametrize(
    ("said", "shown", "expected"),
    [
        ("string", [{"Id": 1}], "Owner"),
        ("int32", [{"Id": 1}, 7], "Owner | int32"),
        ("int32", [{"Id": 1}, "x"], "Owner | int32 | string"),
        ("", [{"Id": 1}, "x"], "Owner | string"),
        ("object", [{}, 7], "integer | object"),
    ],
)
def test_a_structure_beats_a_scalar_that_only_the_page_names(
    said: str, shown: list[object], expected: str
) -> None:
    page = PageOf("GET /it").table("200", {"Owner": said})
    for value in shown:
        page.sample("200", {"Owner": value})
    assert listed(solve(page), "ItResponse") == {"Owner": expected}


@pytest.mark.parametrize(("value", "codes"), [({"id": 1}, ["content-of-no-content"]), (None, [])])
def test_content_that_a_sample_shows_for_no_content(value: object, codes: list[str]) -> None:
    found = solve(PageOf("DELETE /pets", name="Delete").status("204").sample("204", value))
    (response,) = operation(found, "DELETE /pets").responses
    assert response.body is None
    assert [(one.code, one.line) for one in found.diagnostics] == [(code, 3) for code in codes]
