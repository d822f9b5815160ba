"""Installs the Windows package under Wine and uses it as an office would.

Fresh prefix, refusal on an old and on a 32-bit system, the installer's pages, silent install into a folder with
Chinese letters and a blank, files compared by hash, start through the Start-menu shortcut with a picture of the
window, commands equal to Linux's, an upgrade refused while it runs and done when it does not, removal. Wine stands
in for Windows; what it does not prove is in installer/README.md.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import payload
import trial
import try_windows_refusals as refusals
import windows_package
import wine
from parts import HERE, ROOT
from trial import digest, digests, picture, step
from windows_payload import BUILD

FOLDER = r"C:\用户 程序\年报校核"
MOVED = r"C:\新 位置\年报校核"
UNINSTALL_KEY = r"Microsoft\Windows\CurrentVersion\Uninstall\nianbao"
CLASS_KEY = r"Classes\nianbao.report"
STOP_SYSTEM, STOP_RUNNING = 10, 11


def outputs() -> tuple[Path, Path]:
    """The setup program and the portable zip of this version."""
    base = f"nianbao-{payload.version()}"
    return ROOT / "dist" / f"{base}-setup.exe", ROOT / "dist" / f"{base}-portable.zip"


def run() -> None:
    """All steps, in order; BuildError at the first that does not hold."""
    setup, portable = outputs()
    try:
        with trial.screen(wine.DISPLAY):
            wine.prepare()
            step("wine: fresh prefix as a Chinese Windows 10 (code page 936)", _code_page() == "936")
            refuse_old_system(setup)
            refuse_32_bit(setup)
            show_pages(setup)
            refusals.add_on_without_the_program()
            fresh_install(setup)
            running_copy(setup)
            refusals.files_put_away(wine.unix(FOLDER))
            trial.compare_commands(wine.WORK / "inputs", plain(), _installed)
            drawn_picture()
            trial.old_histories(wine.WORK / "inputs" / "旧历史", _installed)
            strange_places()
            with_scans()
            portable_copy(portable)
            history = upgrade()
            remove(history)
            purge(setup, history)
            for_all_users(setup)
    finally:
        wine.stop()


def plain() -> trial.Plain:
    """The packed sources, run on Linux."""
    return trial.Plain(BUILD / "payload" / "app", wine.WORK / "no-history")


def _code_page() -> str:
    _, out = wine.run("reg", "query", r"HKLM\SYSTEM\CurrentControlSet\Control\Nls\CodePage", "/v", "ACP")
    return out.split()[-1].decode() if out.split() else ""


def _installed(arguments: list[str], folder: Path) -> tuple[int, bytes]:
    return wine.run(wine.unix(FOLDER) / "nianbao.exe", *arguments, cwd=folder)


def install(setup: Path, folder: str | None) -> int:
    """Silently; folder None leaves the choice to the installer. The exit code."""
    # NSIS wants /D last and without quotes: the words go one by one, so that Wine adds none.
    code, _ = wine.run(setup, "/S", *(f"/D={folder}".split(" ") if folder else []), timeout=300)
    return code


def refuse_old_system(setup: Path) -> None:
    """Windows 7: exit code when silent, a sentence when not, no file either way."""
    wine.run("winecfg", "-v", "win7")
    code = install(setup, FOLDER)
    step(f"Windows 7: refused silently with exit {code}", code == STOP_SYSTEM and not wine.unix(FOLDER).exists())
    with wine.begin(setup):
        time.sleep(8)
        picture(wine.DISPLAY, wine.WORK / "refusal.png")
        wine.end(setup.name)
    step(f"Windows 7: the sentence is in {wine.WORK.name}/refusal.png", not wine.unix(FOLDER).exists())
    wine.run("winecfg", "-v", "win10")
    wine.settle()


def refuse_32_bit(setup: Path) -> None:
    """A 32-bit Windows 10: the setup program starts there and says why not; exit code when silent."""
    wine.prepare_32()
    code, _ = wine.run(setup, "/S", prefix=wine.PREFIX32)
    step(f"32-bit Windows: refused silently with exit {code}", code == STOP_SYSTEM)
    with wine.begin(setup, prefix=wine.PREFIX32):
        time.sleep(8)
        picture(wine.DISPLAY, wine.WORK / "refusal-32.png")
        wine.end(setup.name, wine.PREFIX32)
    wine.settle(wine.PREFIX32)
    left = list(wine.PREFIX32.rglob("nianbao.exe")) + shortcuts()
    step(f"32-bit Windows: the sentence is in {wine.WORK.name}/refusal-32.png, no file installed", not left)


def show_pages(setup: Path) -> None:
    """Pictures of the installer's first pages, gone through by keys."""
    with wine.begin(setup):
        time.sleep(8)
        picture(wine.DISPLAY, wine.WORK / "page-welcome.png")
        for page in ("licence", "folder"):
            subprocess.run(["xdotool", "key", "Return"], env=wine.environment(), check=True)
            time.sleep(2)
            picture(wine.DISPLAY, wine.WORK / f"page-{page}.png")
        wine.end(setup.name)
    wine.settle()
    step("installer pages are in page-welcome.png, page-licence.png, page-folder.png")


