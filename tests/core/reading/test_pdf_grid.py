import pytest

from core.reading.pages.coordinates import apply_box, frame
from core.reading.pages.page import Glyph
from core.reading.pages.ruled_grid import grid_of
from core.reading.pages.rulings import groups, joined
from core.reading.pages.running_headers import RunningHeaders
from core.reading.pages.text_lines import TextLine, lines_of


def glyphs(text: str, x: float = 0.0, top: float = 0.0, size: float = 10.0) -> list[Glyph]:
    return [Glyph(c, x + i * size, top, x + (i + 1) * size, top + size, top + size, size) for i, c in enumerate(text)]


def line(text: str, top: float) -> TextLine:
    return lines_of(glyphs(text, 72, top))[0]


# --- edges ----------------------------------------------------------------------------------------------------------


def test_pieces_of_a_line_are_put_together_and_snapped():
    edges = [(10.0, 0.0, 20.0), (10.8, 21.0, 40.0), (11.5, 38.0, 60.0), (50.0, 0.0, 60.0)]
    assert [(round(p), start, end) for p, start, end in joined(edges)] == [(11, 0.0, 60.0), (50, 0.0, 60.0)]


def test_ticks_are_dropped():
    assert joined([(10.0, 0.0, 3.0)]) == []


def box_edges(xs: list[float], ys: list[float]):
    return [(y, xs[0], xs[-1]) for y in ys], [(x, ys[0], ys[-1]) for x in xs]


def test_tables_apart_are_groups_apart():
    across, down = box_edges([0, 50, 100], [0, 20, 40])
    across2, down2 = box_edges([0, 30, 100], [100, 120, 140])
    assert len(groups(across + across2, down + down2)) == 2


def test_lonely_lines_are_no_group():
    assert groups([(10.0, 0.0, 100.0)], []) == []


# --- grids ----------------------------------------------------------------------------------------------------------


def grid_from(across, down):
    [ruling] = groups(across, down)
    return grid_of(ruling)


def test_every_field_of_a_full_grid_is_a_cell():
    grid = grid_from(*box_edges([0, 50, 100], [0, 20, 40]))
    assert [(c.row, c.column, c.rowspan, c.colspan) for c in grid.cells] == [
        (0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1),
    ]  # fmt: skip
    assert grid.box == (0, 0, 100, 40)


def test_single_frame_is_no_grid():
    [ruling] = groups(*box_edges([0, 100], [0, 40]))
    assert grid_of(ruling) is None


def test_missing_piece_of_a_line_merges_two_fields():
    across, down = box_edges([0, 50, 100], [0, 20, 40])
    down = [(0, 0, 40), (50, 20, 40), (100, 0, 40)]
    grid = grid_from(across, down)
    assert (grid.cells[0].colspan, len(grid.cells)) == (2, 3)


def test_missing_outer_line_of_one_field_does_not_lose_it():
    across, down = box_edges([0, 50, 100], [0, 20, 40])
    down = [(0, 0, 40), (50, 0, 40), (100, 0, 20)]
    assert len(grid_from(across, down).cells) == 4


def test_space_beside_a_narrower_part_is_no_cell():
    across = [(0, 0, 100), (20, 0, 100), (40, 0, 50), (60, 0, 50)]
    down = [(0, 0, 60), (50, 0, 60), (100, 0, 20)]
    cells = grid_from(across, down).cells
    assert len(cells) == 4 and max(cell.box[2] for cell in cells if cell.row > 0) == 50


def test_crooked_region_is_cut_into_strips():
    across = [(0, 0, 100), (20, 0, 50), (40, 0, 100)]
    down = [(0, 0, 40), (50, 20, 40), (100, 0, 40)]
    # The upper row and the right lower field are one region of three fields.
    cells = grid_from(across, down).cells
    assert sorted((c.row, c.column, c.rowspan, c.colspan) for c in cells) == [
        (0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1),
    ]  # fmt: skip


def test_points_find_their_cell():
    grid = grid_from(*box_edges([0, 50, 100], [0, 20, 40]))
    assert grid.owners()[grid.field(60, 30)] == 3
    assert grid.field(-5, 10)[1] == -1


# --- lines and margins ----------------------------------------------------------------------------------------------


def test_lines_are_sorted_and_blank_ones_dropped():
    found = lines_of(glyphs("  ", 0, 0) + glyphs("下", 0, 40) + glyphs("上右", 30, 20) + glyphs("左", 0, 20.5))
    assert [item.text for item in found] == ["左 上右", "下"]


def test_page_number_of_a_single_page_needs_a_sign():
    lines = [line("正文", 300), line("2", 800)]
    assert not RunningHeaders([(lines, 842)]).is_page_number(lines[1], 1)
    dressed = [line("正文", 300), line("—2—", 800)]
    assert RunningHeaders([(dressed, 842)]).is_page_number(dressed[1], 1)


def test_figure_inside_the_page_is_no_page_number():
    pages = [([line("正文", 300), line(str(n), 400)], 842.0) for n in (1, 2, 3)]
    margins = RunningHeaders(pages)
    assert not any(margins.is_page_number(lines[1], n) for n, (lines, _) in enumerate(pages, 1))


# --- frames ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rotation, size", [(0, (200, 300)), (1, (300, 200)), (2, (200, 300)), (3, (300, 200))])
def test_rotated_frames_have_the_shown_size(rotation: int, size: tuple[int, int]):
    found = frame((50, 50, 250, 350), rotation)
    assert (found.width, found.height) == size


@pytest.mark.parametrize("turns", range(4))
def test_turned_text_is_placed_back_where_it_is_seen(turns: int):
    upright, turned = frame((0, 0, 200, 300), 0), frame((0, 0, 200, 300), 0, turns)
    mark = (10, 20, 60, 40)
    assert turned.place(apply_box(turned.to_reading, mark)) == pytest.approx(apply_box(upright.to_reading, mark))
