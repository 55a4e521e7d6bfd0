// Who may log in to a host: the account files of the machine with our three users in them. Text in, text out.

/** `deploy` may use sudo without a password, `ops` with this one. */
export const OPS_PASSWORD = 'ops-password'
/** SHA-512 crypt of the password, by `openssl passwd -6 -salt mokplay ops-password`. */
const OPS_HASH =
  '$6$mokplay$uRt8uYmw1Jq1znFNrWodPkMIOgKGiIpXetjkBIg9ZszWl5cip3dVKV7Skqps26Wi8AxpEA848VUDDRWEZ6am3.'

export type Accounts = {
  readonly passwd: string
  readonly shadow: string
  readonly group: string
  readonly gshadow: string
  readonly users: readonly { readonly name: string; readonly uid: number }[]
}

const NAMES = ['deploy', 'ops'] as const

const entries = (text: string): string[][] =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => line.split(':'))

const text = (rows: readonly (readonly string[])[]): string =>
  rows.map(row => `${row.join(':')}\n`).join('')

/** The first ids from 1000 on that are neither a user's nor a group's. */
const freeIds = (rows: readonly (readonly string[])[], count: number): number[] => {
  const taken = new Set(rows.map(row => Number(row[2])))
  const free: number[] = []
  for (let id = 1000; free.length < count; id++) if (!taken.has(id)) free.push(id)
  return free
}

/**
 * Account files of a host, from those of the machine. No hash of a machine's password gets in: sshd takes a
 * `*` for "no password", but a `!` for "locked, not even by key".
 */
export const accounts = (machine: { passwd: string; group: string }, shell: string): Accounts => {
  const ours = (row: readonly string[]): boolean => NAMES.some(name => name === row[0])
  const passwd = entries(machine.passwd).filter(row => !ours(row))
  const group = entries(machine.group).filter(row => !ours(row))
  const ids = freeIds([...passwd, ...group], NAMES.length)
  const users = NAMES.map((name, index) => ({ name, uid: ids[index] as number }))
  for (const { name, uid } of users) {
    passwd.push([name, 'x', String(uid), String(uid), '', `/home/${name}`, shell])
    group.push([name, 'x', String(uid), ''])
  }
  const hash = (name: string | undefined): string => (name === 'ops' ? OPS_HASH : '*')
  return {
    users,
    passwd: text(
      passwd.map(row => (row[0] === 'root' ? [...row.slice(0, 5), '/root', shell] : row)),
    ),
    shadow: text(
      passwd.map(row => [row[0] ?? '', hash(row[0]), '19000', '0', '99999', '7', '', '', '']),
    ),
    group: text(group),
    gshadow: text(group.map(row => [row[0] ?? '', '*', '', row[3] ?? ''])),
  }
}
