"""The spelling of names that came in capitals. Everybody here is invented."""

import unicodedata

import pytest

from tracker.domain.history.identity.capitals import is_written, written

FAMILY = [
    ("MCDONALD", "McDonald"),
    ("mcdonald", "McDonald"),
    ("MACGREGOR", "MacGregor"),
    ("MACKENZIE", "MacKenzie"),
    ("MACKEY", "Mackey"),
    ("MACE", "Mace"),
    ("FITZGERALD", "Fitzgerald"),
    ("O'BRIEN", "O'Brien"),
    ("O’BRIEN", "O'Brien"),  # any sign for the apostrophe
    ("O`BRIEN", "O'Brien"),
    ("OʼNEILL", "O'Neill"),
    ("o’neill", "O'Neill"),
    ("D'SOUZA", "D'Souza"),
    ("D'ANGELO", "D'Angelo"),
    ("DELL'OLIO", "Dell'Olio"),
    ("A'COURT", "A'Court"),
    ("SA'ID", "Sa'id"),  # two letters before it: one word
    ("MA'RUF", "Ma'ruf"),
    ("ABU-SA'DA", "Abu-Sa'da"),
    ("DE'ATH", "De'ath"),
    ("'T HOOFT", "'t Hooft"),
    ("'S-GRAVENHAGE", "'s-Gravenhage"),
    ("VAN DER BERG", "van der Berg"),
    ("VAN 'T HOFF", "van 't Hoff"),
    ("VAN", "Van"),
    ("VAN DER IJSSEL", "van der IJssel"),
    ("IJSSELSTEIN", "IJsselstein"),
    ("IJZERMAN", "IJzerman"),
    ("IJAZ", "Ijaz"),
    ("IJOMAH-DE SOUZA", "Ijomah-de Souza"),
    ("DE LA CRUZ", "de la Cruz"),
    ("DA SILVA", "da Silva"),
    ("DOS SANTOS", "dos Santos"),
    ("ORTEGA Y VEGA", "Ortega y Vega"),
    ("LE ROUX", "Le Roux"),
    ("LÖWE-VON HAYEK", "Löwe-von Hayek"),
    ("SMITH-JONES", "Smith-Jones"),
    ("SMITH-VAN DEN BOSCH", "Smith-van den Bosch"),
    ("SMITH JONES", "Smith Jones"),
    ("ST. JOHN", "St. John"),
    ("AL-HASSAN", "Al-Hassan"),
    ("AP RHYS", "ap Rhys"),
    ("AB IFAN", "ab Ifan"),
    ("AB RAHMAN", "Ab Rahman"),  # Malay, short for Abdul
    ("FFOULKES", "Ffoulkes"),
    ("NÍ BHRIAIN", "Ní Bhriain"),
    ("MAC GIOLLA", "Mac Giolla"),
    ("NG", "Ng"),
    ("KAUR", "Kaur"),
    ("SOLANKI PATEL", "Solanki Patel"),
    ("ŁUCZAK", "Łuczak"),
    ("ŻÓŁĆ-ŚWIĄTEK", "Żółć-Świątek"),
    ("OYĚWÙMÍ", "Oyěwùmí"),
    ("ÇELİK", "Çelik"),
    ("IŞIKLİ", "Işıkli"),
    ("YILDIRIM", "Yildirim"),  # no sign that it is Turkish
    ("GROß", "Groß"),
    ("STRAßER-GROß", "Straßer-Groß"),
    ("ИВАНОВ", "Иванов"),
    ("محمد", "محمد"),
    # Half in capitals: each word or half that is.
    ("McDONALD", "McDonald"),
    ("MacDONALD", "MacDonald"),
    ("FitzGERALD", "FitzGerald"),
    ("McDonald-SMITH", "McDonald-Smith"),
    ("Ó hUIGINN", "Ó hUiginn"),
    ("SMITH-Jones", "Smith-Jones"),
    ("smith JONES", "Smith Jones"),
    ("NG-Smith", "Ng-Smith"),
    ("van der BERG", "van der Berg"),
    ("VAN DER Berg", "van der Berg"),
    ("al-HASSAN", "al-Hassan"),
]
GIVEN = [
    ("IJEOMA", "Ijeoma"),
    ("IJAZ", "Ijaz"),
    ("İBRAHİM", "İbrahim"),
    ("I\u0307BRAHI\u0307M", "İbrahim"),
    ("İbrahi\u0307m", "İbrahim"),  # as programs made it small
    ("MACKENZIE", "Mackenzie"),
    ("MCKENZIE", "McKenzie"),
    ("VAN ANH", "Van Anh"),
    ("SARAH-JANE", "Sarah-Jane"),
    ("AJ", "AJ"),
    ("J.R.", "J.R."),
    ("N'GOLO", "N'Golo"),
    ("D'ANDRE", "D'Andre"),
    ("O'SHEA", "O'Shea"),
    ("A'ISHA", "A'isha"),
    ("ʿABD ALLĀH", "ʿAbd Allāh"),
    ("OLÚWAṢẸ\u0301UN", "Olúwaṣẹ\u0301un"),
    ("BHAVESHKUMAR", "Bhaveshkumar"),
    ("SIÂN LLŶR", "Siân Llŷr"),
    ("mohammed ali", "Mohammed Ali"),
    ("john PAUL", "John Paul"),
    ("Anne-MARIE", "Anne-Marie"),
]


@pytest.mark.parametrize(
    ("came", "stands", "family"),
    [(*pair, True) for pair in FAMILY] + [(*pair, False) for pair in GIVEN],
)
def test_capitals_and_small_letters_are_written_as_names(
    came: str, stands: str, family: bool
) -> None:
    spelled = written(came, family=family)
    assert spelled == unicodedata.normalize("NFC", stands)
    assert written(spelled, family=family) == spelled


@pytest.mark.parametrize(
    "name",
    [
        *("MacDonald", "Macdonald", "LaToya", "van den Berg", "Van Den Berg"),
        *("O’Brien", "Sa'Id", "da Silva", "Da Silva", "IJsselstein", "Smith III"),
        *("Mary J", "Mary JJ", "Ali AJ", "de Búrca", "ap Rhys", "Weiß", "DeShawn"),
    ],
)
def test_names_in_large_and_small_letters_keep_their_spelling(name: str) -> None:
    assert is_written(name)
    assert written(name, family=True) == name
    assert written(name, family=False) == name


@pytest.mark.parametrize("name", ["SMITH", "smith", "SMITH-Jones", "de BRÚN", "GROß"])
def test_a_name_half_in_capitals_needs_respelling(name: str) -> None:
    assert not is_written(name)
