"""Exports that people can send; each is read back and compared before it is put in place."""

from core.export.carried import carried_content
from core.export.change_note.corrections import ChangeEntry, change_entries
from core.export.dispatch import ExportContents, ExportOptions, export, export_contents
from core.export.file_names import file_name
from core.export.original.writer import write_original
from core.export.pages.layout import print_pages
from core.export.standard.writer import write_standard
from core.export.target import back_up, free_name, is_same_file, refuse_source

__all__ = [
    "ChangeEntry",
    "ExportContents",
    "ExportOptions",
    "back_up",
    "carried_content",
    "change_entries",
    "export",
    "export_contents",
    "file_name",
    "free_name",
    "is_same_file",
    "print_pages",
    "refuse_source",
    "write_original",
    "write_standard",
]
