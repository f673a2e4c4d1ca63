"""Showing personal data only so far as needed (脱敏)."""

import re


def mask_name(name: str, /) -> str:
    """Return 张* for 张三: the first character and one star, whatever follows.

    A compound surname is not kept whole (欧阳明 gives 欧*), and the number of stars says nothing
    about the name: the less is shown, the better. A variation selector stays with its character.
    """
    first = re.match("(?s).[\ufe00-\ufe0f\U000e0100-\U000e01ef]*", name)
    return f"{first[0]}*" if first else ""


def mask_phone(phone: str, /) -> str:
    """Return 138****5521 or 0574-****4321: enough to recognise a number, too little to call it."""
    if not phone:
        return ""
    area, _, rest = phone.partition("-") if phone.startswith("0") else ("", "", phone)
    local = rest.partition("-")[0] if area else phone.replace("-", "")
    if area:
        return f"{area}-****{local[-4:]}"
    if len(local) >= 10:
        return f"{local[:3]}****{local[-4:]}"
    return f"****{local[-2:]}"


_DOOR = re.compile(
    r"[0-9\uff10-\uff19]|[甲乙丙丁一二三四五六七八九十百]+(?=[号弄幢栋座室组层楼]|单元)"
)


def mask_address(address: str, /) -> str:
    """Return 南塘花苑*** for 南塘花苑13幢2单元: where somebody lives, not behind which door."""
    door = _DOOR.search(address)
    return f"{address[: door.start()]}***" if door else address
