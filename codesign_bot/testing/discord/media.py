"""Files: taking them in from a multipart request, and pointing to them."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from codesign_bot.testing.discord.errors import Code, Fault, Refused
from codesign_bot.testing.discord.ids import AttachmentId
from codesign_bot.testing.discord.model import Attachment, Channel
from codesign_bot.testing.discord.wire import Json, objects
from codesign_bot.testing.discord.world import World

MOST_BYTES_OF_A_FILE = 10 * 1024 * 1024
"""For a guild without boosts. Source: docs, API Reference, "Uploading Files"."""
MOST_BYTES_OF_A_REQUEST = 25 * 1024 * 1024
"""Source: the same page."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One part of a multipart request."""

    filename: str
    content: bytes


Uploads = Mapping[str, Upload]
"""By the number in `files[n]`, as text."""


def attachments(
    world: World, channel: Channel, body: Json, uploads: Uploads, kept: Sequence[Attachment] = ()
) -> list[Attachment]:
    """What the message carries: the old ones that the request lists again, then the new files.

    A request that says nothing of attachments keeps those there were, beside the new ones. Source: docs, Message
    Resource, "Edit Message".
    """
    described = {str(one.get("id")): one for one in objects(body.get("attachments"))}
    staying = [one for one in kept if "attachments" not in body or str(one.id) in described]
    for one in staying:
        _describe(one, described.get(str(one.id), {}))
    made = [_take_in(world, channel, number, upload, described) for number, upload in uploads.items()]
    known = {str(one.id) for one in kept} | set(uploads)
    unknown = [number for number in described if number not in known]
    if unknown:
        sentence = "Attachment data is missing for this id."
        raise Refused(Code.INVALID_FORM, faults=[Fault(("attachments", one), "BASE", sentence) for one in unknown])
    return staying + made


def _take_in(world: World, channel: Channel, number: str, upload: Upload, described: Mapping[str, Json]) -> Attachment:
    if len(upload.content) > MOST_BYTES_OF_A_FILE:
        raise Refused(Code.TOO_LARGE)
    about = described.get(number, {})
    filename = str(about.get("filename") or upload.filename)
    kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    new = AttachmentId(world.ids.next())
    address = f"{world.url}/attachments/{channel.id}/{new}/{quote(filename)}"
    made = Attachment(new, filename, upload.content, kind, address)
    _describe(made, about)
    return made


def _describe(attachment: Attachment, about: Json) -> None:
    if "description" in about:
        attachment.description = about["description"]


class Unfurler:
    """Makes media objects of addresses; `attachment://name` means a file of the same message."""

    def __init__(self, world: World, files: Sequence[Attachment]) -> None:
        self._world = world
        self._files = {one.filename: one for one in files}
        self.used: set[str] = set()
        """Names of files that a component shows."""

    def __call__(self, address: str) -> Json:
        name = address.removeprefix("attachment://")
        file = self._files.get(name) if name != address else None
        shown: Json = {"id": str(self._world.ids.next()), "url": address, "proxy_url": address}
        if file is None:
            return shown
        self.used.add(name)
        return shown | {
            "url": file.url,
            "proxy_url": file.url,
            "content_type": file.content_type,
            "attachment_id": str(file.id),
            "size": len(file.content),
        }

    def has(self, address: str) -> bool:
        """Whether the address can be shown: any but one of a file that is not there."""
        return not address.startswith("attachment://") or address.removeprefix("attachment://") in self._files
