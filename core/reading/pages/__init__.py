"""From positioned characters and drawn lines to paragraphs and tables: shared by all page formats."""
