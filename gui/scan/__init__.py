"""What was read off pictures: cell by cell, the picture beside the figure."""
