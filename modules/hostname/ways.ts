// Where systems keep their name, and how they are told the live one.
import { Refusal, type Facts } from '../../src/kit/index.ts'

export type Way = {
  /** The file that keeps it over reboots. */
  readonly file: string
  /** The name alone, a line HOSTNAME=, or a line hostname="". */
  readonly form: 'plain' | 'HOSTNAME=' | 'hostname="'
  /** What sets the live name; nothing where that is left to the next boot, as Ansible does. */
  readonly live?: 'hostnamectl' | 'hostname'
}

const PLAIN: Way = { file: '/etc/hostname', form: 'plain' }
const SYSTEMD: Way = { ...PLAIN, live: 'hostnamectl' }

const WAYS = {
  systemd: SYSTEMD,
  debian: PLAIN,
  generic: { ...PLAIN, live: 'hostname' },
  alpine: { ...PLAIN, live: 'hostname' },
  redhat: { file: '/etc/sysconfig/network', form: 'HOSTNAME=' },
  sles: { file: '/etc/HOSTNAME', form: 'plain' },
  openrc: { file: '/etc/conf.d/hostname', form: 'hostname="' },
  openbsd: { file: '/etc/myname', form: 'plain' },
  freebsd: { file: '/etc/rc.conf.d/hostname', form: 'hostname="', live: 'hostname' },
} as const satisfies Readonly<Record<string, Way>>

const isWay = (use: string): use is keyof typeof WAYS => Object.hasOwn(WAYS, use)

/** The way of a host: the one asked for, else its own. */
export const wayOf = (use: string | undefined, { init, os }: Facts): Way => {
  if (use !== undefined && !isWay(use))
    throw new Refusal('use', `cannot be ${use}: mokplay manages no hosts of that kind`)
  // Ansible takes Debian for a system with systemd; one without is managed by its file.
  if (use !== undefined && use !== 'debian') return WAYS[use]
  if (init === 'systemd') return SYSTEMD
  if (os.id === 'alpine') return WAYS.alpine
  if (os.id === 'gentoo') return WAYS.openrc
  if (os.id === 'sles') return WAYS.sles
  return os.family === 'RedHat' ? WAYS.redhat : PLAIN
}

/** The name that a file keeps; '' for none. */
export const nameIn = ({ form }: Way, text: string): string => {
  const lines = text.split('\n').map(line => line.trim())
  if (form === 'plain') return lines.find(line => line !== '' && !line.startsWith('#')) ?? ''
  const line = lines.findLast(each => each.startsWith(form.replace('"', '')))
  return (line ?? '').replace(/^.*?=/, '').trim().replace(/^"|"$/g, '')
}

/** The text with another name. */
export const withName = ({ form }: Way, text: string, name: string): string => {
  if (form === 'plain') return `${name}\n`
  const line = `${form}${name}${form.endsWith('"') ? '"' : ''}`
  const lines = text.replace(/\n$/, '').split('\n')
  const isIt = (each: string): boolean => each.trim().startsWith(form.replace('"', ''))
  if (lines.some(isIt)) return `${lines.map(each => (isIt(each) ? line : each)).join('\n')}\n`
  return `${[...lines.filter(each => each !== ''), line].join('\n')}\n`
}