def fresh_install(setup: Path) -> None:
    """Into a folder of Chinese letters and a blank."""
    code = install(setup, FOLDER)
    wine.settle()
    step(f"silent install into {FOLDER}, exit {code}", code == 0)
    compare_with(BUILD / "payload", "installed")
    kinds = re.findall(r'\$\{DO\} "(\w+)"', (HERE / "windows" / "installer.nsi").read_text("utf-8"))
    entries = (UNINSTALL_KEY, CLASS_KEY, *(rf"Classes\.{kind}\OpenWithProgids" for kind in kinds))
    step(f"uninstall entry and 打开方式 of {', '.join(kinds)}", all(wine.registry(key) for key in entries))
    step(f"shortcuts: {len(shortcuts())} (Start menu, desktop)", len(shortcuts()) == 2)


def compare_with(folder: Path, what: str) -> None:
    """Every file of the folder is installed, unchanged, and nothing else but the uninstaller."""
    wanted, found = digests(folder), digests(wine.unix(FOLDER))
    found.pop("卸载.exe", None)
    step(f"{what}: {len(wanted)} files, equal by hash to the payload, none besides", wanted == found)


def shortcuts() -> list[Path]:
    """All shortcuts to the program; Wine's desktop is the folder HOME outside the prefix."""
    return list(wine.WORK.rglob("年报校核.lnk"))


def running_copy(setup: Path) -> None:
    """The window through the Start-menu shortcut; neither upgrade nor removal disturbs it while it is open."""
    link = next(p for p in shortcuts() if "Start Menu" in p.parts)
    sample = wine.windows(ROOT / "resources" / "samples" / "示例报告.docx")
    target = wine.WORK / "window.png"
    with wine.begin("start", wine.windows(link), sample):
        shown = trial.open_windows(wine.DISPLAY, target)
        step("started through the Start-menu shortcut with the sample: window.png", shown)
        refusals.second_start(wine.unix(FOLDER) / "年报校核.exe", ROOT / "resources" / "samples" / "示例报告.pdf")
        code = install(setup, None)
        step(f"silent install over the running program is refused with exit {code}", code == STOP_RUNNING)
        wine.run(wine.unix(FOLDER) / "卸载.exe", "/S")
        time.sleep(5)
        compare_with(BUILD / "payload", "removal while it runs leaves all")
        wine.end("年报校核.exe")
    wine.settle()


def drawn_picture() -> None:
    """The program's own picture of its window; its font is taken by the file's name, which Wine's own fonts lack."""
    inputs = wine.WORK / "inputs"
    font = wine.unix(r"C:\windows\Fonts\msyh.ttc")
    shutil.copy2("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", font)
    code, _ = _installed(["screenshot", next(iter(trial.SAMPLES)), "-o", "drawn.png", "--section", "3"], inputs)
    font.unlink()  # the other pictures are of the fonts that stand in for Windows'
    shutil.copy2(inputs / "drawn.png", wine.WORK / "drawn.png")
    step("screenshot command: drawn.png", code == 0)


