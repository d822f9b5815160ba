"""A short run of the fuzz harness, and files made to cost time or memory."""

import fuzz_support
import pytest

from core.errors import ReadError
from core.reading import read_bytes

SEED = 7


@pytest.mark.parametrize("number", range(0, 400, 50))
@pytest.mark.filterwarnings("ignore")
def test_damaged_files_are_read_or_refused_in_a_sentence(number: int) -> None:
    for case in range(number, number + 50):
        _, file_name, data = fuzz_support.damaged(SEED, case)
        try:
            read_bytes(data, file_name)
        except ReadError as refusal:
            assert str(refusal).endswith("。")


def test_a_case_is_the_same_for_ever() -> None:
    assert fuzz_support.damaged(SEED, 3) == fuzz_support.damaged(SEED, 3)


@pytest.mark.parametrize("name", sorted(fuzz_support.fixtures()))
def test_every_fixture_is_read_undamaged(name: str) -> None:
    file_name, data = fuzz_support.fixtures()[name]
    assert read_bytes(data, file_name).value.blocks
