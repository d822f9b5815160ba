"""Word files that are zip or flat XML inside (.docx, .docm, .wps, Word 2003 XML)."""