def with_scans() -> None:
    """The add-on by its setup program: it finds the installed program, and the program finds it."""
    code, _ = wine.run(refusals.SCAN, "/S")
    wine.settle()
    models = list(wine.unix(FOLDER).glob("scan/models/*.onnx"))
    step(f"add-on for scans: exit {code}, beside the program", code == 0 and len(models) == 2)
    trial.compare_scan(wine.WORK / "inputs", plain(), _installed)
    wine.run(wine.unix(FOLDER) / "scan" / "卸载.exe", "/S")
    for _ in range(60):
        time.sleep(1)
        if not (wine.unix(FOLDER) / "scan").exists():
            break
    wine.settle()
    step("add-on removed, the program is whole", not (wine.unix(FOLDER) / "scan").exists())
    compare_with(BUILD / "payload", "after the add-on")


def strange_places() -> None:
    """The same JSON for a report in a long path, on a mapped drive, under names of blanks and Chinese letters."""
    name = next(iter(trial.SAMPLES))
    source = wine.WORK / "inputs" / name
    want = plain().run(["check", "--json", name], source.parent)
    long = wine.PREFIX / "drive_c" / "users" / "张三 李四" / "OneDrive - 县政府" / "/".join(["很长的文件夹名" * 5] * 8)
    mapped = wine.WORK / "share"
    drive = wine.PREFIX / "dosdevices" / "p:"
    for folder in (long, mapped):
        folder.mkdir(parents=True)
        shutil.copy2(source, folder / name)
    drive.unlink(missing_ok=True)
    drive.symlink_to(mapped)
    program = wine.unix(FOLDER) / "nianbao.exe"
    for what, path in (
        (f"a path of {len(wine.windows(long / name))} letters", wine.windows(long / name)),
        ("a mapped drive", f"P:\\{name}"),
    ):
        code, out = wine.run(program, "check", "--json", path)
        step(
            f"{what}: check gives the same findings, exit {code}", (code, findings(out)) == (want[0], findings(want[1]))
        )
    target = wine.windows(long / "校核后.docx")
    code, _ = wine.run(program, "export", wine.windows(long / name), "-o", target)
    step("export beside it in the long path", code == 0 and (long / "校核后.docx").exists())


def findings(out: bytes) -> object:
    """What check found, without the file's name."""
    return json.loads(out or b"{}").get("findings")


def portable_copy(portable: Path) -> None:
    """The zip unpacked elsewhere: the same files, and a command that works."""
    place = wine.PREFIX / "drive_c" / "U 盘"
    with zipfile.ZipFile(portable) as file:
        file.extractall(place)
    folder = place / "年报校核"
    found = digests(folder)
    mark = found.pop(payload.PORTABLE_MARK, None)
    found.pop("使用说明.txt", None)
    step("portable zip: the same files, the mark and the instructions", mark and found == digests(BUILD / "payload"))
    name = next(iter(trial.SAMPLES))
    inputs = wine.WORK / "inputs"
    got = wine.run(folder / "nianbao.exe", "check", "--json", name, cwd=inputs)
    step("portable zip: check gives the same JSON", got == plain().run(["check", "--json", name], inputs))
    elsewhere = inputs / "免安装"
    trial.compare_commands(elsewhere, plain(), lambda words, at: wine.run(folder / "nianbao.exe", *words, cwd=at))
    refusals.read_only_disk(folder, wine.begin)
    first_start(folder)
    shutil.rmtree(place)


def first_start(folder: Path) -> None:
    """The portable program asks where the history goes; Enter takes the folder beside it, and it asks no more."""
    with wine.begin(folder / "年报校核.exe"):
        trial.picture_of(wine.DISPLAY, wine.WORK / "portable-question.png", 6_000)
        subprocess.run(["xdotool", "key", "Return"], env=wine.environment(), check=True)
        trial.picture_of(wine.DISPLAY, wine.WORK / "portable-window.png", 40_000)
        wine.end("年报校核.exe")
    wine.settle()
    kept = folder / "数据"
    step(f"portable: asked once, history in {kept.name} (portable-question.png)", kept.is_dir())
    with wine.begin(folder / "年报校核.exe"):
        shown = trial.picture_of(wine.DISPLAY, wine.WORK / "portable-again.png", 40_000)
        wine.end("年报校核.exe")
    wine.settle()
    step("portable: the next start asks nothing (portable-again.png)", shown)


