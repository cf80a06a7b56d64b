"""What senders call their files, so that a disk and a page can show it."""

LONGEST = 120
#: What the usual disks can hold of a name, in bytes; some signs have four.
_BYTES = 240


def kept(name: str, otherwise: str = "file") -> str:
    """The name without folders and invisible signs; of a long one its end, where its
    kind stands.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if sign.isprintable())[-LONGEST:]
    short = shown.encode("utf-8", "ignore")[-_BYTES:].decode("utf-8", "ignore")
    return short.lstrip(".").strip() or otherwise
