#!/bin/sh
# Starts the program from the folder it lies in, wherever that is; arguments are files to open.
# A system that cannot run it is told so: a double click has no terminal in which the loader's words could be read.
here=$(dirname "$(readlink -f "$0")")

tell() {
    echo "$1" >&2
    [ -t 2 ] && return
    if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then return; fi
    if command -v zenity >/dev/null; then zenity --error --title=年报校核 --width=480 --text "$1"
    elif command -v kdialog >/dev/null; then kdialog --title 年报校核 --error "$1"
    elif command -v xmessage >/dev/null; then xmessage -center -title 年报校核 "$1"
    fi
}

machine=$(uname -m)
if [ "$machine" != "@MACHINE@" ]; then
    tell "这份年报校核是给 @MACHINE@ 处理器的，这台电脑是 $machine，不能运行。请换用文件名里与处理器相符的一份。"
    exit 2
fi
glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null)
glibc=${glibc#glibc }
if [ -n "$glibc" ] && [ "$(printf '%s\n' "$glibc" @GLIBC@ | sort -V | head -n 1)" != "@GLIBC@" ]; then
    tell "这台电脑的系统较旧（glibc $glibc），年报校核需要 @GLIBC@ 以上。请更新系统，或换一台电脑校核。"
    exit 2
fi
exec "$here/nianbao" "$@"
