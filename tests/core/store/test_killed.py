from __future__ import annotations

import signal
from pathlib import Path

import pytest
import store_kill_support as kills

ROUNDS = 21


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_killed_program_loses_nothing_it_acknowledged(seed: int, tmp_path: Path) -> None:
    kills.round_of(kills.ACTS[seed % len(kills.ACTS)], tmp_path, seed)
