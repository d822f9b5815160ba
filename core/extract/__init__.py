"""Document to Report: tables aligned by label, sections, cover facts."""
