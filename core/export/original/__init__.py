"""The mended original: the opened docx with only its changed places changed."""
