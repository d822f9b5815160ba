"""年报校核: the window, or a command.

Nothing of the core is imported here: the window's first paint does not wait for it, and the commands never load Qt.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

COMMANDS = ("extract", "check", "export", "desk", "screenshot")
# Started by the program itself: one reads files apart from the window, one writes into them, one checks many files.
READ_WORKER, EXPORT_WORKER, CHECK_WORKER = "read-worker", "export-worker", "check-worker"
USAGE = 3


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command, or the window when none is named; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        common, rest = _common_parser().parse_known_args(sys.argv[1:] if argv is None else list(argv))
    except argparse.ArgumentError as error:
        return _wrong_usage(str(error))
    if rest == [READ_WORKER]:
        from core.reading.worker import child

        return child.serve()
    if rest == [EXPORT_WORKER]:
        from core.export.worker import child as exporting_process

        return exporting_process.serve()
    if rest == [CHECK_WORKER]:
        from core.batch import child as checking_process

        return checking_process.serve()
    if rest and (rest[0] in COMMANDS or rest[0].startswith("-")):
        return _command(rest, common)
    if len(rest) > 1:
        return _wrong_usage("一次只能打开一个文件。")
    try:
        from gui import app

        return app.run(Path(rest[0]) if rest else None, common.data_dir)
    except Exception as error:  # noqa: BLE001  before the window stands: what happens in it later is told by it
        from core import start_failure

        return start_failure.tell(error, common.data_dir)


def _common_parser() -> argparse.ArgumentParser:
    """What every command takes, before or after its name."""
    parser = argparse.ArgumentParser(prog="nianbao", add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--data-dir", type=Path, metavar="DIR")
    return parser


def _wrong_usage(why: str) -> int:
    if sys.stderr is not None:
        print(f"nianbao: {why}", file=sys.stderr)
    return USAGE


def _command(arguments: Sequence[str], common: argparse.Namespace) -> int:
    from core.cli import commands as cli

    options = cli.parse(arguments, common)
    return _screenshot(options) if options.command == "screenshot" else cli.COMMANDS[options.command](options)


def _screenshot(options: argparse.Namespace) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from core.cli import commands as cli
    from core.errors import UserError
    from gui import screenshot

    try:
        screenshot.render(options.file, options.output, options.section, options.select, options.data_dir)
    except UserError as error:
        return cli.fail(error)
    return cli.FINE


if __name__ == "__main__":
    sys.exit(main())
