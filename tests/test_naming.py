from __future__ import annotations

import keyword
import unicodedata
from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from codegen.naming import (
    enum_members,
    field_names,
    module_name,
    snake_case,
    subject,
    type_name,
    without_articles,
    words,
)

#: Names that get in each other's way: same words, other signs; and characters of every script.
AWKWARD = st.text(st.sampled_from("aAbB1_-$. \u00e9\ufb01\u00df\u0131\u0130\uabcdfi"), max_size=4)
WIRE_NAMES = st.lists(AWKWARD | st.text(max_size=8), max_size=12, unique=True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("startDate", ("start", "Date")),
        ("XMLHttpURL2", ("XML", "Http", "URL", "2")),
        ("userIDs", ("user", "IDs")),
        ("list of APIs", ("list", "of", "APIs")),
        ("ISo", ("I", "So")),
        ("a job's status", ("a", "jobs", "status")),
        ("OAuth2Token", ("OAuth2", "Token")),
        ("oauth_url", ("oauth", "url")),
        ("oauthority", ("oauthority",)),
        ("IPv6Range", ("IPv6", "Range")),
        ("accounts (V2)", ("accounts", "V2")),
        ("v10_0", ("v10", "0")),
        ("levelV2", ("level", "V", "2")),
        ("b2xUserFlow", ("b2x", "User", "Flow")),
        ("2nd_contact", ("2nd", "contact")),
        ("24hrStats", ("24hr", "Stats")),
        ("address2line", ("address", "2", "line")),
        ("snake_case", ("snake", "case")),
        ("kebab-case", ("kebab", "case")),
        ("two words", ("two", "words")),
        ("$select", ("select",)),
        ("SuperOffice:1", ("Super", "Office", "1")),
        ("fühlBar", ("fühl", "Bar")),
        ("\uff21\uff22c", ("A", "Bc")),
        ("", ()),
        ("$-$", ()),
    ],
)
def test_words(text: str, found: tuple[str, ...]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("StartDate", "start_date"),
        ("URL", "url"),
        ("2faCode", "n2fa_code"),
        ("__class__", "class"),
        ("日付", "日付"),
        ("", "nempty"),
        ("$", "nu0024"),
    ],
)
def test_snake_case(text: str, name: str) -> None:
    assert snake_case(text) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Get a User", "Get User"),
        ("Add a Member to the Lobby", "Add Member to Lobby"),
        ("Get A User", "Get User"),
        ("Add Member To A Lobby", "Add Member To Lobby"),
        ("List A Records", "List A Records"),
        ("Get Plan A Price", "Get Plan A Price"),
        ("Choose plan a", "Choose plan a"),
        ("A", "A"),
        ("", ""),
    ],
)
def test_articles_are_no_part_of_a_name(title: str, name: str) -> None:
    assert without_articles(title) == name


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("AppointmentEntity",), "AppointmentEntity"),
        (("saveAppointment", "request"), "SaveAppointmentRequest"),
        (("My-Type<T>",), "MyTypeT"),
        (("3dModel",), "N3dModel"),
        (("Any",), "Any_"),
        (("none",), "None_"),
        (("überType",), "UberType"),
        (("<>",), "Nu003c_u003e"),
    ],
)
def test_type_name(parts: tuple[str, ...], name: str) -> None:
    assert type_name(*parts) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("AppointmentAgent", "appointment_agent"),
        ("con", "con_"),
        ("COM1", "com_1"),
        ("class", "class_"),
        ("match", "match_"),
        ("models", "models_"),
        ("operations", "operations_"),
        ("../../etc/passwd", "etc_passwd"),
        ("C:\\Windows", "c_windows"),
        ("-", "nu002d"),
    ],
)
def test_module_name(text: str, name: str) -> None:
    assert module_name(text) == name


