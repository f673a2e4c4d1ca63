"""Papers that leave the house: drawn under a number, and filed."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from renda_desktop.bootstrap import Office
from renda_desktop.domain.ids import Ref
from renda_desktop.queries.papers import Sheet
from renda_desktop.queries.papers.issued import prepare
from renda_desktop.reports.catalogue import PAPERS
from renda_desktop.reports.preview import page_count
from renda_desktop.services import papers


def issue(
    office: Office, *, form: str, sheets: Sequence[Sheet], about: Sequence[Ref]
) -> list[bytes]:
    """Draw papers, each under its number, file them and return the PDFs.

    Args:
        about: what each sheet is filed with, or nothing.

    Raises:
        RuleBroken: a number was given elsewhere meanwhile; the papers before it are filed.
    """
    kind = PAPERS[form]
    prepared = office.read(prepare, form=form, title=kind.title, sheets=sheets, about=about)
    documents: list[bytes] = []
    for sheet, one in zip(sheets, prepared, strict=True):
        document = kind.render(replace(sheet, stamp=one.stamp))
        digest = sha256(document).hexdigest()
        office.act(papers.file, prepared=one, digest=digest, pages=page_count(document))
        documents.append(document)
    return documents
