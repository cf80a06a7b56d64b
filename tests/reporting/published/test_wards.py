"""Wards of postcodes in the layouts of ONS and of councils. The wards are invented."""

import pytest

from tracker import reporting
from tracker.reporting.published import confined
from tracker.reporting.published.loaded import NotATable, ReadTable
from tracker.reporting.published.wards import ReadWards

ABRAM, INCE = "E05000848", "E05000856"
HOMES = {"WN1 1AZ": INCE, "WN2 5TB": ABRAM}


def read(text: str, encoding: str = "utf-8") -> ReadWards:
    found = reporting.published.loaded.read("wards.csv", text.encode(encoding))
    assert isinstance(found, ReadWards)
    return found


@pytest.mark.parametrize(
    ("headings", "line", "year"),
    [
        # The directory of 2023, with the codes of old names beside each other.
        (
            "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish",
            '"{bare}","{wide}","{home}","198001","","E99999999","E99999999",'
            '"E08000010","{ward}","E43000161"',
            None,
        ),
        # The lookup, whose heading is short.
        (
            "pcd,pcd2,pcds,dointr,doterm,usertype,oa21,cty,ced,laua,ward,nhser",
            "{bare},{wide},{home},198001,,0,E00032000,E99999999,E99999999,E08000010,"
            "{ward},E40000010",
            None,
        ),
        # The directory since 2025 names the year of each boundary.
        (
            "PCD7,PCD8,PCDS,DOINTR,DOTERM,CTY25CD,CED25CD,LAD25CD,WD25CD,PCON24CD",
            "{bare},{wide},{home},198001,,E99999999,E99999999,E08000010,{ward},"
            "E14001581",
            2025,
        ),
        # Downloaded from the map server: its own column first.
        ("ObjectId,PCDS,WD24CD,WD24NM,WD24NMW", "1,{home},{ward},{name},", 2024),
        # Of a well-known site that puts the names beside the codes.
        (
            "Postcode,In Use?,Latitude,County,District,Ward,District Code,Ward Code",
            "{home},Yes,53.5,Greater Manchester,Wigan,{name},E08000010,{ward}",
            None,
        ),
    ],
)
def test_a_directory_gives_the_ward_of_each_postcode(headings, line, year) -> None:
    names = {ABRAM: "Abram", INCE: "Ince"}
    found = read(
        "\r\n".join(
            [headings]
            + [
                line.format(
                    home=home,
                    bare=home.replace(" ", ""),
                    wide=home.replace(" ", "  "),
                    ward=ward,
                    name=names[ward],
                )
                for home, ward in HOMES.items()
            ]
        )
    )
    assert dict(found.by_postcode) == HOMES
    assert dict(found.names) == (names if "{name}" in line else {})
    assert (found.year, found.left_out) == (year, 0)


def test_a_council_s_own_table_has_the_names_alone() -> None:
    found = read("Post code;Ward\nwn11az;Ince\n WN2 5TB ;  Aspull  and Haigh \n")
    assert dict(found.by_postcode) == {
        "WN1 1AZ": "Ince",
        "WN2 5TB": "Aspull and Haigh",
    }
    assert (dict(found.names), found.year) == ({}, None)


def test_names_come_in_a_file_of_their_own() -> None:
    found = read(f"WD24CD,WD24NM\n{ABRAM},Abram\n{INCE},Ince\n", "utf-8-sig")
    assert dict(found.names) == {ABRAM: "Abram", INCE: "Ince"}
    assert (dict(found.by_postcode), found.year) == ({}, 2024)


def test_of_two_boundaries_the_newer_counts() -> None:
    found = read(f"pcds,wd23cd,wd25cd\nWN1 1AZ,{ABRAM},{INCE}\n")
    assert (dict(found.by_postcode), found.year) == ({"WN1 1AZ": INCE}, 2025)


def test_what_is_no_postcode_or_no_ward_is_left_out_and_counted() -> None:
    found = read(
        f"pcds,osward\nWN1 1AZ,{INCE}\nWN1,{INCE}\nJE2 3AB,L99999999\n,{INCE}\n"
        "WN2 5TB,\nshort\n"
    )
    assert dict(found.by_postcode) == {"WN1 1AZ": INCE}
    assert found.left_out == 5


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            f"pcds,osward\nWN1 1AZ,{INCE}\nwn1 1az,{ABRAM}\n",
            f"wards.csv, line 3: a second ward for WN1 1AZ, {ABRAM}.",
        ),
        (
            f"pcds,ward\nWN1 1AZ,{'Ince ' * 30}\n",
            "wards.csv, line 2: a ward's name of 149 characters.",
        ),
        (
            f"pcds,osward,osward\nWN1 1AZ,{INCE},{INCE}\n",
            "wards.csv has two columns called osward.",
        ),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(text, sentence) -> None:
    with pytest.raises(NotATable) as refused:
        read(text)
    assert str(refused.value) == sentence


def test_a_table_of_figures_with_wards_beside_is_not_one() -> None:
    """The population by age has districts; a list of wards alone has no postcode."""
    table = reporting.published.loaded.read(
        "mye.csv", b"ladcode23,sex,age,population_2024\nE08000010,M,13,2100\n"
    )
    assert isinstance(table, ReadTable)
    with pytest.raises(NotATable, match="is not DfE's table"):
        read("ward,people\nInce,7\n")


def test_it_is_read_in_a_confined_process_with_the_same_result(tmp_path) -> None:
    lines = "".join(
        f"WN{n // 1000} {n // 100 % 10}{chr(65 + n // 10 % 10 % 2)}{chr(65 + n % 2)},"
        f"{INCE}\n"
        for n in range(1000, 9000, 50)
    )
    path = tmp_path / "ONSPD_MAY_2025_UK_WN.csv"
    path.write_text(f"pcds,wd25cd\n{lines}")
    found, digest = confined.read(path)
    assert found == reporting.published.loaded.read(path.name, path.read_bytes())
    assert len(digest) == 64


def test_the_whole_country_is_too_much_and_the_parts_are_named(tmp_path) -> None:
    path = tmp_path / "ONSPD_MAY_2025_UK.csv"
    with path.open("wb") as file:
        file.truncate(confined.MOST_BYTES + 1)
    with pytest.raises(NotATable, match="choose the parts of your own postcode areas"):
        confined.read(path)
