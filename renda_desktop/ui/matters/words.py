"""How lists and files say where a matter stands."""

from renda_desktop.domain.mask import mask_name
from renda_desktop.domain.terms import Stage
from renda_desktop.queries.matters import MatterRow
from renda_desktop.ui.widgets import star_text


def due_text(row: MatterRow) -> str:
    """Return 超期 12 天, 今天到期, 剩 5 天, or how a finished matter was rated."""
    if row.days is None:
        return star_text(row.resident_stars or row.deputy_stars)
    unsure = " 暂定" if row.provisional else ""
    if row.days < 0:
        return f"超期 {-row.days} 天{unsure}"
    return f"剩 {row.days} 天{unsure}" if row.days else f"今天到期{unsure}"


def due_tone(row: MatterRow) -> str:
    """Return the signal as a tone, '' for none."""
    return row.signal.value if row.signal else ""


def raiser_text(row: MatterRow) -> str:
    """Return who raised it, masked."""
    return mask_name(row.resident_name) or "匿名"


def stage_text(row: MatterRow) -> str:
    """Return the stage, with how it ended and in which round it is."""
    again = f" {row.round}轮" if row.round > 1 and row.stage is not Stage.JOINED else ""
    return f"{row.stage.label}{again}"