@pytest.mark.parametrize(
    ("wires", "names"),
    [
        (("class", "from"), ("class_", "from_")),
        (("__class__", "__init__", "_private"), ("class_", "init", "private")),
        (("model_config", "modelFields"), ("model_config_", "model_fields_")),
        (("json", "copy", "dict"), ("json_", "copy_", "dict_")),
        (("date", "int", "list"), ("date_", "int_", "list_")),
        (("", "$ref", "$"), ("nempty", "ref", "nu0024")),
        (("id", "ID", "Id"), ("id", "ID_", "Id_")),
        (("ID", "id", "Id"), ("ID_", "id", "Id_")),
        (("ID", "Id", "id_"), ("id", "Id_", "id__")),
        (("a-b", "a_b", "a.b"), ("a_b_", "a_b", "nu0061_u002e_u0062")),
        (("Name", "name", "Name_"), ("nu004e_u0061_u006d_u0065", "name", "Name__")),
        (("\u09f4B",), ("b",)),
        (("1", "1st"), ("n1", "n1st")),
        (("\U0001d422\U0001d41f",), ("if_",)),
        (("True", "none"), ("true", "none")),
    ],
    ids=str,
)
def test_field_names(wires: tuple[str, ...], names: tuple[str, ...]) -> None:
    assert tuple(field_names(wires).values()) == names


@pytest.mark.parametrize(
    ("values", "names"),
    [
        (("Draft", "inReview"), ("DRAFT", "IN_REVIEW")),
        ((0, 1, -1), ("VALUE_0", "VALUE_1", "VALUE_MINUS_1")),
        (("a", "A"), ("A", "A_VALUE")),
        (("None", "True", "class"), ("NONE", "TRUE", "CLASS")),
        (("<", ">"), ("NU003C", "NU003E")),
        (("1.5", "-1", "n1"), ("VALUE_1_5", "VALUE_MINUS_1", "N_1")),
        (("mro", "name"), ("MRO", "NAME")),
        # A capital of two characters, which Python reads as one.
        (("\u0130zin",), ("\u0130ZIN",)),
        (("\u09f4b",), ("B",)),
    ],
    ids=str,
)
def test_enum_members(values: tuple[str | int, ...], names: tuple[str, ...]) -> None:
    assert tuple(enum_members(values).values()) == names


@pytest.mark.parametrize(
    ("values", "called", "names"),
    [
        ((0, 1), {"0": "Unknown", "1": "In use"}, ("UNKNOWN", "IN_USE")),
        ((0, 1), {"1": "Private"}, ("VALUE_0", "PRIVATE")),
        (("a", "b"), {"a": "Ajar", "b": "Shut"}, ("AJAR", "SHUT")),
        ((1, 2, 3), {"1": "x", "2": "x", "3": "y"}, ("X_1", "X_2", "Y")),
        ((1, 2, 3), {"1": "x", "2": "x", "3": "x 1"}, ("VALUE_1", "VALUE_2", "VALUE_3")),
        ((1, 2), {"1": "in use", "2": "InUse"}, ("IN_USE", "InUse_VALUE")),
        ((1,), {"1": "$"}, ("NU0024",)),
    ],
    ids=str,
)
def test_enum_members_by_the_names_of_the_pages(
    values: tuple[str | int, ...], called: dict[str, str], names: tuple[str, ...]
) -> None:
    assert enum_members(values, called) == dict(zip(values, names, strict=True))


@pytest.mark.parametrize(
    ("operation", "name"),
    [
        ("CreateDefaultOrderLines", "OrderLines"),
        ("Get an account", "Account"),
        ("Get the aggregated balance of all accounts", "AggregatedBalance"),
        ("Read a", ""),
        ("Approve an order", ""),
    ],
)
def test_subject(operation: str, name: str) -> None:
    assert subject(operation) == name


def test_module_names_fit_into_a_file_system() -> None:
    names = {module_name("日" * 300), module_name("日" * 301), module_name("日" * 50)}
    assert len(names) == 3
    assert max(len(f"{name}.yaml".encode()) for name in names) < 255


