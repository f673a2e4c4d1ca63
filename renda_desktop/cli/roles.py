"""Who may do what, as one table to read and to print."""

from renda_desktop.cli.arguments import Options
from renda_desktop.domain import access


def roles(_options: Options) -> int:
    """Print the table of rights, and what its columns stand for."""
    print("写入:" + access.WRITES)
    print("查看:" + access.READS)
    print("、".join(f"{code} {role.label}" for code, role in access.COLUMNS.items()))
    return 0
