#!/usr/bin/env bash
# A Debian with wine for 64- and 32-bit programs, apart from the machine's own packages. Usage: make-chroot.sh <folder>, as root.
set -euo pipefail
root=${1:?Usage: make-chroot.sh <folder>}

command -v debootstrap >/dev/null || apt-get install -y --no-install-recommends debootstrap
# The mirror that this machine uses itself.
mirror=$(apt-cache policy | sed -n 's/^ *500 \(https\?:[^ ]*\) bookworm\/main amd64.*/\1/p' | head -1)
debootstrap --variant=minbase --include=ca-certificates bookworm "$root" "${mirror:-http://deb.debian.org/debian}"
chroot "$root" dpkg --add-architecture i386
chroot "$root" apt-get -q update
chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends wine wine32:i386 wine64 xvfb xauth
