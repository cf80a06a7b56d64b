"""Recognises, by the bytes alone, XML with far more attributes than any real file.

A parser holds every attribute of an element until the element ends, and the names of
all attributes until it finishes. So a file made of attributes is refused before it is
parsed.
"""

#: A piece of this many signs of equality may be text; more of them are attributes.
_FEW = 1_000
#: The most attributes that the average element of a piece may have.
_MOST_ATTRIBUTES = 20


def is_made_of_attributes(piece: bytes) -> bool:
    """Whether a piece of XML has far more attributes than a return or a census.

    For encodings in which the signs of markup are no part of another letter.
    """
    attributes = piece.count(b"=")
    return attributes > _FEW and attributes > _MOST_ATTRIBUTES * piece.count(b"<")
