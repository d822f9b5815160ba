"""Exports that parse the opened file, made in a process of their own: a crash there costs that export only."""

from core.export.worker.parent import ExportProcesses

__all__ = ["ExportProcesses"]
