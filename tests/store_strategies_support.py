"""Hypothesis strategies for every field a report and a change have."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from core import schema
from core.change import CellEdit, Change, Fact, FactEdit, Origin, SectionEdit
from core.model import TABLES, Cell, CellText, Grid, Heading, Note, Paragraph, Recognised, Report, Section, Unplaced
from core.place import Place
from core.values import BLANK, Mark, Number, Unread, Unreadable

# Half surrogates too: broken PDFs yield them.
texts = st.text(st.characters(codec=None), max_size=12)
years = st.none() | st.integers(1990, 2100)
spans = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=3).map(tuple)
indexes = st.none() | st.integers(0, 10**6)
floats = st.floats(allow_nan=False, allow_infinity=False)
places = st.builds(Place, indexes, indexes, indexes, indexes, st.none() | st.tuples(floats, floats, floats, floats))
maybe_places = st.none() | places
decimals = st.decimals(allow_nan=False, allow_infinity=False) | st.just(Decimal("1.500"))
values = st.one_of(
    st.just(BLANK),
    st.builds(Mark, texts),
    st.builds(Unreadable, texts),
    st.builds(Unread, texts),
    st.builds(Number, st.integers() | decimals, texts, texts),
)
recognised = st.none() | st.builds(Recognised, st.booleans(), texts, st.integers(0, 100))
cells = st.builds(Cell, texts, values, st.none() | texts, maybe_places, recognised)
paragraphs = st.builds(Paragraph, texts, maybe_places, spans)
paragraph_lists = st.lists(paragraphs, max_size=3).map(tuple)
all_refs = [ref for edition in ("2019", "2021") for table in TABLES for ref in schema.shape(edition, table).refs]
refs = st.sampled_from(all_refs)
cell_texts = st.builds(CellText, texts, values)


@st.composite
def grids(draw, table: int) -> Grid:
    edition = draw(st.sampled_from(schema.EDITIONS))
    names = st.sampled_from(schema.shape(edition, table).refs)
    return Grid(table, edition, draw(st.dictionaries(names, cells, max_size=6)))


@st.composite
def reports(draw) -> Report:
    sections = tuple(
        draw(st.builds(Section, st.just(n), st.none() | texts, paragraph_lists, st.integers(0, 9), maybe_places, texts))
        for n in range(1, 7)
    )
    return Report(
        edition=draw(st.sampled_from(schema.EDITIONS)),
        title=draw(texts),
        agency=draw(st.none() | texts),
        year=draw(years),
        preamble=draw(paragraph_lists),
        sections=sections,
        tables={n: draw(grids(n)) for n in draw(st.lists(st.sampled_from(TABLES), unique=True))},
        closing=draw(paragraph_lists),
        outline=tuple(
            draw(st.lists(st.builds(Heading, texts, st.none() | st.integers(1, 6), maybe_places), max_size=3))
        ),
        notes=tuple(draw(st.lists(st.builds(Note, texts, maybe_places), max_size=3))),
        unplaced=tuple(draw(st.lists(st.builds(Unplaced, texts, maybe_places, texts), max_size=3))),
    )


edits = st.one_of(
    st.builds(CellEdit, refs, cell_texts, cell_texts),
    st.builds(SectionEdit, st.integers(1, 6), paragraph_lists, paragraph_lists, st.integers(0, 9), st.integers(0, 9)),
    st.builds(FactEdit, st.sampled_from(Fact), st.none() | texts | st.integers(), st.none() | texts | st.integers()),
)
changes = st.builds(Change, texts, st.sampled_from(Origin), st.lists(edits, max_size=4).map(tuple))
