// Small but real Debian packages, and a signed repository of them in /srv/debs; Python wheels in /srv/wheels. What apt and
// pip are proven on. Part of the script that runs in the image deb.

export const DEBS_SCRIPT = `
export GNUPGHOME=/tmp/keys HOME=/tmp/home GPG_TTY=none
out=/srv/debs
build=/tmp/debs
mkdir -p "$out"/pool/{stable,testing} "$out-unsigned" "$build" "$HOME"
mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-gen-key packages@test.invalid rsa2048 sign never 2>/dev/null
gpg --batch --armor --export packages@test.invalid >"$out/key.asc"

# add PATH MODE: standard input becomes a file of the next package
add() { install -D -m "$2" /dev/stdin "$build/root$1"; }
prints() { printf '#!/bin/sh\\necho "%s"\\n' "$2" | add "$1" 755; }

# package POOL NAME VERSION [HEADERS]: of the files that were added since the last one
package() {
  mkdir -p "$build/root/DEBIAN"
  {
    printf 'Package: %s\\nVersion: %s\\nArchitecture: all\\nPriority: optional\\nSection: misc\\n' "$2" "$3"
    echo 'Maintainer: Test Packages <packages@test.invalid>'
    [ -z "\${4:-}" ] || echo "$4"
    printf 'Description: %s, a stand-in for tests\\n It does nothing but be there.\\n' "$2"
  } >"$build/root/DEBIAN/control"
  if [ -d "$build/root/etc" ]; then
    (cd "$build/root" && find etc -type f -printf '/%p\\n') >"$build/root/DEBIAN/conffiles"
  fi
  dpkg-deb --root-owner-group --build "$build/root" "$1/$2_\${3/:/%3a}_all.deb" >/dev/null
  rm -rf "$build/root"
}

for version in 1.7.0-1 1.8.0-1; do
  prints /usr/bin/tree-lister "tree-lister \${version%-1}"
  printf 'version = %s\\ncolour = auto\\n' "\${version%-1}" | add /etc/tree-lister.conf 644
  package "$out/pool/stable" tree-lister "$version"
done
prints /usr/bin/tree-lister 'tree-lister 2.0.0'
package "$out/pool/testing" tree-lister 2.0.0-1

prints /usr/bin/webd 'webd 2.4'
add /lib/systemd/system/webd.service 644 <<'UNIT'
[Unit]
Description=webd, a stand-in
After=network.target
[Service]
ExecStart=/usr/bin/sleep infinity
Restart=always
[Install]
WantedBy=multi-user.target
UNIT
add /DEBIAN/postinst 755 <<'POSTINST'
#!/bin/sh
set -e
# As debhelper's packages do: enabled and started, unless policy-rc.d says no.
if [ "$1" = configure ] && [ -d /run/systemd/system ]; then
  systemctl daemon-reload
  systemctl enable --quiet webd
  deb-systemd-invoke start webd.service || :
fi
POSTINST
add /DEBIAN/prerm 755 <<'PRERM'
#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then systemctl disable --quiet --now webd || :; fi
PRERM
package "$out/pool/stable" webd 2.4-3 'Depends: webd-data (= 2.4-3)
Recommends: webd-extras
Provides: web-server'
echo data | add /usr/share/webd/data 644
package "$out/pool/stable" webd-data 2.4-3
package "$out/pool/stable" webd-extras 2.4-3
package "$out/pool/stable" needs-missing 1.0-1 'Depends: nothing-provides-this (>= 3)'
package "$out/pool/stable" conflicts-with-webd 1.0-1 'Conflicts: webd'

add /DEBIAN/preinst 755 <<'PREINST'
#!/bin/sh
echo 'broken-script: refusing to be installed' >&2
exit 3
PREINST
package "$out/pool/stable" broken-script 1.0-1

# Asks one question, whose answer ends in a file.
add /DEBIAN/templates 644 <<'TEMPLATES'
Template: asks/colour
Type: select
Choices: red, green, blue
Default: green
Description: What colour shall it be?
TEMPLATES
add /DEBIAN/config 755 <<'CONFIG'
#!/bin/sh
set -e
. /usr/share/debconf/confmodule
db_input high asks/colour || :
db_go || :
CONFIG
add /DEBIAN/postinst 755 <<'POSTINST'
#!/bin/sh
set -e
. /usr/share/debconf/confmodule
db_get asks/colour
echo "$RET" >/etc/asks-colour
POSTINST
package "$out/pool/stable" asks 1.0-1 'Depends: debconf'

prints /usr/bin/unsigned-tool 'unsigned-tool 1.0'
package "$out-unsigned" unsigned-tool 1.0-1

# index FOLDER SUITE POOL
index() {
  (
    cd "$1"
    mkdir -p "dists/$2/main/binary-all"
    for architecture in all "$(dpkg --print-architecture)"; do
      mkdir -p "dists/$2/main/binary-$architecture"
      apt-ftparchive --arch "$architecture" packages "$3" >"dists/$2/main/binary-$architecture/Packages"
    done
    apt-ftparchive -o "APT::FTPArchive::Release::Suite=$2" -o "APT::FTPArchive::Release::Codename=$2" \\
      -o APT::FTPArchive::Release::Components=main -o APT::FTPArchive::Release::Origin=mokplay-tests \\
      -o "APT::FTPArchive::Release::Architectures=all $(dpkg --print-architecture)" \\
      release "dists/$2" >"$build/Release"
    mv "$build/Release" "dists/$2/Release"
  )
}
# The archive is what Debian itself has: see the recipe's offers.
for suite in stable testing archive; do
  index "$out" "$suite" "pool/$suite"
  gpg --batch --quiet --clearsign -o "$out/dists/$suite/InRelease" "$out/dists/$suite/Release"
done
index "$out-unsigned" stable .
gpgconf --kill gpg-agent

# A wheel is a zip with a table of contents.
mkdir -p /srv/wheels
python3 - <<'PYTHON'
import zipfile

for version in '1.0', '1.1':
    info = f'tiny_tool-{version}.dist-info'
    files = {
        'tiny_tool.py': f'def main():\\n    print("tiny-tool {version}")\\n',
        f'{info}/METADATA': f'Metadata-Version: 2.1\\nName: tiny-tool\\nVersion: {version}\\n',
        f'{info}/WHEEL': 'Wheel-Version: 1.0\\nGenerator: hand\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n',
        f'{info}/entry_points.txt': '[console_scripts]\\ntiny-tool = tiny_tool:main\\n',
    }
    files[f'{info}/RECORD'] = ''.join(f'{name},,\\n' for name in [*files, f'{info}/RECORD'])
    with zipfile.ZipFile(f'/srv/wheels/tiny_tool-{version}-py3-none-any.whl', 'w') as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
PYTHON
`
