"""What an exchange did, in words."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from renda_desktop.sync.report import Report, Round


def told(report: "Report") -> str:
    """Say how an exchange went."""
    parts = [f"上传 {report.sent} 次操作", f"收到 {report.received} 条记录"]
    if report.refused:
        parts.append(f"被退回 {len(report.refused)} 次")
    if report.left:
        parts.append(f"还有 {report.left} 次待发送")
    return ",".join(parts)


def outcome(one: "Round") -> str:
    """Say in a line how one of the last exchanges went."""
    parts = (
        f"上传 {one.sent}" if one.sent else "",
        f"收到 {one.received}" if one.received else "",
        f"被退回 {one.refused}" if one.refused else "",
        f"冲突 {one.conflicts}" if one.conflicts else "",
        one.said,
    )
    said = ",".join(filter(None, parts)) or "没有新内容"
    return f"{said}({one.times} 次)" if one.times > 1 else said
