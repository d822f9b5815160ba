"""No input of 100 KB takes long, whatever it repeats: the time grows with the input and not with its square."""

import contextlib
import time

import pytest

from core.errors import ReadError
from core.extract import extract
from core.reading import read_bytes

SIZE = 100_000
PIECES = [
    "0\n", "行政许可\n", "三\n、\n本\n年\n", "a,b,c,1\n", "法律\n服务\n机构\n", "0 0 0 0 0 0 0\n", "一、总体情况\n",
    "行政复议\t结果维持\t结果纠正\t1\t0\n", "自然人\t商业企业\t科研机构\t其他\t总计\n", "规章\n0\n0\n0\n", "\t1\t2\n\n",
    "2（其中",
]  # fmt: skip


def seconds(data: bytes) -> float:
    start = time.process_time()
    with contextlib.suppress(ReadError):  # told to be no report
        extract(read_bytes(data, "a.txt").value)
    return time.process_time() - start


@pytest.mark.parametrize("piece", PIECES)
def test_a_text_that_repeats_one_thing(piece):
    data = (piece * (SIZE // len(piece.encode()) + 1)).encode()
    whole, half = seconds(data), seconds(data[: SIZE // 2])
    assert whole < 2 or whole < 3 * half


def test_one_row_of_many_thousand_cells():
    row = "行政许可 " + " ".join("0123456789"[n % 10] for n in range(9000))
    assert seconds(f"二、主动公开政府信息情况\n{row}\n{row}\n{row}\n".encode()) < 2
