"""What stamps, folds and dust do to a page is taken out before it is read; what is print stays."""

from __future__ import annotations

import pytest
from scan_support import needs_models

pytestmark = needs_models


def print_on_paper():
    """A page of strokes 3 pixels thick, with dots of 3 pixels close to them, and two rulings."""
    import numpy as np

    page = np.full((900, 640), 255, np.uint8)
    for y in range(40, 860, 40):
        for x in range(30, 600, 18):
            page[y : y + 20, x : x + 3] = 20
            page[y + 17 : y + 20, x + 7 : x + 10] = 20
    page[300:303, 20:620] = 20
    page[20:880, 500:503] = 20
    return page


def cleared(page):
    from PIL import Image

    from core.reading.scan.shades import on_white

    return on_white(Image.fromarray(page))


def test_print_under_an_even_grey_stamp_is_as_dark_as_before_and_the_stamp_is_gone():
    import numpy as np

    page = print_on_paper()
    y, x = np.mgrid[: page.shape[0], : page.shape[1]]
    away = np.hypot(y - 450, x - 320)
    stamped = np.where((away > 90) & (away < 104), page.astype(int) * 140 // 255, page).astype(np.uint8)
    ring = (away > 92) & (away < 102)
    clear = cleared(stamped)
    assert (clear[ring & (page == 255)] > 200).mean() > 0.97  # less in the gaps of the print
    assert clear[ring & (page == 20)].max() < 80


@pytest.mark.parametrize(("thick", "blur"), [(5, 2.2), (7, 3.0), (10, 3.0)])
def test_blurred_print_is_no_stamp(thick, blur):
    import numpy as np
    from PIL import Image, ImageFilter

    from core.reading.scan.shades import _without_stamp

    page = np.full((900, 640), 255, np.uint8)
    for y in range(40, 860, 40):
        for x in range(30, 600, 30):
            page[y : y + 24, x : x + thick] = 90
            page[y + 8 : y + 8 + thick, x : x + 24] = 90
    blurred = np.asarray(Image.fromarray(page).filter(ImageFilter.GaussianBlur(blur)))
    assert (_without_stamp(blurred) == blurred).all()


def test_a_fold_is_evened_out_and_the_rulings_stay():
    import numpy as np

    page = print_on_paper()
    shade = 1 - 0.5 * np.exp(-(((np.arange(900) - 512) / 8.0) ** 2))
    clear = cleared((page * shade[:, None]).astype(np.uint8))
    assert clear[505:520, 20:28].min() > 200
    assert clear[505:520, 501].max() < 100
    assert clear[301, 20:620].max() < 60


@pytest.mark.parametrize("turned", [False, True])
def test_a_page_without_stamp_fold_or_dust_stays_as_it_is(turned):
    import numpy as np

    page = print_on_paper()
    page = np.ascontiguousarray(page.T) if turned else page
    assert (cleared(page) < 100).sum() == (page < 100).sum()


def test_dust_is_taken_out_and_points_beside_digits_stay():

    page = print_on_paper()
    marks = (page < 100).sum()
    for y in range(12, 880, 20):
        if not 290 < y < 315:
            page[y : y + 2, 625:627] = 0
    assert (page < 100).sum() > marks + 160
    clear = cleared(page)
    assert (clear < 100).sum() == marks
