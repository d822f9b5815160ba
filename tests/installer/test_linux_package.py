"""What the .deb is made of, without building it."""

import configparser
from email.parser import HeaderParser

import installer_support
import linux_package

FIELDS = ("Package", "Version", "Section", "Priority", "Architecture", "Installed-Size", "Maintainer", "Depends")
DESKTOP = installer_support.INSTALLER / "linux" / "nianbao.desktop"


def control():
    return HeaderParser().parsestr(linux_package.control_text("1.2.3", 4567))


def test_the_control_file_has_every_field_and_no_placeholder_left():
    text = linux_package.control_text("1.2.3", 4567)
    assert all(control()[field] for field in FIELDS)
    assert "@" not in text.replace("maintainers@", "") and text.endswith("\n") and "\n\n" not in text


def test_version_and_size_are_the_ones_given():
    assert (control()["Version"], control()["Installed-Size"], control()["Package"]) == ("1.2.3", "4567", "nianbao")


def test_continued_lines_of_the_description_begin_with_a_blank():
    text = linux_package.control_text("1", 1)
    tail = text.split("Description:")[1].splitlines()[1:]
    assert tail and all(line.startswith(" ") and line.strip() for line in tail)


def test_it_asks_for_libc_for_a_chinese_font_and_for_each_library_that_make_test_installs():
    depends = control()["Depends"]
    names = {word.strip().split(" ")[0] for group in depends.split(",") for word in group.split("|")}
    assert "libc6 (>= 2.35)" in depends and {"fonts-noto-cjk", "fonts-wqy-microhei"} <= names
    script = (installer_support.INSTALLER / "system-libraries.sh").read_text("utf-8")
    listed = script.split('packages="')[1].split('"')[0].split()
    assert {name for name in listed if name.startswith("lib")} <= names


def test_the_desktop_entry_opens_the_three_kinds_with_the_installed_program():
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str
    entry.read(DESKTOP, "utf-8")
    values = entry["Desktop Entry"]
    assert values["Exec"].endswith(" %f") and values["Icon"] == "nianbao" and values["Terminal"] == "false"
    kinds = values["MimeType"].rstrip(";").split(";")
    assert "application/msword" in kinds and "application/pdf" in kinds and len(kinds) == 3


def test_the_package_runs_no_script_as_root():
    scripts = [p.name for p in (installer_support.INSTALLER / "linux").iterdir() if p.name.startswith(("pre", "post"))]
    assert scripts == []
