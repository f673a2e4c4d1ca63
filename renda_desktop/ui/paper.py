"""Drawing a paper on the slow lane and showing it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from renda_desktop.ui.worker import Worker


def show_paper(
    parent: QWidget,
    worker: Worker,
    *,
    draw: Callable[[], bytes],
    title: str,
    failed: Callable[[Exception], object],
) -> None:
    """Draw a PDF without stopping the window, then open its preview over `parent`."""
    worker.run(draw, done=partial(_preview, parent, worker, title), failed=failed)


def _preview(parent: QWidget, worker: Worker, title: str, pdf: bytes) -> None:
    from renda_desktop.reports.preview import page_count, page_image
    from renda_desktop.ui.preview import PreviewDialog

    dialog = PreviewDialog(
        worker, pdf, title=title, page_count=page_count, page_image=page_image, parent=parent
    )
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
