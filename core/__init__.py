"""Everything the program knows about the annual report; free of Qt."""
