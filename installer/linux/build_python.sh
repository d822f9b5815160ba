#!/bin/sh
# Runs inside the Debian 11 root, as root: CPython from Debian's own source package, with Debian's security patches,
# under /opt/nianbao-python. Arguments: name of the .orig archive, name of the .debian archive, oldest symbol version.
set -eu
orig=$1 debian=$2 old=$3
cd /build
rm -rf source && mkdir source && tar xf "$orig" -C source --strip-components=1
cd source && tar xf "../$debian"
# Debian's own arrangement of folders and of its test runs is left out; all that mends CPython itself is applied.
for patch in $(grep -v '^#' debian/patches/series); do
  case $patch in
    argparse* | deb-* | distutils-* | build-math* | ext-no-* | disable-* | destshared* | link-* | multiarch* | profiled* | \
      ensurepip* | setup-modules* | local-doc* | doc-* | langpack* | lto-* | mangle* | reproducible* | pydoc* | \
      lib-argparse* | lib2to3* | locale-module* | hurd* | gdbm* | ctypes-arm* | ntpath*) continue ;;
  esac
  patch -p1 -s -f < "debian/patches/$patch" > /build/patch.out 2>&1 || { echo "$patch:"; cat /build/patch.out; exit 1; }
done
# Built in: the patched pyexpat uses names that CPython gives to built-in modules only.
printf '*static*\npyexpat pyexpat.c -lexpat\n' > Modules/Setup.local
sed -i "s/@OLD_GLIBC@/$old/" /build/old_glibc.h
# Functions that glibc has had only since 2.30.
export ac_cv_func_sem_clockwait=no ac_cv_func_pthread_cond_clockwait=no
./configure -q --prefix=/opt/nianbao-python --enable-shared --with-system-expat \
  CFLAGS="-include /build/old_glibc.h" LDFLAGS="-Wl,-rpath,/opt/nianbao-python/lib"
make -s -j"$(nproc)" > /build/make.out 2>&1 || { tail -20 /build/make.out; exit 1; }
rm -rf /opt/nianbao-python
make -s install > /build/install.out 2>&1 || { tail -20 /build/install.out; exit 1; }
/opt/nianbao-python/bin/python3 -c 'import ctypes, sqlite3, ssl, lzma, bz2, zlib, uuid, xml.etree.ElementTree, decimal'
