"""PDF files: pdfium first, pdfplumber where that fails."""
