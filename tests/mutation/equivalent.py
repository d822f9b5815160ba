"""Mutants that mean the same as the program, each with the reason."""

EQUIVALENT: dict[tuple[str, str], str] = {
    ("core.text", "10 → 11"): "only last_place // 10 is used, and 11 // 10 is 1 as well",
    ("core.store.transfer", "if self._taken == taken: return False → if False: return False"): (
        "where nothing was taken the refresh finds the facts that are there"
    ),
}
