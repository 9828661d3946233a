"""Frames of a WebSocket (RFC 6455), for a relay that passes on what it does not understand just as it came."""

import json
import os
from asyncio import StreamReader
from dataclasses import dataclass
from typing import Any

TEXT = 0x81  # the first byte of a whole message of text
MASKED = 0x80
LENGTHS = {126: 2, 127: 8}  # bytes of a length that does not fit into the second byte


@dataclass(frozen=True)
class Frame:
    """A frame as it came, and the message in it: an object of JSON, empty when it is anything else."""

    raw: bytes
    message: dict[str, Any]


async def heard(line: StreamReader) -> Frame:
    """The next frame. Raises IncompleteReadError when the line is cut."""
    head = await line.readexactly(2)
    size = head[1] & ~MASKED
    extended = await line.readexactly(LENGTHS.get(size, 0))
    key = await line.readexactly(4 if head[1] & MASKED else 0)
    body = await line.readexactly(int.from_bytes(extended, "big") if extended else size)
    message = json.loads(masked(body, key) if key else body) if head[0] == TEXT else {}
    return Frame(head + extended + key + body, message)


def spoken(message: dict[str, Any], *, by_client: bool) -> bytes:
    """A message as a frame; clients mask theirs, and Firefox hangs up on a mask of zeros."""
    body = json.dumps(message).encode()
    key = os.urandom(3) + b"\1" if by_client else b""
    size = next((mark for mark, room in LENGTHS.items() if len(body) < 256**room), 127) if len(body) > 125 else 0
    extended = len(body).to_bytes(LENGTHS[size], "big") if size else b""
    second = (size or len(body)) | (MASKED if by_client else 0)
    return bytes([TEXT, second]) + extended + key + (masked(body, key) if key else body)


def masked(body: bytes, key: bytes) -> bytes:
    """The body under the key, or without it: masking undoes itself."""
    size = len(body)
    stream = (key * (size // len(key) + 1))[:size]
    return (int.from_bytes(body, "big") ^ int.from_bytes(stream, "big")).to_bytes(size, "big")
