"""What DfE sends back in the small authority, and what its look-up is for."""

import io
import re
from collections.abc import Callable


def answer_of_dfe(fill_in: Callable[..., str], october: str) -> None:
    """Loads errors that DfE found in October; another list waits for its columns, and
    one does not name its month. And copies the UPNs of those who are not known.
    """
    one, two, *_ = re.findall(r"<YoungPersonsID>(\d{13})<", october)
    lists = (
        ("YPID,Other YPID,Error Code", "1"),
        ("Number,Other,Fault", "1"),
        ("YPID,Other YPID,Error Code", ""),
    )
    for headings, run in lists:
        lines = f"{headings}\n{one},{two},908\n{two},,7777\n".encode()
        file = io.BytesIO(lines), "errors.csv"
        fill_in("data-manager", "/returns/answers/load", file=file, run=run)
    fill_in("data-manager", "/matching/look-up", group="not-known", weeks="8")
