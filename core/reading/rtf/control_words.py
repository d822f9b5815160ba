"""RTF: what is known of control words: characters, character sets, destinations."""

from __future__ import annotations

from core.reading.shared import messages

CHARACTERS = {
    "tab": "\t", "line": "\n", "page": "\n", "column": "\n", "lbr": "\n", "~": "\xa0", "_": "-", "emdash": "—",
    "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
}  # fmt: skip

SYMBOLS = "symbols"  # in the place of a codec: bytes are places in a symbol font
# \fcharset → codec; Latin ones are absent: they are read by the document's own code page.
CHARSETS = {
    2: SYMBOLS, 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip

# Groups whose content is not text of the document.
SKIPPED = frozenset(
    """annotation atnauthor atndate atnicn atnid atnparent atnref atntime atrfend atrfstart background bkmkend
    bkmkstart buptim colorschememapping colortbl comment creatim datastore datafield defchp defpap do docvar
    factoidname falt fchars ffdeftext ffl filetbl fontemb ftncn ftnsep
    ftnsepc aftncn aftnsep aftnsepc generator gridtbl htmltag info keycode lchars
    latentstyles list listlevel listoverridetable listpicture listtable mailmerge mmathPr nextfile nonesttables
    nonshppict objalias objclass objdata objname objsect oldcprops oldpprops oldsprops oldtprops operator panose
    password passwordhash pgdsctbl pict picprop pn pnseclvl private propname protusertbl pxe revtbl rsidtbl rxe
    shppict shprslt sn sp staticval tc template themedata title txe userprops wgrffmtfilter windowcaption
    writereservation xe xform xmlattr xmlnstbl xmlopen xmlclose""".split()  # noqa: SIM905
)

# Groups marked "may be ignored" (\\*) that are read all the same.
STARRED = frozenset(("shpinst", "nesttableprops", "ud", "pnseclvl", "footnote", "shptxt", "flymaincnt", "fldinst"))

# Groups left out that the clerk is told of, with the sentence.
TOLD = {"annotation": messages.COMMENTS, "pict": messages.PICTURES, "shppict": messages.PICTURES}
RUNNING = frozenset(("header", "headerf", "headerl", "headerr", "footer", "footerf", "footerl", "footerr"))
