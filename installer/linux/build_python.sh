#!/bin/sh
# Runs inside the Debian 11 root, as root: SQLite and CPython from Debian's own source packages, with Debian's security
# patches, under /opt/nianbao-python. Arguments: the .orig and .debian archives of CPython, those of SQLite, and the
# oldest version of glibc's symbols.
set -eu
old=$5
cd /build
sed -i "s/@OLD_GLIBC@/$old/" /build/old_glibc.h
export CFLAGS="-O2 -include /build/old_glibc.h"

unpack() { # folder, .orig archive, .debian archive
  rm -rf "$1" && mkdir "$1" && tar xf "$2" -C "$1" --strip-components=1 && tar xf "$3" -C "$1"
}

apply() { # a patch of debian/patches
  patch -p1 -s -f < "debian/patches/$1" > /build/patch.out 2>&1 || { echo "$1:"; cat /build/patch.out; exit 1; }
}

quietly() { # a command whose words are wanted only when it fails
  "$@" > /build/out 2>&1 || { tail -20 /build/out; exit 1; }
}

# SQLite: Debian 11's own library asks for log of glibc 2.29.
unpack sqlite "$3" "$4"
cd sqlite
for patch in $(grep -E '^(4[0-9]-|0[0-9]{3}-)' debian/patches/series); do
  case $patch in 40-amalgamation*) ;; *) apply "$patch" ;; esac
done
CFLAGS="$CFLAGS -DSQLITE_SECURE_DELETE -DSQLITE_ENABLE_DBSTAT_VTAB" \
  quietly ./configure --prefix=/opt/nianbao-python --disable-tcl --disable-readline --disable-static --enable-fts5
quietly make -j"$(nproc)"
quietly make install

cd /build
unpack source "$1" "$2"
cd source
# Debian's own arrangement of folders and of its test runs is left out; all that mends CPython itself is applied.
for patch in $(grep -v '^#' debian/patches/series); do
  case $patch in
    argparse* | deb-* | distutils-* | build-math* | ext-no-* | disable-* | destshared* | link-* | multiarch* | profiled* | \
      ensurepip* | setup-modules* | local-doc* | doc-* | langpack* | lto-* | mangle* | reproducible* | pydoc* | \
      lib-argparse* | lib2to3* | locale-module* | hurd* | gdbm* | ctypes-arm* | ntpath*) continue ;;
  esac
  apply "$patch"
done
# Built in: the patched pyexpat uses names that CPython gives to built-in modules only.
printf '*static*\npyexpat pyexpat.c -lexpat\n' > Modules/Setup.local
# Functions that glibc has had only since 2.30.
export ac_cv_func_sem_clockwait=no ac_cv_func_pthread_cond_clockwait=no
quietly ./configure --prefix=/opt/nianbao-python --enable-shared --with-system-expat \
  CPPFLAGS="-I/opt/nianbao-python/include" \
  LDFLAGS="-L/opt/nianbao-python/lib -Wl,-rpath,/opt/nianbao-python/lib"
quietly make -s -j"$(nproc)"
quietly make -s install
/opt/nianbao-python/bin/python3 -c 'import ctypes, sqlite3, ssl, lzma, bz2, zlib, uuid, xml.etree.ElementTree, decimal
assert sqlite3.sqlite_version.startswith("3.40"), sqlite3.sqlite_version'
