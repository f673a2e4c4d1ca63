"""What of a person is shown where it need not be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda_desktop.domain.mask import mask_address, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("欧阳晓明", "欧*"),
        ("买买提·吐尔逊", "买*"),
        ("𠮷田", "𠮷*"),
        ("葛\U000e0100明", "葛\U000e0100*"),
        ("张", "张*"),
        ("", ""),
    ],
)
def test_a_name(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345521", "138****5521"),
        ("0574-87654321", "0574-****4321"),
        ("0574-87654321-801", "0574-****4321"),
        ("87654321", "****21"),
        ("400-800-1234", "400****1234"),
        ("+85223456789", "+85****6789"),
        ("", ""),
    ],
)
def test_a_phone(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@given(st.text(alphabet="0123456789-+", min_size=1, max_size=30))
def test_no_phone_is_shown_whole(phone: str) -> None:
    shown = mask_phone(phone)
    assert "****" in shown
    assert shown != phone


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("南塘花苑13幢2单元", "南塘花苑***"),
        ("中山路１８号", "中山路***"),
        ("三里桥村六组张家", "三里桥村***"),
        ("幸福新村乙栋", "幸福新村***"),
        ("一号桥社区", "***"),
        ("月湖街道", "月湖街道"),
        ("", ""),
    ],
)
def test_an_address(address: str, masked: str) -> None:
    assert mask_address(address) == masked
