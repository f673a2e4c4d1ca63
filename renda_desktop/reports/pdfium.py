"""What keeps threads apart in pdfium: it may be entered by one of them at a time."""

from threading import Lock
from typing import Final

LOCK: Final = Lock()
