"""The name that a sender gave a file, made safe for a disk and for a page."""

LONGEST = 120
#: The bytes that the usual disks allow for a name; some characters have four.
_BYTES = 240


def kept(name: str, otherwise: str = "file") -> str:
    """The name without folders and invisible characters. Of a long name the end is
    kept, because it shows the kind of file.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if sign.isprintable())[-LONGEST:]
    short = shown.encode("utf-8", "ignore")[-_BYTES:].decode("utf-8", "ignore")
    return short.lstrip(".").strip() or otherwise
