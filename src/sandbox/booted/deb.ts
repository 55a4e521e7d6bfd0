// The image `deb`: Debian as it is, with Python for others' tools, and what modules for Debian work on.
import { DEBS_SCRIPT } from './debs-script.ts'
import { upon, type Recipe } from './recipe.ts'
import { SMALL } from './small.ts'

const OWN: Recipe = {
  packages: [
    ...['python3', 'python3-apt', 'python3-debian', 'python3-pip', 'python3-setuptools'],
    ...['python3-venv', 'python3-pexpect', 'apt-utils', 'debconf-utils', 'gnupg', 'ufw'],
    ...['iptables', 'nftables', 'locales', 'tzdata', 'cron', 'at', 'git', 'rsync', 'tar', 'unzip'],
    ...['zip', 'xz-utils', 'bzip2', 'zstd', 'curl', 'openssl', 'jq', 'patch', 'make', 'acl'],
    ...['attr', 'libcap2-bin', 'psmisc', 'socat', 'vim-tiny', 'util-linux-extra', 'parted'],
    ...['e2fsprogs', 'xfsprogs', 'lvm2'],
  ],
  // What real roles are about.
  offers: ['nginx', 'postgresql', 'chrony', 'docker.io', 'libpam-pwquality'],
  files: {
    // A host of a test need not outlive a power cut: dpkg waits for no disk.
    '/etc/dpkg/dpkg.cfg.d/sandbox': 'force-unsafe-io\n',
    // The time is the machine's, and nobody's to set.
    '/etc/systemd/system/chrony.service.d/sandbox.conf': `[Service]
ExecStart=
ExecStart=!/usr/sbin/chronyd -x $DAEMON_OPTS
`,
    '/etc/systemd/system/deb-repository.service': `[Unit]
Description=the repository of /srv/debs by http on port 8000
[Service]
ExecStart=/usr/bin/python3 -m http.server --directory /srv/debs 8000
`,
  },
  script: `
for unit in cron atd nftables rsync ufw; do systemctl disable --quiet "$unit" 2>/dev/null || :; done
${DEBS_SCRIPT}`,
  folders: [],
}

export const DEB = upon(SMALL, OWN)
