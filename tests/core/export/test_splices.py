"""Byte splices of XML and of zips: what is not touched stays as it was."""

import io
import zipfile

import export_support as made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from core.export.original.passage import TextEdit, passage, pieces_of
from core.export.original.text import edits_between
from core.export.original.xml_splice import Splice, extents, spliced
from core.export.original.zip_patch import rewrite_members
from core.export.standard.ooxml import NAMESPACE

FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)


def test_extents_follow_document_order():
    xml = b"<?xml version='1.0'?><a x='>'><!-- <b> --><b/><c k=\"/\">t&gt;<d></d ></c></a>"
    elements = list(etree.fromstring(xml).iter("*"))
    cut = [xml[e.start : e.end] for e in extents(xml)]
    assert [etree.fromstring(c).tag for c in cut] == [e.tag for e in elements]
    assert cut[1] == b"<b/>"
    assert extents(xml)[1].empty_tag
    assert not extents(xml)[2].empty_tag


def test_splices_keep_the_rest():
    assert spliced(b"abcdef", [Splice(2, 4, b"X"), Splice(0, 0, b">"), Splice(6, 6, b"<")]) == b">abXef<"


def test_splices_at_one_place_keep_their_order():
    assert spliced(b"ab", [Splice(1, 1, b"2", 2), Splice(1, 1, b"1", 1)]) == b"a12b"


def test_overlapping_splices_are_a_bug():
    with pytest.raises(ValueError, match="overlap"):
        spliced(b"abcdef", [Splice(0, 3, b""), Splice(2, 4, b"")])


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_member_is_replaced(method):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name in ("一.xml", "b.xml", "c.xml"):
            archive.writestr(name, name.encode() * 50)
        archive.comment = b"kept"
    new = rewrite_members(stream.getvalue(), {"b.xml": b"other"})
    with zipfile.ZipFile(io.BytesIO(new)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["一.xml", "b.xml", "c.xml"]
        assert archive.read("b.xml") == b"other"
        assert archive.read("一.xml") == "一.xml".encode() * 50
        assert archive.comment == b"kept"


def test_a_zip_written_to_a_pipe_keeps_its_descriptors():
    class Pipe(io.RawIOBase):
        def __init__(self):
            self.data = b""

        def writable(self):
            return True

        def write(self, piece):
            self.data += bytes(piece)
            return len(piece)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"1" * 99)
        archive.writestr("b", b"2" * 99)
    with zipfile.ZipFile(io.BytesIO(rewrite_members(pipe.data, {"a": b"new"}))) as archive:
        assert (archive.read("a"), archive.read("b")) == (b"new", b"2" * 99)


def test_a_missing_member_is_an_error():
    with pytest.raises(KeyError):
        rewrite_members(made.foreign_docx(made.sample()), {"nothing.xml": b""})


def wordprocessing(inner):
    return etree.fromstring(f'<w:p xmlns:w="{NAMESPACE}">{inner}</w:p>')


def test_a_passage_is_the_accepted_text():
    found = passage(
        [
            wordprocessing(
                "<w:r><w:t>一</w:t><w:tab/></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
                "<w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
            ),
            wordprocessing("<w:r><w:br/><w:t>二</w:t></w:r>"),
        ]
    )
    assert found.text == "一\t新\n\n二"
    assert [a.start for a in found.atoms] == [0, 1, 2, 4, 5]


WORDS = st.text(alphabet="甲乙丙丁12，", min_size=0, max_size=14)


@FEW
@given(WORDS, WORDS)
def test_edits_make_the_new_text(before, after):
    text, shift = before, 0
    for edit in edits_between(before, after):
        text = text[: edit.start + shift] + edit.text + text[edit.end + shift :]
        shift += len(edit.text) - (edit.end - edit.start)
    assert text == after


@FEW
@given(st.lists(st.text(alphabet="甲乙12", min_size=1, max_size=4), min_size=1, max_size=5), WORDS)
def test_pieces_spell_old_and_new(parts, after):
    where = passage([wordprocessing("".join(f"<w:r><w:t>{p}</w:t></w:r>" for p in parts))])
    edits = edits_between(where.text, after)
    changed = pieces_of(where, edits)
    old = new = ""
    for index, atom in enumerate(where.atoms):
        for kind, text in changed.get(index, [("keep", atom.text)]):
            old += text if kind != "insert" else ""
            new += text if kind != "delete" else ""
    assert (old, new) == (where.text, after)


def test_an_insertion_goes_to_the_atom_before_it():
    where = passage([wordprocessing("<w:r><w:t>甲</w:t></w:r><w:r><w:t>乙</w:t></w:r>")])
    assert pieces_of(where, [TextEdit(1, 1, "新")]) == {0: [("keep", "甲"), ("insert", "新")]}