def for_all_users(setup: Path) -> None:
    """As an administrator into Program Files, its keys for the machine; and removed again."""
    place = wine.unix(r"C:\Program Files\nianbao")
    refusals.all_users_without_rights(setup, place)
    code, _ = wine.run(setup, "/S", "/ALLUSERS")
    wine.settle()
    step(f"/ALLUSERS: exit {code}, in Program Files", code == 0 and (place / "nianbao.exe").exists())
    machine = rf"HKLM\Software\{UNINSTALL_KEY}"
    step("/ALLUSERS: uninstall entry for the machine", wine.run("reg", "query", machine, "/reg:64")[0] == 0)
    elsewhere = wine.WORK / "inputs" / "本机所有用户"
    trial.compare_commands(elsewhere, plain(), lambda words, at: wine.run(place / "nianbao.exe", *words, cwd=at))
    refusals.add_on_for_all_users(place)
    wine.run(place / "卸载.exe", "/S")
    for _ in range(60):
        time.sleep(1)
        if not place.exists():
            break
    wine.settle()
    left = wine.run("reg", "query", machine, "/reg:64")[0] == 0
    step("/ALLUSERS: removed, folder and entry", not place.exists() and not left and not shortcuts())


def upgrade() -> Path:
    """A later version with a file gone and a file added, into the folder that the first one was put in."""
    history = trial.save_history(wine.user("AppData/Local") / "nianbao")
    before = digest(history)
    later = wine.WORK / "later"
    shutil.copytree(BUILD / "payload", later)
    (later / "app" / "LICENSE").rename(later / "app" / "LICENSE.later")
    newer = windows_package.make_setup(later, wine.WORK / "later-setup.exe", "99.0.0", quick=True)
    code = install(newer, None)
    wine.settle()
    step(f"version 99.0.0 over it without naming the folder, exit {code}", code == 0)
    compare_with(later, "second version")
    step(f"still {len(shortcuts())} shortcuts", len(shortcuts()) == 2)
    step("history untouched by the upgrade", digest(history) == before)
    for folder, other in ((MOVED, FOLDER), (FOLDER, MOVED)):
        install(newer, folder)
        wine.settle()
        moved = (wine.unix(folder) / "nianbao.exe").exists() and not wine.unix(other).exists()
        step(f"into another folder, {folder}: the files move along", moved and len(shortcuts()) == 2)
    return history


def remove(history: Path) -> None:
    """Silently: nothing is left but the history."""
    before = digest(history)
    wine.run(wine.unix(FOLDER) / "卸载.exe", "/S")
    gone()
    step("nothing left of the program", not wine.unix(FOLDER).exists())
    step("no shortcut left", not shortcuts())
    step("no registry key left", not wine.registry(UNINSTALL_KEY) and not wine.registry(CLASS_KEY))
    step("the history is still there, unchanged", digest(history) == before)


def gone() -> None:
    """Wait for the uninstaller, which goes on as a copy of itself."""
    for _ in range(60):
        time.sleep(1)
        if not wine.unix(FOLDER).exists():
            break
    wine.settle()


def purge(setup: Path, history: Path) -> None:
    """Installed again, then removed with the history."""
    install(setup, FOLDER)
    wine.settle()
    step("installed again, the history is taken up", history.exists() and (wine.unix(FOLDER) / "nianbao.exe").exists())
    wine.run(wine.unix(FOLDER) / "卸载.exe", "/S", "/PURGE")
    gone()
    step("removed with /PURGE: the history is gone too", not history.parent.exists() and not wine.unix(FOLDER).exists())


def ready() -> list[str]:
    """What is missing for the trial, in words."""
    found = trial.missing(wine.TOOLS)
    if not found and not wine.runs_32():
        found.append("wine32:i386")
    built = (*outputs(), BUILD / "payload", refusals.SCAN)
    return found + [f"{p.name} (make installer-windows installer-scan)" for p in built if not p.exists()]
