"""Is what a browser recorded a sound that can be kept, and of which kind?"""

from __future__ import annotations

from engine.text import Text

LONGEST = 180  # seconds; the recorder stops itself
MOST_BYTES = 720 * 1024  # what a browser hands in at once, written in base 64, stays below Streamlit's megabyte


def mime(sound: bytes) -> str | None:
    """The media type of what browsers record, by how it begins; None for anything else.

    >>> mime(b"OggS and so on")
    'audio/ogg'
    """
    if sound.startswith(b"\x1aE\xdf\xa3"):
        return "audio/webm"
    if sound.startswith(b"OggS"):
        return "audio/ogg"
    return "audio/mp4" if sound[4:8] == b"ftyp" else None


def fault(sound: bytes) -> Text | None:
    """Why a recording is not kept; None where it is."""
    if len(sound) > MOST_BYTES:
        return Text("This recording is too large and was not kept. Record a shorter one, or write your answer.")
    if mime(sound) is None:
        return Text("This recording could not be read and was not kept. Record it once more, or write your answer.")
    return None
