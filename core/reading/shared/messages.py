"""What the clerk is told when a file cannot be read, or is not what its name says: one sentence, and the next step."""

from __future__ import annotations

MISSING = "找不到文件“{name}”，请检查它是否已被移动、改名或删除，再重新选择。"
FOLDER = "“{name}”是文件夹，请打开文件夹，选择其中的年度报告文件。"
LOCKED = "文件“{name}”打不开，可能正被其他程序占用或没有读取权限，请关闭占用它的程序或复制一份后再打开。"
UNREACHABLE = "读取文件“{name}”时出错，请检查磁盘、U 盘或网络位置是否正常，再复制到本机后重新打开。"
EMPTY = "文件“{name}”是空的（0 字节），请向报送单位重新索要文件。"
TOO_LARGE = "文件“{name}”超过 200 MB，不像是年度报告，请去掉其中的图片、附件后另存再打开。"
PASSWORD = "文件有密码，请先用 Word、WPS 或原来的程序打开并取消密码，另存后再打开。"
DAMAGED = "文件已损坏，不能读取，请用 Word 或 WPS 打开并另存为 .docx 后重试，或向报送单位重新索要。"
BOMB = "文件内容异常庞大，可能已损坏或被改动过，请用 Word 或 WPS 打开核对并另存为 .docx 后重试。"
TOO_DEEP = "文件内部嵌套层数过多，可能已损坏，请用 Word 或 WPS 打开并另存为 .docx 后重试。"
HUGE_TABLE = "文件中的表格过大，不像是年度报告的表格，请删去无关的行和列后另存再打开。"
TOO_LONG = "文字过多（超过 2000 万字或 10 万行），不像是年度报告，请只复制或保存报告的内容后再打开。"
NO_TEXT = "文件里没有文字，请检查是否选对了文件，或从“新建”开始按版式录入。"
IMAGE = "这是图片文件，安装“扫描件识别”组件后可以直接识别，也可以改用电子版报告，或从“新建”开始，请对照图片录入。"
OTHER_IMAGE = "这种格式的图片（GIF、WebP、HEIC）不能读取，请另存为 .jpg 或 .png 后再打开。"
OLD_PROCESSOR = "这台电脑的处理器太旧，“扫描件识别”组件运行不了，请换一台电脑打开，或从“新建”开始对照原件录入。"
NO_TEXT_IN_PICTURE = "图片里没有认出文字，请换一张更清楚的扫描件（200 dpi 以上），或从“新建”开始对照图片录入。"
DAMAGED_PICTURE = "图片已损坏，不能读取，请重新扫描或拍照后再打开。"
LARGE_PICTURE = "图片过大，请把扫描分辨率调到 300 dpi 左右，另存后再打开。"
TOO_MANY_PICTURES = "图片超过 60 页，不像是一份年度报告，请只选择报告的各页后再打开。"
OLD_WORD = "这是 Word 95 或更早版本的文件，请用 Word 或 WPS 打开并另存为 .docx 后再打开。"
SLIDES = "这是演示文稿（PPT），不是年度报告，请选择报告的 Word、PDF 或网页文件。"
ODF = "这是不完整的 OpenDocument 文件，请用 WPS 或 LibreOffice 另存为 .docx 或 .xlsx 后再打开。"
OFFICE_XML = "这是 XML 格式的 Excel 文件，请用 Excel 或 WPS 打开并另存为 .xlsx 后再打开。"
ARCHIVE = "这是压缩包（RAR、7z 等），本程序只能打开 zip 压缩包，请先解压，再选择其中的年度报告文件。"
EMPTY_ARCHIVE = "这个压缩包里没有年度报告文件（Word、WPS、PDF、OFD、网页、Excel 或文本），请检查是否选对了文件。"
SEVERAL_REPORTS = "这个压缩包里有 {count} 个文件都可能是年度报告（{names}），请先解压，再打开其中一个。"
FROM_ARCHIVE = "已打开压缩包里的“{name}”。"
LOCK_FILE = "“{name}”是 Word、WPS 打开文件时留下的临时文件，不是报告，请打开同一文件夹里名称相近、不带“~$”的文件。"
UOF = "这是标文通格式的文件（.uof、.uot），请用 WPS 或永中 Office 打开并另存为 .docx 后再打开。"
PROGRAM = "这是程序文件，不是年度报告，请勿运行，并选择报告的 Word、PDF 或网页文件。"
WPS_OWN = "这是早期 WPS 自有格式的文件，请用 WPS 打开并另存为 .docx 后再打开。"
UNKNOWN = "不认识这个文件的格式，请用原来的程序打开并另存为 .docx、.pdf 或 .xlsx 后再打开。"

