// The files that make a host itself: name, identity, accounts, ssh server. They are written to a folder of their
// own; the host copies them over its disk when it starts for the first time.
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { accounts, type Accounts } from './accounts.ts'

/** Path in the host, mode, text. */
type HostFile = readonly [path: string, mode: number, text: string]

const SSHD_CONFIG = `# made by mokplay sandbox
HostKey /etc/ssh/ssh_host_ed25519_key
AuthorizedKeysFile /etc/ssh/sandbox_keys/%u .ssh/authorized_keys
PermitRootLogin prohibit-password
PasswordAuthentication yes
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
PrintMotd no
PrintLastLog no
LoginGraceTime 30
MaxSessions 100
ClientAliveInterval 30
AcceptEnv LANG LC_*
LogLevel VERBOSE
Subsystem sftp internal-sftp
`

const SUDOERS = `Defaults env_reset
Defaults secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
root ALL=(ALL:ALL) ALL
deploy ALL=(ALL:ALL) NOPASSWD: ALL
ops ALL=(ALL:ALL) ALL
@includedir /etc/sudoers.d
`

const KEYS = '/etc/ssh/sandbox_keys'

const texts = (name: string, key: string, hostKey: string, who: Accounts): HostFile[] => [
  ['/etc/hostname', 0o644, `${name}\n`],
  ['/etc/hosts', 0o644, `127.0.0.1\tlocalhost\n127.0.1.1\t${name}\n::1\tlocalhost ip6-localhost\n`],
  ['/etc/machine-id', 0o444, `${randomBytes(16).toString('hex')}\n`],
  ['/etc/fstab', 0o644, '# nothing is mounted at boot: a sandbox host has none\n'],
  ['/etc/passwd', 0o644, who.passwd],
  ['/etc/shadow', 0o600, who.shadow],
  ['/etc/group', 0o644, who.group],
  ['/etc/gshadow', 0o600, who.gshadow],
  // The machine's own copies of before the last change hold hashes too.
  ['/etc/passwd-', 0o600, who.passwd],
  ['/etc/shadow-', 0o600, who.shadow],
  ['/etc/group-', 0o600, who.group],
  ['/etc/gshadow-', 0o600, who.gshadow],
  // Files that useradd writes, and that no user may open on the machine.
  ['/etc/.pwd.lock', 0o600, ''],
  ['/etc/subuid-', 0o600, ''],
  ['/etc/subgid-', 0o600, ''],
  ['/etc/sudoers', 0o440, SUDOERS],
  ['/etc/ssh/sshd_config', 0o644, SSHD_CONFIG],
  ['/etc/ssh/ssh_config', 0o644, '# the settings of this host as a client\n'],
  ['/etc/ssh/ssh_host_ed25519_key', 0o600, hostKey],
  ...['root', ...who.users.map(user => user.name)].map((user): HostFile => [
    `${KEYS}/${user}`,
    0o644,
    key,
  ]),
]

/** The machine's accounts, with those of a sandbox. */
export const hostAccounts = (): Accounts =>
  accounts(
    { passwd: readFileSync('/etc/passwd', 'utf8'), group: readFileSync('/etc/group', 'utf8') },
    existsSync('/bin/bash') ? '/bin/bash' : '/bin/sh',
  )

/** Writes the files of a new host below a folder, readable by their owner as in the host. */
export const writeFiles = (
  folder: string,
  host: {
    readonly name: string
    readonly key: string
    readonly hostKey: string
    readonly who: Accounts
  },
): void => {
  rmSync(folder, { recursive: true, force: true })
  for (const [path, mode, text] of texts(host.name, host.key, host.hostKey, host.who)) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    for (let up = dirname(file); up.startsWith(folder); up = dirname(up)) chmodSync(up, 0o755)
    writeFileSync(file, text)
    chmodSync(file, mode)
  }
}
