#!/usr/bin/env bash
# Installs and removes the packages of dist/check/packages in a chroot made by make-chroot.sh. Usage: try.sh <folder>, as root.
set -euo pipefail
# wine finds its own parts by /proc, which is mounted for as long as this runs.
[ -n "${APART:-}" ] || exec env APART=1 unshare --mount "$0" "$@"
cd "$(dirname "$0")/../../../.."
root=${1:?Usage: try.sh <folder of the chroot>}
mount -t proc proc "$root/proc"
packages=dist/check/packages

msi=$(ls "$packages"/*-windows-x64.msi)
setup=$(ls "$packages"/*-windows-x64.exe)
mkdir -p "$root/packages"
cp "$msi" "$root/packages/parley.msi"
cp "$setup" "$root/packages/setup.exe"
# A newer one: the same tables with another version and another product. wine takes versions from 128 on for negative ones.
cp "$msi" "$root/packages/newer.msi"
msibuild "$root/packages/newer.msi" -q \
  "UPDATE \`Property\` SET \`Value\` = '100.0.0' WHERE \`Property\` = 'ProductVersion'" \
  "UPDATE \`Property\` SET \`Value\` = '{7D5A3C9E-2B1F-4E8A-9C6D-0F1E2D3C4B5A}' WHERE \`Property\` = 'ProductCode'" \
  "DELETE FROM \`Upgrade\` WHERE \`ActionProperty\` = 'WIX_UPGRADE_DETECTED'" \
  "INSERT INTO \`Upgrade\` (\`UpgradeCode\`, \`VersionMax\`, \`Attributes\`, \`ActionProperty\`) VALUES ('{5B3E2C1A-4E59-4C0F-9B0B-3D6F7A0C9E11}', '100.0.0', 513, 'WIX_UPGRADE_DETECTED')" \
  "UPDATE \`Registry\` SET \`Value\` = '100.0.0' WHERE \`Name\` = 'Version'"

failures=0
folder='/root/.wine/drive_c/Program Files/Parley'
program="$folder/Parley.exe"
inside() { chroot "$root" env WINEDEBUG=-all HOME=/root xvfb-run -a "$@"; }
run() { # <expected exit code, of which wine keeps 8 bits> <command…>
  local expected=$1 code=0
  shift
  inside "$@" >/dev/null 2>&1 || code=$?
  chroot "$root" env HOME=/root wineserver --wait || true
  [ "$code" = "$((expected % 256))" ] || { echo "✗ exit code $code instead of $expected: $*"; failures=$((failures + 1)); }
}
holds() { # <what> <command…>
  local what=$1
  shift
  if "$@" >/dev/null 2>&1; then echo "✓ $what"; else echo "✗ $what"; failures=$((failures + 1)); fi
}
fails() { ! "$@"; }
value() { # <key> <name> <expected>
  inside wine reg query "$1" /v "$2" /reg:64 2>/dev/null | tr -d '\r' | grep -qE "REG_(SZ|DWORD) +$3\$"
}
there() { [ -e "$root$1" ]; }
# Without what an earlier run has left.
rm -rf "$root/root/.wine"
inside wineboot --init >/dev/null 2>&1 || { echo "wine does not run in $root"; exit 1; }
chroot "$root" env HOME=/root wineserver --wait || true
desktop='HKLM\Software\Parley\Desktop'
defaults="$desktop\\Defaults"

echo '── MSI ──'
run 1603 wine msiexec /i 'Z:\packages\parley.msi' /qn /norestart 'INSTALLDIR=C:\Tools\Parley'
holds 'no folder that everybody can write to' fails there /root/.wine/drive_c/Tools
run 0 wine msiexec /i 'Z:\packages\parley.msi' /qn /norestart SERVERURL=https://meet.example.org/ SERVERLOCKED=1
holds 'the program is there' there "$program"
holds 'what was given' value "$defaults" ServerUrl 'https://meet.example.org/'
holds 'a number' value "$defaults" ServerLocked 0x1
holds 'updates are off' value "$defaults" AutoUpdate off
holds 'nothing that was not given' fails value "$defaults" LogLevel '.*'
holds 'the scheme' inside wine reg query 'HKLM\Software\Classes\parley\shell\open\command' /reg:64
run 1638 wine 'Z:\packages\setup.exe' /S
run 0 wine msiexec /i 'Z:\packages\newer.msi' /qn /norestart
holds 'the newer version is there' value "$desktop" Version 100.0.0
holds 'what was given before' value "$defaults" ServerUrl 'https://meet.example.org/'
holds 'a number that was given before' value "$defaults" ServerLocked 0x1
run 1603 wine msiexec /i 'Z:\packages\parley.msi' /qn /norestart
holds 'the newer version is still there' value "$desktop" Version 100.0.0
run 0 wine msiexec /x 'Z:\packages\newer.msi' /qn
holds 'the program is gone' fails there "$program"
holds 'its keys are gone' fails inside wine reg query "$desktop" /reg:64
holds 'the scheme is gone' fails inside wine reg query 'HKLM\Software\Classes\parley' /reg:64

echo '── setup program ──'
data='/root/.wine/drive_c/users/root/AppData/Roaming/Parley'
mkdir -p "$root$data"
# As an administrator writes it: given by itself, wine would write the quotes otherwise than Windows does.
printf '"Z:\\packages\\setup.exe" /S /allusers /SERVERURL="https://meet.example.org/" /SERVERLOCKED=1\r\n' >"$root/packages/given.bat"
run 0 wine cmd /c 'Z:\packages\given.bat'
holds 'the program is there' there "$program"
holds 'its kind is known' value "$desktop" InstallKind nsis
holds 'what was given' value "$defaults" ServerUrl 'https://meet.example.org/'
holds 'a number' value "$defaults" ServerLocked 0x1
holds 'it may update itself' there '/root/.wine/drive_c/Program Files/Parley/resources/package-type'
holds 'a menu entry' there '/root/.wine/drive_c/ProgramData/Microsoft/Windows/Start Menu/Programs/Parley.lnk'
run 1603 wine msiexec /i 'Z:\packages\parley.msi' /qn /norestart
run 0 wine 'Z:\packages\setup.exe' /S
holds 'the same version again keeps what was given' value "$defaults" ServerUrl 'https://meet.example.org/'
run 0 wine 'Z:\packages\setup.exe' /S /SERVERLOCKED=true
holds 'what is no number is not written as 0' value "$defaults" ServerLocked true
run 1603 wine 'Z:\packages\setup.exe' /S '/D=C:\Tools\Parley'
run 1603 wine 'Z:\packages\setup.exe' /S '/D=C:\Program Files\..\Tools\Parley'
holds 'no folder that everybody can write to' fails there /root/.wine/drive_c/Tools
# A file in the place of the new folder, then in that of the old one: neither can be made, and nothing may be lost by it.
touch "$root$folder.new"
run 1603 wine 'Z:\packages\setup.exe' /S
holds 'what could not be unpacked leaves the program' there "$program"
rm "$root$folder.new"
touch "$root$folder.old"
run 1618 wine 'Z:\packages\setup.exe' /S
holds 'what could not be changed over leaves the program' there "$program"
holds 'and nothing else' fails there "$folder.new"
rm "$root$folder.old"
# Broken off between the two renames, and what comes after can't be unpacked: the only copy is back in its place.
mv "$root$folder" "$root$folder.old"
touch "$root$folder.new"
run 1603 wine 'Z:\packages\setup.exe' /S
holds 'what was left beside its place is back' there "$program"
rm "$root$folder.new"
inside wine reg add "$desktop" /v Version /d 100.0.0 /f /reg:64 >/dev/null 2>&1
run 1638 wine 'Z:\packages\setup.exe' /S
run 0 wine 'Z:\packages\setup.exe' /S /ALLOWDOWNGRADE=1
run 0 wine 'C:\Program Files\Parley\uninstall.exe' /S '_?=C:\Program Files\Parley'
holds 'the program is gone' fails there "$program"
holds 'its keys are gone' fails inside wine reg query "$desktop" /reg:64
holds "people's data stay" there "$data"

[ "$failures" = 0 ] && echo 'Everything is in order' || { echo "$failures failed"; exit 1; }
