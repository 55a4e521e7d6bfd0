// The image `el`: a look-alike of Rocky Linux 8.5. Programs are Debian's; dnf manages RPM packages of its own.
import { upon, type Recipe } from './recipe.ts'
import { APPSTREAM_SCRIPT } from './appstream-script.ts'
import { RPMS_SCRIPT } from './rpms-script.ts'
import { SMALL } from './small.ts'

/** Installed, but off: turning things on is a playbook's work. */
const OFF = ['etcd', 'containerd', 'firewalld', 'chrony', 'cron', 'nftables', 'rsync'] as const

const OWN: Recipe = {
  packages: [
    ...['python3', 'dnf', 'dnf-plugins-core', 'rpm', 'createrepo-c', 'libmodulemd-tools'],
    ...['gnupg', 'selinux-utils', 'curl', 'openssl', 'jq', 'rsync', 'git', 'tar', 'unzip', 'zip'],
    ...['xz-utils', 'bzip2', 'zstd', 'patch', 'make', 'acl', 'attr', 'libcap2-bin', 'vim-tiny'],
    ...['locales', 'tzdata', 'bash-completion', 'chrony', 'cron', 'at', 'util-linux-extra'],
    ...['parted', 'lvm2', 'e2fsprogs', 'xfsprogs', 'psmisc', 'iptables', 'nftables', 'firewalld'],
    ...['ipset', 'ebtables', 'bridge-utils', 'conntrack', 'socat', 'ethtool', 'containerd', 'runc'],
    ...['crun', 'containernetworking-plugins', 'etcd-server', 'etcd-client', 'python3-pexpect'],
    ...['python3-selinux', 'python3-cryptography', 'python3-pip', 'python3-setuptools'],
  ],
  // RPM packages are made of these.
  offers: ['nginx', 'postgresql-15', 'docker.io'],
  files: {
    '/etc/redhat-release': 'Rocky Linux release 8.5 (Green Obsidian)\n',
    '/etc/os-release': `NAME="Rocky Linux"
VERSION="8.5 (Green Obsidian)"
ID="rocky"
ID_LIKE="rhel centos fedora"
VERSION_ID="8.5"
PLATFORM_ID="platform:el8"
PRETTY_NAME="Rocky Linux 8.5 look-alike (Debian with dnf)"
`,
    '/etc/selinux/config': 'SELINUX=enforcing\nSELINUXTYPE=targeted\n',
    // Debian's rpm keeps its database in a home folder, since dpkg manages the system there.
    '/etc/rpm/macros': '%_dbpath /var/lib/rpm\n',
    '/etc/dnf/dnf.conf': `[main]
gpgcheck=1
installonly_limit=3
clean_requirements_on_remove=True
best=True
skip_if_unavailable=False
`,
    // Debian turns on what nobody else does: one adds a repository, the other lines to the output.
    '/etc/dnf/plugins/local.conf': '[main]\nenabled = 0\n',
    '/etc/dnf/plugins/show_leaves.conf': '[main]\nenabled = 0\n',
    '/etc/dnf/plugins/show-leaves.conf': '[main]\nenabled = 0\n',
    // The time is the machine's, and nobody's to set.
    '/etc/systemd/system/chronyd.service.d/sandbox.conf': `[Service]
ExecStart=
ExecStart=/usr/sbin/chronyd -x -f /etc/chrony.conf $OPTIONS
`,
    '/etc/systemd/system/rpm-repository.service': `[Unit]
Description=the repositories of /srv/rpms by http on port 8000
[Service]
ExecStart=/usr/bin/python3 -m http.server --directory /srv/rpms 8000
`,
  },
  script: `
ln -sf dnf /usr/bin/yum
rm -f /etc/debian_version
mkdir -p /etc/yum.repos.d /var/lib/rpm
for unit in ${OFF.join(' ')}; do systemctl disable --quiet "$unit" 2>/dev/null || :; done
${RPMS_SCRIPT}
${APPSTREAM_SCRIPT}`,
  // Container storage is itself overlays, which do not stand on an overlay.
  folders: ['/var/lib/containerd', '/var/lib/containers', '/var/lib/kubelet'],
}

export const EL = upon(SMALL, OWN)
