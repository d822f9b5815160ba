#!/bin/sh
# `make run`: the sample in the window; without a screen, the same job on the command line.
set -eu
sample="resources/samples/示例报告.docx"
if [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" != Linux ]; then
  exec .venv/bin/python main.py "${FILE:-$sample}"
fi
out="build/run"
mkdir -p "$out"
echo "没有图形界面：改用命令行检查示例报告。"
.venv/bin/python main.py check "$sample" || test $? = 1
.venv/bin/python main.py export "$sample" --apply-repairs -o "$out/改正后的示例报告.docx"
.venv/bin/python main.py screenshot "$sample" --section 3 -o "$out/窗口.png"
echo "改正后的报告：$PWD/$out/改正后的示例报告.docx"
echo "窗口的图片：　$PWD/$out/窗口.png"
