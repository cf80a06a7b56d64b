"""Archives, workbooks among them, measured before anything else opens them.

An archive states the unpacked size of each member. That is checked first, since it
costs nothing. Then every member is unpacked piece by piece and its bytes are counted,
because the stated size may be false and other readers would trust it.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO

from tracker.feeds.reading.refusals import refusal

#: No list of young people is larger, unpacked: England's whole return is 5 GB, that of
#: the largest authority 150 MB.
MOST_UNPACKED = 1_000_000_000
#: Tables and XML shrink to a tenth or a fiftieth; a file that shrinks more is harmful.
MOST_SHRUNK = 250
SHRINKS_ANYHOW = 20_000_000
MOST_MEMBERS = 5_000

#: The errors of reading a damaged archive; the wrong byte decides which.
DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
)

_PIECE = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_NAME_LENGTHS = struct.Struct("<HH")


def measured(name: str, opened: Callable[[], BinaryIO]) -> list[zipfile.ZipInfo]:
    """The members of an archive, once their unpacked size has been counted.

    Raises Unreadable for an archive that is damaged, locked, or larger when unpacked
    than any list.
    """
    try:
        with opened() as stream, zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            _refuse_bomb(name, members)
            for member in members:
                if member.flag_bits & _ENCRYPTED:
                    raise refusal("locked", name)
                if member.compress_type not in _METHODS:
                    raise refusal("packed in another way", name)
                # Its own name beside the content has to be that of the list.
                archive.open(member).close()
                _unpack(stream, member)
            return members
    except DAMAGES:
        raise refusal("damaged archive", name) from None


def _refuse_bomb(name: str, members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    too_dense = unpacked > SHRINKS_ANYHOW and unpacked > packed * MOST_SHRUNK
    if unpacked > MOST_UNPACKED or too_dense or len(members) > MOST_MEMBERS:
        raise refusal(
            "too much unpacked",
            name,
            megabytes=unpacked // 1_000_000,
            files=len(members),
        )


def _unpack(stream: BinaryIO, member: zipfile.ZipInfo) -> None:
    """Raises one of DAMAGES if a member differs from its entry in the archive."""
    stream.seek(member.header_offset + 26)
    stream.seek(sum(_NAME_LENGTHS.unpack(stream.read(4))), 1)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    packed, size, checksum = member.compress_size, 0, 0
    while packed > 0:
        piece = stream.read(min(packed, _PIECE))
        if not piece:
            raise EOFError
        packed -= len(piece)
        while piece:
            if member.compress_type == zipfile.ZIP_STORED:
                content, piece = piece, b""
            else:
                content = inflater.decompress(piece, _PIECE)
                piece = inflater.unconsumed_tail
            size += len(content)
            if size > member.file_size:
                raise zipfile.BadZipFile
            checksum = zlib.crc32(content, checksum)
    if size != member.file_size or checksum != member.CRC:
        raise zipfile.BadZipFile
