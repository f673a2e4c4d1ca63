"""What was exchanged is checked: signatures, receipts, certificates, the chain."""

import pytest

from renda_desktop.bootstrap import Office
from renda_desktop.services import themes
from renda_desktop.sync import verify
from tests.sync.memory import Wire


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE scope_cursor SET chain = zeroblob(32)", "verify.chain"),
        ("UPDATE scope_cursor SET seq = seq - 1", "verify.chain"),
        ("UPDATE signed_action SET signature = zeroblob(64) WHERE dseq = 1", "verify.signature"),
        ("UPDATE signed_action SET previous = x'01' WHERE dseq = 2", "verify.signature"),
        ("UPDATE signed_action SET receipt = zeroblob(32) WHERE dseq = 2", "verify.receipt"),
        ("DELETE FROM signed_action WHERE dseq = 2", "verify.signature"),
        ("UPDATE certificate SET letter = 'Z'", "verify.certificate"),
        (
            "UPDATE checkpoint SET said = replace(said, '\"epoch\":1', '\"epoch\":2')",
            "verify.checkpoint",
        ),
    ],
)
def test_what_somebody_changed_is_found(
    first: Office, link: Wire, statement: str, rule: str
) -> None:
    first.act(themes.register, title="一")
    assert first.exchange(link=link).whole
    assert first.read(verify.check) == []
    with first.session(writes=True) as session:
        driver = session.connection()
        for name in ("signed_action_is_immutable", "signed_action_is_kept"):
            driver.exec_driver_sql(f"DROP TRIGGER {name}")
        driver.exec_driver_sql("DROP TRIGGER certificate_is_immutable")
        driver.exec_driver_sql(statement)
    assert rule in [one.rule for one in first.read(verify.check)]


def test_a_pc_that_never_exchanged_has_nothing_to_check(office: Office) -> None:
    assert office.read(verify.check) == []
