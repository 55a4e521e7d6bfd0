// The image `small`, on which the others stand: systemd, sshd, sudo, and no Python, so that nothing leans on one.
import { OPS_PASSWORD } from '../accounts.ts'
import { FIRST_SCRIPT } from './first-script.ts'
import type { Recipe } from './recipe.ts'

/** `guest` logs in with it, and may not use sudo. */
export const GUEST_PASSWORD = 'guest-password'

/** Who may log in beside root, and who may do so with the sandbox's key. */
export const USERS = { deploy: 1000, ops: 1001, guest: 1002 } as const
export const KEY_USERS = ['deploy', 'ops'] as const

/** The program that a host begins with. */
export const FIRST = '/usr/lib/mokplay/first'

/** Units that would wait for what a host has not, or work behind a test's back. */
const MASKED = [
  'systemd-remount-fs.service',
  'console-getty.service',
  'getty@tty1.service',
  'apt-daily.timer',
  'apt-daily-upgrade.timer',
  'dpkg-db-backup.timer',
  'e2scrub_all.timer',
  'fstrim.timer',
] as const

export const SMALL: Recipe = {
  packages: [
    'apt',
    'systemd',
    'systemd-sysv',
    'libpam-systemd',
    'dbus',
    'openssh-server',
    'sudo',
    'passwd',
    'procps',
    'iproute2',
    'iputils-ping',
    'kmod',
    'less',
    'ca-certificates',
  ],
  offers: [],
  files: {
    [FIRST]: FIRST_SCRIPT,
    // No name server and no look-ups: they would only time out. Room for many log-ins at once.
    '/etc/resolv.conf': '',
    '/etc/ssh/sshd_config.d/sandbox.conf': `UseDNS no
PrintMotd no
MaxStartups 100:30:200
MaxSessions 100
PasswordAuthentication yes
PermitRootLogin prohibit-password
`,
    '/etc/systemd/journald.conf.d/sandbox.conf': `[Journal]
Storage=volatile
ReadKMsg=no
RuntimeMaxUse=32M
`,
    // As installers write it. Neither device is there: root is mounted already, and swap is never on.
    '/etc/fstab': `# <file system> <mount point> <type> <options> <dump> <pass>
/dev/mapper/rl-root  /      xfs   defaults  0 0
/dev/mapper/rl-swap  none   swap  defaults  0 0
`,
    '/etc/sudoers.d/deploy': 'deploy ALL=(ALL:ALL) NOPASSWD: ALL\n',
    '/etc/sudoers.d/ops': 'ops ALL=(ALL:ALL) ALL\n',
    '/etc/apt/sources.list': '',
  },
  script: `
chmod 755 ${FIRST}
chmod 440 /etc/sudoers.d/deploy /etc/sudoers.d/ops
rm -f /etc/ssh/ssh_host_*
: >/etc/machine-id
${Object.entries(USERS)
  .map(([name, id]) => `useradd --create-home --shell /bin/bash --uid ${id} ${name}`)
  .join('\n')}
chpasswd <<<"ops:${OPS_PASSWORD}
guest:${GUEST_PASSWORD}"
for unit in ${MASKED.join(' ')}; do ln -sf /dev/null "/etc/systemd/system/$unit"; done
`,
  folders: [],
}
