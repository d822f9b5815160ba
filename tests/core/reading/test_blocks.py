from core.document import Para, RawTable
from core.reading.shared.blocks import CellNode, ParaNode, TableNode, assemble, cell_text
from core.reading.shared.spans import Spanned, lay_out


def node(rows: list[list[str]]) -> TableNode:
    cells = [
        CellNode(r, c, 1, 1, [ParaNode(text, origin=(r, c))], origin=(r, c))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    return TableNode(cells, len(rows), max(map(len, rows)))


FORM = [["甲", "1", "2"], ["乙", "3", "4"]]


def test_blank_paragraphs_are_left_out_and_places_count_on():
    blocks = assemble([ParaNode(" "), ParaNode("甲"), node(FORM), ParaNode("\u3000"), ParaNode("乙")]).blocks
    assert [block.place.block for block in blocks] == [0, 1, 2]
    table = blocks[1]
    assert isinstance(table, RawTable) and table.cells[4].place.row == 1 and table.cells[4].place.column == 1


def test_line_breaks_part_paragraphs_with_their_bold_ranges():
    [first, second] = assemble([ParaNode("甲乙\n丙丁", level=2, bold=((1, 4),))]).blocks
    assert isinstance(first, Para) and isinstance(second, Para)
    assert (first.text, first.bold, first.level) == ("甲乙", ((1, 2),), 2)
    assert (second.text, second.bold) == ("丙丁", ((0, 1),))


def test_origins_run_beside_the_blocks():
    found = assemble([ParaNode("甲\n乙", origin="p"), node(FORM)])
    assert found.origins[:2] == ("p", "p")
    assert found.origins[2] == {(r, c): (r, c) for r in range(2) for c in range(3)}


def test_cell_text_holds_inner_tables_but_no_text_boxes():
    cell = CellNode(0, 0, 1, 1, [ParaNode("上"), node([["里"]]), ParaNode("框", floating=True), ParaNode("下")])
    assert cell_text(cell) == "上\n里\n下"


def test_one_column_of_labels_is_a_table_and_of_prose_a_layout():
    assert isinstance(assemble([node([["甲"], ["乙"]])]).blocks[0], RawTable)
    assert all(isinstance(block, Para) for block in assemble([node([["长" * 150], ["乙"]])]).blocks)


def test_empty_table_is_nothing():
    assert assemble([TableNode([], 0, 0)]).blocks == ()


def spanned(text: str, rowspan: int = 1, colspan: int = 1) -> Spanned:
    return Spanned([ParaNode(text)], rowspan, colspan)


def test_cells_go_to_the_first_free_column():
    rows = [[spanned("a", 2), spanned("b", 1, 2)], [spanned("c", 2), spanned("d")], [spanned("e")]]
    cells, height, width = lay_out(rows)
    assert [(cell.row, cell.column) for cell in cells] == [(0, 0), (0, 1), (1, 1), (1, 2), (2, 0)]
    assert (height, width) == (3, 3)


def test_spans_below_the_last_row_are_cut():
    cells, height, _ = lay_out([[spanned("a", 5)], [spanned("b", 0)]])
    assert [cell.rowspan for cell in cells] == [2, 1] and height == 2


def test_no_rows():
    assert lay_out([]) == ([], 0, 0)
