"""Report to files: docx, xlsx, the change note; each read back before it counts."""
