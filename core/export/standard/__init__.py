"""The standard docx by GB/T 9704-2012: six sections and three tables."""
