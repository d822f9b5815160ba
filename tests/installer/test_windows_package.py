"""The Windows installer's script and launcher against a stub payload; the tools may be missing."""

import re
import shutil
import subprocess
import zipfile

import installer_support  # noqa: F401
import pytest
import windows_package
import windows_payload

from gui.dialogs.ask import OPEN_FILTER

needs_nsis = pytest.mark.skipif(not shutil.which("makensis"), reason="makensis is missing: apt-get install nsis")
needs_mingw = pytest.mark.skipif(
    not shutil.which("x86_64-w64-mingw32-gcc"), reason="mingw is missing: apt-get install mingw-w64"
)


@pytest.fixture
def stub(tmp_path, monkeypatch):
    """A payload of a few files, with all that is written going to tmp_path."""
    for module in (windows_package, windows_payload):
        monkeypatch.setattr(module, "BUILD", tmp_path)
    monkeypatch.setattr(windows_package, "DIST", tmp_path / "dist")
    folder = tmp_path / "payload"
    for name in ("年报校核.exe", "nianbao.exe", "app/main.py", "app/core/说 明.txt", "runtime/python312.dll"):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, "utf-8")
    return folder


@needs_nsis
def test_the_installer_script_compiles_without_a_warning(stub, tmp_path):
    target = windows_package.make_setup(stub, tmp_path / "setup.exe", "1.2.3", quick=True)
    assert target.read_bytes()[:2] == b"MZ"


def test_every_file_is_installed_once_and_removed_by_name(stub, tmp_path):
    windows_package.write_file_lists(stub)
    install = (tmp_path / "install.nsh").read_text("utf-8")
    remove = (tmp_path / "remove.nsh").read_text("utf-8")
    assert install.count("\nFile ") == 5
    assert 'Delete "$INSTDIR\\app\\core\\说 明.txt"' in remove
    assert remove.index('RMDir "$INSTDIR\\app\\core"') < remove.index('RMDir "$INSTDIR\\app"')


def test_removing_takes_no_folder_whole_but_bytecode(stub, tmp_path):
    windows_package.write_file_lists(stub)
    whole = [r for r in (tmp_path / "remove.nsh").read_text("utf-8").splitlines() if r.startswith("RMDir /r")]
    assert whole and all(row.endswith('__pycache__"') for row in whole)


def test_two_portable_zips_of_one_payload_are_the_same(stub):
    first = windows_package.make_portable(stub).read_bytes()
    target = windows_package.make_portable(stub)
    assert target.read_bytes() == first
    with zipfile.ZipFile(target) as file:
        assert "年报校核/app/core/说 明.txt" in file.namelist()


@needs_mingw
def test_both_launchers_compile_with_their_icon_and_are_the_same_each_time(stub):
    windows_payload.make_launchers(stub)
    first = [(stub / name).read_bytes() for name in ("年报校核.exe", "nianbao.exe")]
    windows_payload.make_launchers(stub)
    assert [(stub / name).read_bytes() for name in ("年报校核.exe", "nianbao.exe")] == first
    assert all("年报校核".encode("utf-16-le") in data for data in first)


def test_of_qt_only_what_the_window_loads_is_kept():
    keep = windows_payload.keep_member
    assert keep("PySide6/Qt6Core.dll") and keep("PySide6/plugins/platforms/qwindows.dll")
    assert not keep("PySide6/Qt6Qml.dll") and not keep("PySide6/opengl32sw.dll")
    assert not keep("lxml/includes/libxml/tree.h") and keep("openpyxl-3.1.5.dist-info/LICENCE.rst")


def test_without_a_certificate_a_line_says_that_nothing_was_signed(tmp_path, capsys):
    windows_package.sign([tmp_path / "setup.exe"], None, None)
    assert "not signed" in capsys.readouterr().out


@pytest.mark.skipif(
    not (shutil.which("osslsigncode") and shutil.which("openssl") and shutil.which("x86_64-w64-mingw32-gcc")),
    reason="osslsigncode, openssl or mingw is missing",
)
def test_with_a_certificate_the_programs_are_signed(stub, tmp_path):
    windows_payload.make_launchers(stub)
    key, cert, pfx, secret = (tmp_path / n for n in ("key.pem", "cert.pem", "office.pfx", "pass.txt"))
    secret.write_text("试验", "utf-8")
    run = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=trial", "-days", "2"]
    subprocess.run([*run, "-keyout", key, "-out", cert], check=True, capture_output=True)
    subprocess.run(["openssl", "pkcs12", "-export", "-inkey", key, "-in", cert, "-out", pfx,
                    "-passout", f"file:{secret}"], check=True, capture_output=True)  # fmt: skip
    program = stub / "nianbao.exe"
    windows_package.sign([program], pfx, secret)
    done = subprocess.run(["osslsigncode", "verify", "-CAfile", cert, "-in", program], capture_output=True, text=True)
    assert "Number of verified signatures: 1" in done.stdout


def test_the_launcher_looks_for_files_that_the_package_has():
    source = (windows_payload.HERE / "windows" / "launcher.c").read_text("utf-8")
    named = [n.replace("\\\\", "/") for n in re.findall(r'^    L"([^"]+)",$', source, re.M)]
    assert len(named) > 10
    qt = {n.removeprefix("site-packages/PySide6/") for n in named if n.startswith("site-packages/PySide6/")}
    assert qt <= windows_payload.QT_FILES


def test_open_with_is_offered_for_the_kinds_that_are_read_and_withdrawn_for_the_same():
    script = (windows_payload.HERE / "windows" / "installer.nsi").read_text("utf-8")
    kinds = set(re.findall(r'insertmacro \$\{DO\} "(\w+)"', script))
    assert kinds == set(re.findall(r"\*\.(\w+)", OPEN_FILTER))
    assert "EACH_KIND OFFER_KIND" in script and "EACH_KIND WITHDRAW_KIND" in script


def test_a_build_without_its_tools_says_at_once_what_to_install(monkeypatch, stub):
    monkeypatch.setattr(windows_package.shutil, "which", lambda tool: None if "mingw" in tool else "/usr/bin/x")
    with pytest.raises(windows_package.BuildError, match=r"apt-get install mingw-w64$"):
        windows_package.build(None, None, None)


def test_no_plugin_for_a_format_from_outside_is_shipped():
    plugins = {name for name in windows_payload.QT_FILES if name.startswith("plugins/")}
    assert {name.split("/")[1] for name in plugins} == {"platforms", "styles"}
    spec = (windows_payload.HERE / "linux" / "nianbao.spec").read_text("utf-8")
    assert not re.search(r'"(imageformats|iconengines|tls|networkinformation|multimedia)/', spec)


def test_both_packages_keep_the_same_character_maps():
    spec = (windows_payload.HERE / "linux" / "nianbao.spec").read_text("utf-8")
    assert f"CMAPS = {windows_payload.CMAPS!r}".replace("'", '"') in spec
    assert windows_payload.keep_member("pdfminer/cmap/UniGB-UTF16-H.json.gz")
    assert not windows_payload.keep_member("pdfminer/cmap/to-unicode-Adobe-Korea1.json.gz")
