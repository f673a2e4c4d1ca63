"""The content of a matter's files."""

from sqlalchemy.orm import Session

from renda_desktop.domain.attachment import Attachment
from renda_desktop.domain.errors import RuleBroken, Unavailable
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER, Matter
from renda_desktop.store import blobs, log


def attachment(session: Session, *, matter: Id, name: str) -> tuple[Attachment, bytes]:
    """Return a file of a matter, named by its SHA-256 or its name, with its content.

    Raises:
        RuleBroken: there is no such matter or file, or several of that name.
        Unavailable: this PC does not have the content.
    """
    state = MATTER.fold(matter, log.read(session, stream=matter))
    if not state.exists:
        raise RuleBroken("stream.missing", noun=Matter.term)
    file = state.attachment(name)
    data = blobs.get(session, sha256=file.sha256)
    if data is None:
        raise Unavailable("attachment.elsewhere")
    return file, data
