"""A template an office made itself is checked before it is filled."""

import docx
import pytest

from core.errors import ExportError
from core.export.standard.template import PLACEHOLDERS, STYLE_NAMES, open_template, standard_path


@pytest.fixture
def own(tmp_path):
    """A copy of the template, opened for change; save() gives its path."""
    document = docx.Document(str(standard_path()))

    def save():
        document.save(str(tmp_path / "own.docx"))
        return tmp_path / "own.docx"

    return document, save


def test_the_built_in_template_is_complete():
    template = open_template()
    assert set(template.places) == set(PLACEHOLDERS)
    assert set(template.styles) == set(STYLE_NAMES)
    assert template.width == 8844


def test_a_changed_style_is_kept(own):
    document, save = own
    document.styles["Title"].font.name = "Arial"
    assert open_template(save()).document.styles["Title"].font.name == "Arial"


def test_a_placeholder_in_pieces_is_found(own):
    document, save = own
    paragraph = document.paragraphs[2]
    paragraph.clear()
    for piece in (" {{", "正", "文}}  "):
        paragraph.add_run(piece)
    assert "正文" in open_template(save()).places


def test_a_missing_placeholder_is_named(own):
    document, save = own
    document.paragraphs[4].clear()
    with pytest.raises(ExportError, match=r"缺少占位段落\{\{附页\}\}"):
        open_template(save())


def test_a_missing_style_is_named(own):
    document, save = own
    document.styles["年报表头"].delete()
    with pytest.raises(ExportError, match="缺少样式“年报表头”"):
        open_template(save())


def test_other_text_in_the_body_is_refused(own):
    document, save = own
    document.add_paragraph("某某局文件")
    with pytest.raises(ExportError, match=r"某某局文件.*页眉"):
        open_template(save())


def test_text_in_the_page_header_is_fine(own):
    document, save = own
    document.sections[0].header.paragraphs[0].text = "某某局文件"
    assert open_template(save()).places


def test_no_file(tmp_path):
    with pytest.raises(ExportError, match="打不开"):
        open_template(tmp_path / "none.docx")


def test_no_docx(tmp_path):
    (tmp_path / "a.docx").write_bytes(b"no zip")
    with pytest.raises(ExportError, match="不是完好的 docx"):
        open_template(tmp_path / "a.docx")


def test_the_script_makes_the_committed_template(tmp_path):
    import importlib.util

    script = standard_path().with_name("build_template.py")
    spec = importlib.util.spec_from_file_location("build_template", script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.build(tmp_path / "t.docx")
    assert (tmp_path / "t.docx").read_bytes() == standard_path().read_bytes()