READER_FAILED = (
    "读取这个文件时出错，已有的内容没有受影响。请用 Word 或 WPS 打开这个文件，另存为 .docx 后再试；"
    "仍不行时，请从“新建”开始对照录入。"
)
READER_HANGS = (
    "读取这个文件用时过长，已经停止，已有的内容没有受影响。请用 Word 或 WPS 打开这个文件，另存为 .docx 后再试。"
)

SCANNED = (
    "这份文件都是扫描件或图片（第 {pages} 页），没有可以读取的文字，请改用文字版（Word 或由 Word 导出的 PDF），"
    "或新建空表，对照原件填写。"
)
NOT_LEGIBLE = (
    "这份文件都是扫描件或图片（第 {pages} 页），没有认出文字，请把原件放正、放平后重新扫描（黑白或灰度，300 DPI），"
    "或新建空表，对照原件填写。"
)
ONLY_PICTURES = (
    "这份文件里只有图片（{count} 张），没有可以读取的文字，请向报送单位索要文字版，或另存为 PDF 再打开，"
    "或新建空表，对照原件填写。"
)
ADD_ON = "安装“扫描件识别”组件后可以直接识别。"
NO_CODES = (
    "这份 PDF 的字体没有带文字编码，读出来的是乱码。请用 Word、WPS 重新导出 PDF"
    "（或用“打印到 PDF”再做一份），或向报送单位索要 Word 文件。"
)
RECOGNISED_PAGES = "第 {pages} 页是图片，文字和数字由程序识别，请先核对标为“待确认”的格，再对照原件核对。"
RECOGNISED_PICTURES = "文档里的图片（第 {pictures} 张）由程序识别，请先核对标为“待确认”的格，再对照原件核对。"
NOT_RECOGNISED = "图片上这一格没有认出"
RECOGNISED = "这份文件是扫描件，文字由识别软件生成，可能有误，请对照原件核对每个数字。"
OVERLAY = "第 {pages} 页有水印、印章一类的文字（“{text}”），没有读入报告，请对照原件核对。"
UNREADABLE_PAGES = "第 {pages} 页损坏或内容异常庞大，没有读入，那里的表格按“未读”处理，请对照原件录入。"
PICTURE_PAGES = "第 {pages} 页整页是图片（扫描件），没有读入，那里的表格按“未读”处理，请对照原件录入。"
LARGE_PICTURES = "第 {pages} 页有大幅图片，图片里的文字没有读入，如果表格是图片，请对照录入。"

MACROS = "文件带有宏，宏未运行、也不会保留，只读取了文字和表格。"
WRONG_ENDING = "文件扩展名是 {ending}，实际是{actual}，已按实际内容读取。"
TRACKED = "文档带有修订痕迹，已按“接受全部修订”后的内容读取。"
HIDDEN = "文档里有设为隐藏的文字，没有读入。"
STRUCK = "有划掉的文字（带删除线），按不要的文字没有读入，请核对。"
EMBEDDED = "文档里有嵌入的 Excel 表格对象，其中的数字没有读入，请在 Word 中双击它，复制后粘贴为普通表格。"
COMMENTS = "文档里有批注，批注没有读入。"
PICTURES = "文档里有图片，图片里的文字没有读入，如果表格是图片，请对照录入。"
HEADERS = "页眉、页脚里有文字（“{text}”），没有读入报告。"
HIDDEN_SHEET = "工作表“{name}”是隐藏的，没有读入，如需读取请先在 Excel 或 WPS 中取消隐藏。"
NO_RESULT = "有公式没有保存计算结果，相应的格子标为“未读”，请用 Excel 或 WPS 打开并保存后再读。"
COMPUTED = "有求和公式没有保存计算结果，已按公式算出，请核对。"
FORMULA_ERROR = "有公式的结果是错误值（如 #REF!），请在 Excel 或 WPS 中改正后再读。"
MIXED_IN_CELL = "数字上叠有别的字"
MIXED = "表格里有的数字上叠有水印、注码或别的字（{shown}），标为“未读”，请对照原文录入。"
PICTURE_IN_CELL = "格中是图片"
NO_FORMULA_RESULT = "公式没有保存计算结果"
CUT_TEXT = "有一处文字超过 20 万字，只读取了前面部分，请核对原文件。"
