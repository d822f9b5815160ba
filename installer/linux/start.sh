#!/bin/sh
# Starts the program from the folder it lies in, wherever that is; arguments are files to open.
here=$(dirname "$(readlink -f "$0")")
exec "$here/nianbao" "$@"
