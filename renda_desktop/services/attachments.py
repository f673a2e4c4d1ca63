"""Files of matters: photos, scans and documents."""

from sqlalchemy.orm import Session

from renda_desktop.domain.attachment import Attachment
from renda_desktop.domain.entry import Author
from renda_desktop.domain.ids import Id
from renda_desktop.domain.matter import MATTER, Attach, Detach
from renda_desktop.services import files
from renda_desktop.services.action import Action, Changes
from renda_desktop.store import blobs


def keep(session: Session, *, name: str, data: bytes) -> Attachment:
    """Keep a file's content and return how a record names it; its content says what it is.

    Raises:
        RuleBroken: it is too large, empty, or of a kind that is not taken.
    """
    mime, fitting = files.identified(data, name=name)
    return Attachment(blobs.put(session, data=data, mime=mime), fitting, mime, len(data))


def attach(session: Session, *, by: Author, matter: Id, name: str, data: bytes) -> Changes:
    """Keep a file with a matter; RuleBroken where it cannot be taken, or is there already."""
    action = Action(session, by)
    file = keep(session, name=name, data=data)
    action.record(MATTER, matter, Attach(file.sha256, file.name, file.mime, file.size))
    return action.done(matter)


def detach(session: Session, *, by: Author, matter: Id, attachment: str) -> Changes:
    """Take a file off a matter, named by its SHA-256 or its name. The log keeps what it was."""
    action = Action(session, by)
    file = action.load(MATTER, matter).attachment(attachment)
    action.record(MATTER, matter, Detach(file.sha256))
    return action.done(matter)
