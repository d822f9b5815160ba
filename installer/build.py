"""The one build entry: python installer/build.py windows|deb|scan-windows|scan-deb|pin (see installer/README.md)."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import linux_base
import linux_package
import pin
import scan_addon
import windows_package
from parts import HERE, ROOT, BuildError, sha256


def main() -> int:
    """Build a package into dist/; 1 with the reason when it cannot be built."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", choices=("windows", "deb", "scan-windows", "scan-deb", "pin"))
    parser.add_argument("--python-embed", type=Path, metavar="ZIP", help="another official embeddable CPython 3.12")
    parser.add_argument("--certificate", type=Path, metavar="PFX", help="sign the executables with it")
    parser.add_argument("--password-file", type=Path)
    parser.add_argument("--architecture", choices=linux_base.ARCHITECTURES, default=linux_base.HOST)
    options = parser.parse_args()
    try:
        if options.package == "windows":
            outputs = windows_package.build(options.python_embed, options.certificate, options.password_file)
            print(windows_package.summary(windows_package.BUILD / "payload", outputs))
        elif options.package == "pin":
            pin.pin_all()
        elif options.package == "scan-windows":
            print(linux_package.summary(scan_addon.build_windows()))
        elif options.package == "scan-deb":
            print(linux_package.summary(scan_addon.build_linux(options.architecture)))
        else:
            print(linux_package.summary(linux_package.build(options.architecture)))
        if options.package != "pin":
            beside_the_packages(ROOT / "dist")
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def beside_the_packages(dist: Path) -> None:
    """What goes to the offices with the packages: the page of instructions, and the hash of each file."""
    shutil.copy2(HERE / "使用说明.txt", dist / "使用说明.txt")
    packages = sorted(p for p in dist.iterdir() if p.suffix in (".exe", ".zip", ".deb", ".xz"))
    lines = [f"{sha256(p)}  {p.name}" for p in packages]
    (dist / "校验值.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
