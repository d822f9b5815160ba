"""Exports that people can send; each is read back and compared before it is put in place."""

from core.export.dispatch import Options, export
from core.export.names import file_name
from core.export.standard import write_standard
from core.export.verify import verify

__all__ = ["Options", "export", "file_name", "verify", "write_standard"]
