"""The bytes of a collection's stamped copies: kept, given out, taken along, and gone with what they belong to."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import store_support as support

from core.store.collections import KeptCollection, KeptHandIn, KeptRow
from core.store.history import History, Snapshot

SAMPLES = Path(__file__).parents[2] / "data" / "store"
STAMPED = b"%PDF-1.7 stamped" * 200
ROW = "office:1"


@pytest.fixture
def history(tmp_path):
    with History(tmp_path / "history.db") as made:
        yield made


def kept(history):
    """A collection of one report with its stamped copy."""
    version = history.save(Snapshot(support.report(), source_name="一.docx", source_bytes=b"PK word"))
    digest = history.keep_file(STAMPED)
    files = (KeptHandIn(ROW, 0, version.id, {}), KeptHandIn(ROW, -1, version.id, {}, digest))
    made = KeptCollection("2023 年度年报", 2023, {}, (KeptRow(ROW, {}),), files)
    return history.save_collection(made), digest


def test_a_copy_is_given_out_as_it_was_and_once_for_all_saves(history):
    collection, digest = kept(history)
    again = history.load_collection(collection.id)
    assert {each.place: each.source for each in again.hand_ins} == {0: "", -1: digest}
    history.save_collection(again)
    assert history.file_of(digest) == STAMPED and history.file_of("0" * 64) is None
    assert history.load_collection(collection.id).hand_ins[0].source == digest


def test_a_copy_goes_with_its_collection_and_with_its_report(history):
    collection, digest = kept(history)
    history.delete_collection(collection.id)
    assert history.file_of(digest) is None
    collection, digest = kept(history)
    history.purge(history.reports()[0].id)
    assert history.file_of(digest) is None and history.load_collection(collection.id).hand_ins == ()


def test_a_copy_that_a_collection_names_stays_when_another_report_is_purged(history):
    _, digest = kept(history)
    other = history.save(Snapshot(support.report(agency="云溪县教育局")))
    history.purge(other.report_id)
    assert history.file_of(digest) == STAMPED


def test_a_copy_moves_with_its_collection_to_another_computer(history, tmp_path):
    collection, digest = kept(history)
    history.export_collection(collection.id, tmp_path / "册.db")
    with History(tmp_path / "other.db") as other:
        (number,) = other.import_collections(tmp_path / "册.db")
        assert other.file_of(digest) == STAMPED
        assert digest in {each.source for each in other.load_collection(number).hand_ins}


def test_the_sample_of_this_format_holds_a_stamped_copy(tmp_path):
    with History(Path(shutil.copy(SAMPLES / "v5.db", tmp_path / "history.db"))) as history:
        (line,) = history.collections()
        (copy,) = [each for each in history.load_collection(line.id).hand_ins if each.place == -1]
        assert history.file_of(copy.source) == "云溪县民政局2023年年报盖章件".encode()
