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
# Started by the program itself: one reads files apart from the window, one checks many files beside others.
READ_WORKER, CHECK_WORKER = "read-worker", "check-worker"
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
    if rest == [CHECK_WORKER]:
        from core.batch import child as checking_process

        return checking_process.serve()
    if rest and (rest[0] in COMMANDS or rest[0].startswith("-")):
        return _command(rest, common)
    if len(rest) > 1:
        return _wrong_usage("一次只能打开一个文件。")
    try:
        from gui import app
    except ImportError as error:  # a library that was put away or is not the one it should be
        return _cannot_start(error, common.data_dir)
    return app.run(Path(rest[0]) if rest else None, common.data_dir)


def _common_parser() -> argparse.ArgumentParser:
    """What every command takes, before or after its name."""
    parser = argparse.ArgumentParser(prog="nianbao", add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--data-dir", type=Path, metavar="DIR")
    return parser


def _wrong_usage(why: str) -> int:
    if sys.stderr is not None:
        print(f"nianbao: {why}", file=sys.stderr)
    return USAGE


def _cannot_start(error: ImportError, data_dir: Path | None) -> int:
    """Say why no window can appear, on the screen where there is no console; the trace goes to the log file."""
    import platform
    import traceback

    from core import paths

    text = f"程序的文件不完整或被安全软件阻止，不能打开窗口，请重新安装“年报校核”。历史记录不受影响。\n\n{error}"
    folder = paths.data_dir(data_dir) / "logs"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "nianbao.log").open("a", encoding="utf-8") as file:
            file.write(f"--- cannot start on {platform.platform()}\n{''.join(traceback.format_exception(error))}\n")
    except OSError:
        pass
    else:
        text += f"\n\n详细情况记在：{folder / 'nianbao.log'}"
    if sys.stderr is not None:
        print(text, file=sys.stderr)
    elif sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, "年报校核", 0x10)
    return 2


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
