"""Word 97-2003 files (.doc, .wps) read from their binary structures."""
