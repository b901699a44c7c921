"""A table's file is read with every fault of it, each with its place and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chancery.errors import ChanceryError
from chancery.exchange.csv_file import FAULT_LIMIT, TableContent, format_table, read_table
from chancery.exchange.schema import ACTORS, PLACE_NAMES
from chancery.model import Actor, PlaceName
from chancery.vocabulary import ActorKind

HEADER = "place_id,name,language,kind,period_edtf,used_by"
Read = Callable[[str | bytes], TableContent]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_content(content: str | bytes) -> TableContent:
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / "place_names.csv").write_bytes(data)
        return read_table(tmp_path, PLACE_NAMES)

    return read_content


def only_fault(content: TableContent) -> ChanceryError:
    [fault] = content.faults
    assert fault.where.file == "place_names.csv"
    assert fault.remedy
    return fault


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\nshusha,Şuşa,az,other,,\n",
        f"\ufeff{HEADER}\nshusha,Şuşa,az,other,,\n",
        f"{HEADER}\r\nshusha,Şuşa,az,other,,\r\n",
        f"{HEADER}\nshusha,Şuşa,az,other,,",
        f"{HEADER}\n\nshusha,Şuşa,az,other,,\n\n",
        '"place_id","name","language","kind","period_edtf","used_by"\n"shusha","Şuşa","az","other","",""\n',
        "language,name,kind,used_by,period_edtf,place_id\naz,Şuşa,other,,,shusha\n",
    ],
    ids=["plain", "byte order mark", "CRLF", "no line end", "blank lines", "all quoted", "other order"],
)
def test_what_other_programs_write_is_read(read: Read, content: str) -> None:
    table = read(content)
    assert table.faults == ()
    assert table.rows == (PlaceName("shusha", "Şuşa", "az"),)


@pytest.mark.parametrize(
    ("content", "row", "words"),
    [
        (f"{HEADER}\nshusha,Шуша,ru,other,,\n".encode("cp1251"), 2, "not UTF-8"),
        (f"{HEADER}\nshusha,Şuşa,az,other,,\n".encode("cp1254"), 2, "not UTF-8"),
        (f"{HEADER}\nshusha,Şuşa,az,other,,\n".encode("utf-16"), None, "UTF-16"),
        (f"{HEADER}\nshusha,Шуша,ru,other,,\n".encode("cp1251"), 2, "CSV UTF-8"),
        (b"", None, f"The file is empty. Put it back, or write the header: {HEADER}"),
        (f"{HEADER};\n".replace(",", ";"), 1, "separated by semicolons"),
        (HEADER.replace(",", "\t"), 1, "separated by tabs"),
        (f'{HEADER}\nshusha,"Şuşa,az,other,,\n', 2, "Close every quote"),
        (f'{HEADER}\nshusha,"Şuşa"x,az,other,,\n', 2, "cannot be read as CSV"),
        (f"{HEADER}\nshusha,{'x' * 140_000},az,other,,\n", 2, "keep cells under"),
        (f"{HEADER}\nshusha,Şuşa\n", 2, "has 2 cells, the header 6"),
        (f"{HEADER}\nshusha,Şuşa, Qarabağ,az,other,,\n", 2, "Quote a cell that has a comma"),
        (f"{HEADER}\nshusha,Şu\0şa,az,other,,\n", 2, "NUL"),
        (f"{HEADER},notes\nshusha,Şuşa,az,other,,,\n", 1, "The column is unknown. The columns are"),
        (HEADER.replace(",name,", ",Name ,") + "\n", 1, "Did you mean name?"),
        (HEADER.replace(",name,", ",name,name,") + "\n", 1, "there twice"),
        (HEADER.replace(",name,", ",") + "\n", 1, "The column is missing. Add it"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_told(
    read: Read, content: str | bytes, row: int | None, words: str
) -> None:
    faults = read(content).faults
    assert words in " ".join(str(fault) for fault in faults)
    assert {fault.where.row for fault in faults} == {row}
    assert all(fault.where.file == "place_names.csv" and fault.remedy for fault in faults)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert "missing" in str(only_fault(read_table(tmp_path, PLACE_NAMES)))


def test_rows_are_numbered_as_a_spreadsheet_does(read: Read) -> None:
    table = read(f'{HEADER}\na,"two\nlines",az,other,,\n\nb,B,Azerbaijani,other,,\nc,C,az,other,,\n')
    assert table.numbers == (2, 5)
    assert (only_fault(table).where.row, only_fault(table).where.field) == (4, "language")


def test_every_fault_of_a_row_is_told(read: Read) -> None:
    faults = read(f"{HEADER}\nNo Id,,Azerbaijani,other,,\n").faults
    assert [fault.where.field for fault in faults] == ["place_id", "name", "language"]


def test_keys_of_bad_rows_are_known_and_those_of_a_half_read_file_are_not(read: Read) -> None:
    assert read(f"{HEADER}\na,A,Azerbaijani,other,,\n").keys == {("a", "A", "Azerbaijani")}
    assert read(f"{HEADER}\na,A,az,other,,\nb\x98".encode("latin-1")).keys is None


def test_reading_stops_after_so_many_faults(read: Read) -> None:
    table = read(f"{HEADER}\n" + "a,A,Azerbaijani,other,,\n" * (FAULT_LIMIT + 500))
    assert len(table.faults) == FAULT_LIMIT + 1
    assert "The rest was not read" in str(table.faults[-1])
    assert table.keys is None


def test_a_table_without_rows_is_read(read: Read) -> None:
    assert read(f"{HEADER}\n") == TableContent(PLACE_NAMES, (), (), frozenset(), ())


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_cells_that_a_spreadsheet_would_run_are_kept_as_they_are(name: str, tmp_path: Path) -> None:
    actor = Actor("a", name, ActorKind.PERSON, "AZ")
    lines = "".join(format_table(ACTORS, [actor]))
    (tmp_path / "actors.csv").write_bytes(lines.encode())
    assert read_table(tmp_path, ACTORS).rows == (actor,)


def test_cells_are_quoted_only_where_they_must_be() -> None:
    actor = Actor("a", 'The "Shusha", a band', ActorKind.ORGANISATION, "AZ")
    plain = Actor("b", "=Plain 'text'; here", ActorKind.ORGANISATION, "AZ")
    assert list(format_table(ACTORS, [plain, actor])) == [
        "actor_id,name,kind,country_code\n",
        'a,"The ""Shusha"", a band",organisation,AZ\n',
        "b,=Plain 'text'; here,organisation,AZ\n",
    ]
