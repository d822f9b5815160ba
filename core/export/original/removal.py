"""Paragraphs taken out of somebody else's docx, and what of them must stay: halves of fields, ranges, bookmarks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.export.original.tracked_edits import SpliceWriter
from core.export.standard.ooxml import Element, tag

# Marks that come in pairs, start → end; a half without its other half makes a file that Word calls damaged.
_PAIRS = {
    tag(f"{name}Start"): tag(f"{name}End")
    for name in ("bookmark", "commentRange", "perm", "moveFromRange", "moveToRange", "customXmlInsRange")
}
_OBJECTS = (tag("drawing"), tag("pict"), tag("object"))


def remove_paragraphs(writer: SpliceWriter, paragraphs: Sequence[Element]) -> None:
    """Take whole w:p out; halves of pairs that reach beyond them move into the paragraph that follows."""
    if not paragraphs:
        return
    dropped = set(paragraphs)
    kept = _halves(writer.root, dropped)
    for paragraph in paragraphs:
        for element in (e for e in paragraph.iter() if e in kept):
            target = _neighbour(paragraph, dropped)
            if target is not None:
                place, behind = target
                content = writer.raw(element)
                if behind:
                    writer.insert_at_end(place, content)
                else:
                    properties = place.find(tag("pPr"))
                    if properties is None:
                        writer.insert_inside(place, content)
                    else:
                        writer.insert_after(properties, content)
        writer.remove(paragraph)
    writer.notices += what_goes_along(paragraphs)


def what_goes_along(paragraphs: Iterable[Element]) -> list[str]:
    """Sentences on pictures, notes and comments that stand in deleted paragraphs."""
    found: list[str] = []
    for paragraph in paragraphs:
        words = "".join(t.text or "" for t in paragraph.iter(tag("t")))[:12]
        objects = sum(1 for _ in paragraph.iter(*_OBJECTS))
        notes = sum(1 for _ in paragraph.iter(tag("footnoteReference"), tag("endnoteReference")))
        comments = sum(1 for _ in paragraph.iter(tag("commentReference")))
        named = [f"{n}{what}" for n, what in ((objects, "张图片"), (notes, "条脚注"), (comments, "条批注")) if n]
        if named:
            found.append(f"删去的段落“{words}…”里有{'、'.join(named)}，随段落一起删去了。")
    return found


def _halves(root: Element, dropped: set[Element]) -> set[Element]:
    """Elements inside dropped paragraphs whose other half stands outside."""
    kept: set[Element] = set()
    for start_tag, end_tag in _PAIRS.items():
        starts = {e.get(tag("id")): e for e in root.iter(start_tag)}
        for end in root.iter(end_tag):
            start = starts.get(end.get(tag("id")))
            if start is None:
                continue
            inside = [e for e in (start, end) if _is_dropped(e, dropped)]
            if len(inside) == 1:
                kept |= set(inside)
                if inside[0] is end:  # a comment whose text begins earlier keeps its number
                    references = (
                        r for r in root.iter(tag("commentReference")) if r.get(tag("id")) == end.get(tag("id"))
                    )
                    kept |= {r.getparent() for r in references if _is_dropped(r, dropped)}
    open_fields: list[list[Element]] = []
    for element in root.iter(tag("fldChar"), tag("instrText")):
        run = element.getparent()
        if element.get(tag("fldCharType")) == "begin":
            open_fields.append([run])
            continue
        if open_fields:
            open_fields[-1].append(run)
        if element.get(tag("fldCharType")) == "end" and open_fields:
            runs = open_fields.pop()
            inside = [r for r in runs if _is_dropped(r, dropped)]
            if inside and not all(_is_dropped(r, dropped) for r in runs):
                kept |= set(inside)
    return kept


def _is_dropped(element: Element, dropped: set[Element]) -> bool:
    return any(p in dropped for p in element.iterancestors(tag("p")))


def _neighbour(paragraph: Element, dropped: set[Element]) -> tuple[Element, bool] | None:
    """The paragraph behind that stays, else the one before it (True: at its end)."""
    for following in paragraph.itersiblings(tag("p")):
        if following not in dropped:
            return following, False
    for before in paragraph.itersiblings(tag("p"), preceding=True):
        if before not in dropped:
            return before, True
    return None
