"""What the .deb is made of, without building it."""

import configparser
import os
import re
import shutil
import subprocess
from email.parser import HeaderParser
from pathlib import Path

import installer_support
import linux_base
import linux_package

from gui.dialogs.ask import OPEN_FILTER

FIELDS = ("Package", "Version", "Section", "Priority", "Architecture", "Installed-Size", "Maintainer", "Depends")
DESKTOP = installer_support.INSTALLER / "linux" / "nianbao.desktop"

# What shared-mime-info 2.2 (Debian 12) or, for the two that it does not know, our own file calls each kind.
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "docm": "application/vnd.ms-word.document.macroEnabled.12",
    "doc": "application/msword application/vnd.ms-word",
    "wps": "application/vnd.ms-works application/wps-office.wps",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "html": "text/html application/xhtml+xml",
    "htm": "text/html",
    "mht": "application/x-mimearchive",
    "mhtml": "application/x-mimearchive",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    "xlsb": "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
    "xls": "application/vnd.ms-excel",
    "et": "application/wps-office.et",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "txt": "text/plain",
    "md": "text/markdown",
    "zip": "application/zip",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "bmp": "image/bmp",
}


def control():
    return HeaderParser().parsestr(linux_package.control_text("1.2.3", 4567))


def test_the_control_file_has_every_field_and_no_placeholder_left():
    text = linux_package.control_text("1.2.3", 4567)
    assert all(control()[field] for field in FIELDS)
    assert "@" not in text.replace("maintainers@", "") and text.endswith("\n") and "\n\n" not in text


def test_on_arm_the_older_qt_asks_for_the_library_of_sessions():
    assert "libsm6" in linux_package.control_text("1", 1, "arm64", "2.31") and "libsm6" not in control()["Depends"]


def test_version_and_size_are_the_ones_given():
    assert (control()["Version"], control()["Installed-Size"], control()["Package"]) == ("1.2.3", "4567", "nianbao")


def test_continued_lines_of_the_description_begin_with_a_blank():
    text = linux_package.control_text("1", 1)
    tail = text.split("Description:")[1].splitlines()[1:]
    assert tail and all(line.startswith(" ") and line.strip() for line in tail)


def test_it_asks_for_what_every_desktop_has_and_brings_the_rest_along():
    depends = {word.strip().split(" ")[0] for g in control()["Depends"].split(",") for word in g.split("|")}
    assert "libc6 (>= 2.28)" in control()["Depends"]
    spec = (installer_support.INSTALLER / "linux" / "nianbao.spec").read_text("utf-8")
    for library in (
        "libxcb-cursor.",
        "libxcb-icccm.",
        "libxcb-image.",
        "libxcb-keysyms.",
        "libxcb-render-util.",
        "libxcb-randr.",
        "libxcb-shape.",
    ):
        assert f'"{library}"' in spec
    assert not [name for name in depends if name.startswith(("libxcb-", "fonts-"))]


def test_an_arm_package_names_its_architecture_and_its_glibc():
    text = linux_package.control_text("1", 1, "arm64", "2.31")
    assert "Architecture: arm64\n" in text and "libc6 (>= 2.31)" in text


def test_what_a_folder_asks_of_glibc_is_read_from_its_symbols(tmp_path):
    (tmp_path / "notes.txt").write_text("GLIBC_9.9 is only mentioned here", "utf-8")
    assert linux_base.oldest_glibc(tmp_path) == ((0,), {})
    shutil.copy2(Path("/bin/ls").resolve(), tmp_path / "ls")
    needed, files = linux_base.oldest_glibc(tmp_path)
    assert needed > (2, 2) and files[needed] == ["ls"]


def test_the_desktop_entry_offers_every_readable_kind_with_the_installed_program():
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str
    entry.read(DESKTOP, "utf-8")
    values = entry["Desktop Entry"]
    assert values["Exec"].endswith(" %f") and values["Icon"] == "nianbao" and values["Terminal"] == "false"
    kinds = values["MimeType"].rstrip(";").split(";")
    assert len(kinds) == len(set(kinds))
    readable = set(re.findall(r"\*\.(\w+)", OPEN_FILTER))
    assert set(TYPES) == readable
    assert {kind for names in TYPES.values() for kind in names.split()} <= set(kinds)


def test_kinds_that_a_bare_desktop_has_no_name_for_get_one():
    named = (installer_support.INSTALLER / "linux" / "nianbao.xml").read_text("utf-8")
    for kind in ("ofd", "et"):
        assert f'pattern="*.{kind}"' in named and f'type="{TYPES[kind]}"' in named


def test_the_package_runs_no_script_as_root():
    scripts = [p.name for p in (installer_support.INSTALLER / "linux").iterdir() if p.name.startswith(("pre", "post"))]
    assert scripts == []


def started(tmp_path, machine, glibc):
    """The start script of the amd64 folder on a system that says it is so: exit code and words."""
    folder, tools = tmp_path / "U 盘", tmp_path / "tools"
    for directory in (folder, tools):
        directory.mkdir(exist_ok=True)
    programs = {
        folder / "nianbao": "#!/bin/sh\necho started: $1\n",
        tools / "uname": f"#!/bin/sh\necho {machine}\n",
        tools / "getconf": f"#!/bin/sh\necho {glibc}\n",
        folder / "启动年报校核.sh": linux_package.start_script("amd64"),
    }
    for file, text in programs.items():
        file.write_text(text, "utf-8")
        file.chmod(0o755)
    environment = {"PATH": f"{tools}:{os.environ['PATH']}"}
    done = subprocess.run([folder / "启动年报校核.sh", "a b"], env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_the_start_script_starts_where_the_system_is_new_enough(tmp_path):
    for glibc in ("glibc 2.28", "glibc 2.31", "glibc 2.100", ""):
        assert started(tmp_path, "x86_64", glibc) == (0, "started: a b\n")


def test_the_start_script_says_why_an_old_system_or_another_processor_cannot(tmp_path):
    code, words = started(tmp_path, "x86_64", "glibc 2.27")
    assert code == 2 and "glibc 2.27" in words and "2.28 以上" in words
    code, words = started(tmp_path, "aarch64", "glibc 2.31")
    assert code == 2 and "aarch64" in words and "started" not in words
