"""OFD files (GB/T 33190): a zip of XML whose pages hold positioned text and paths, read like the pages of a PDF."""