def test_a_later_comer_renames_nobody() -> None:
    before = field_names(["startDate", "EndDate"])
    after = field_names(["startDate", "EndDate", "StartDate", "Start_date", "end-date"])
    assert {wire: after[wire] for wire in before} == before
    assert len(set(after.values())) == len(after)


def test_a_name_that_is_given_stays_even_where_it_is_the_wire_name_of_a_later_comer() -> None:
    names = field_names(["startDate", "start_date"], {"startDate": "start_date"})
    assert names == {"startDate": "start_date", "start_date": "start_date_"}


def test_the_last_resort_is_still_a_name_for_each() -> None:
    # The third text loses its plain form to the first, its verbatim form to the second, and
    # its code points are the plain form of the fourth.
    wires = ["-\uabcd", "_\uabcd", "\uabcd", "nuabcd"]
    names = field_names(wires)
    assert list(names) == wires
    assert names["nuabcd"] == "nuabcd"
    assert len(set(names.values())) == len(wires)


def test_spellings_that_python_reads_as_one_name_stay_apart() -> None:
    # The parser normalises identifiers: the ligature and the two letters are one name.
    names = field_names(["FI", "\ufb01", "fi"])
    assert len({unicodedata.normalize("NFKC", name) for name in names.values()}) == len(names)


def is_name(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


@given(WIRE_NAMES)
def test_fields_are_identifiers_and_unique(wires: list[str]) -> None:
    names = field_names(wires)
    assert list(names) == wires
    as_read = [unicodedata.normalize("NFKC", name) for name in names.values()]
    assert len(set(as_read)) == len(wires)
    assert [name for name in as_read if not is_name(name) or name.startswith("_")] == []
    assert [name for name in as_read if hasattr(BaseModel, name)] == []
    assert [name for wire, name in names.items() if name != wire and name in names] == []
    assert field_names(wires) == names


@given(WIRE_NAMES)
def test_members_are_identifiers_and_unique(values: list[str]) -> None:
    names = enum_members(values)
    assert list(names) == values
    as_read = [unicodedata.normalize("NFKC", name) for name in names.values()]
    assert as_read == list(names.values())
    assert len(set(as_read)) == len(values)
    assert [name for name in as_read if not is_name(name) or name.startswith("_")] == []


@given(st.lists(st.integers(), max_size=12, unique=True))
def test_members_of_whole_numbers_are_unique(values: list[int]) -> None:
    names = enum_members(values)
    assert list(names) == values
    assert len(set(names.values())) == len(values)
    assert all(map(is_name, names.values()))


@given(
    st.lists(st.from_regex(r"[a-z]{1,5}", fullmatch=True), unique=True, max_size=8),
    st.lists(st.from_regex(r"[a-z]{6,9}", fullmatch=True), unique=True, max_size=8),
)
def test_unrelated_additions_at_the_end_rename_nobody(first: list[str], more: list[str]) -> None:
    before, after = field_names(first), field_names([*first, *more])
    assert {wire: after[wire] for wire in first} == before


@given(st.lists(AWKWARD | st.text(max_size=8), min_size=1, max_size=3))
def test_type_names_are_class_names(parts: list[str]) -> None:
    name = type_name(*parts)
    assert is_name(name)
    assert name.isascii()
    assert name[0].isupper()
    assert type_name(*parts) == name


@given(AWKWARD | st.text(max_size=12))
def test_module_names_are_safe_file_names(text: str) -> None:
    name = module_name(text)
    assert is_name(name)
    assert name == name.lower()
    assert not PureWindowsPath(name).is_reserved()
    assert PureWindowsPath(f"{name}.py").parts == (f"{name}.py",)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Été", "Ete"),
        ("Kjøpsordre", "Kjopsordre"),
        ("große Straße", "GrosseStrasse"),
        ("日付Type", "U65E5U4ED8Type"),
        ("日付", "U65E5U4ED8"),
        ("が", "U304C"),
        ("か", "U304B"),
        ("٣", "U0663"),
    ],
)
def test_type_names_of_other_scripts_are_ascii(text: str, name: str) -> None:
    assert type_name(text) == name
    assert type_name(name) == name
