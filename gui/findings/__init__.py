"""The findings pane: list, explanation, repairs."""
