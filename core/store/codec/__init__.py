"""Reports, changes and findings as JSON bytes and back."""
