from PySide6.QtCore import QUrl

from core import paths, version
from gui.dialogs.about_dialog import PARTS, AboutDialog, licence_texts, other_parts


def test_it_says_which_build_it_is(qtbot):
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    from PySide6.QtWidgets import QLabel

    assert any(version.build()[0] in w.text() for w in dialog.findChildren(QLabel))


def test_every_part_leads_to_its_licence_and_back(qtbot):
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    for name in ("nianbao", "lxml", "pdfplumber"):
        dialog.text.anchorClicked.emit(QUrl(name))
        assert len(dialog.text.toPlainText()) > 500, name
        dialog.text.anchorClicked.emit(QUrl("back"))
        assert PARTS[0][0] in dialog.text.toPlainText()


def test_a_package_shows_the_texts_it_carries(tmp_path, monkeypatch):
    folder = tmp_path / "licences"
    (folder / "pillow").mkdir(parents=True)
    (folder / "pillow" / "LICENSE").write_text("like this")
    (folder / "Python.txt").write_text("PSF")
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    assert licence_texts("pillow") == ["like this"]
    assert licence_texts("Python") == ["PSF"]
    assert other_parts() == ["Python", "pillow"]
