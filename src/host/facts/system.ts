// Facts of the running system: what guards it, what starts it, what it was started with.
import type { Collector } from './gathered.ts'

const MODES: Readonly<Record<string, string>> = { '1': 'enforcing', '0': 'permissive' }

/** What libselinux would say, from the files that it reads. */
export const selinux: Collector = {
  files: ['/sys/fs/selinux/enforce', '/sys/fs/selinux/policyvers', '/etc/selinux/config'],
  facts: of => {
    const mode = of.text('/sys/fs/selinux/enforce')
    if (mode === undefined) return { selinux: { status: 'disabled' } }
    const setting = (name: string): string | undefined =>
      of
        .lines('/etc/selinux/config')
        .flatMap(line => new RegExp(`^${name}=\\s*(\\S+)`).exec(line)?.[1] ?? [])[0]
    const version = of.text('/sys/fs/selinux/policyvers')
    return {
      selinux: {
        status: 'enabled',
        policyvers: version === undefined ? 'unknown' : Number(version),
        config_mode: setting('SELINUX') ?? 'unknown',
        mode: MODES[mode] ?? 'unknown',
        type: setting('SELINUXTYPE') ?? 'unknown',
      },
    }
  },
}

export const apparmor: Collector = {
  paths: ['/sys/kernel/security/apparmor'],
  facts: of => ({
    apparmor: { status: of.has('/sys/kernel/security/apparmor') ? 'enabled' : 'disabled' },
  }),
}

export const fips: Collector = {
  files: ['/proc/sys/crypto/fips_enabled'],
  facts: of => ({ fips: of.text('/proc/sys/crypto/fips_enabled') === '1' }),
}

/** Those who may not look at the first process are taken to be outside of a chroot. */
export const chroot: Collector = {
  scripts: { chroot: 'if [ -e /proc/1/root/. ] && [ ! / -ef /proc/1/root/. ]; then echo yes; fi' },
  facts: of => ({ is_chroot: of.section('chroot').trim() === 'yes' }),
}

export const pkgManager: Collector = {
  files: ['/etc/os-release'],
  facts: ({ facts }) => {
    const isOld = facts.os.family === 'RedHat' && Number.parseInt(facts.os.version, 10) < 8
    if (facts.os.family === 'RedHat') return { pkg_mgr: isOld ? 'yum' : 'dnf' }
    return { pkg_mgr: facts.os.family === 'Debian' ? 'apt' : facts.packages || 'unknown' }
  },
}

const INITS: Readonly<Record<string, string>> = {
  procd: 'openwrt_init',
  'runit-init': 'runit',
  svscan: 'svc',
  'openrc-init': 'openrc',
}

/** The first process, unless its name is that of any init or of a shell in a container. */
export const serviceManager: Collector = {
  files: ['/proc/1/comm'],
  facts: of => {
    const first = of.text('/proc/1/comm')
    if (first !== undefined && first !== 'init' && !first.endsWith('sh'))
      return { service_mgr: INITS[first] ?? first }
    return { service_mgr: of.facts.init || 'service' }
  },
}

/** Words as a shell parts them, quotes kept. */
const words = (text: string): string[] => text.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? []

export const cmdline: Collector = {
  files: ['/proc/cmdline'],
  facts: of => {
    const text = of.text('/proc/cmdline')
    if (text === undefined) return {}
    const last: Record<string, unknown> = {}
    const all: Record<string, unknown> = {}
    for (const word of words(text)) {
      const [, key = word, value] = /^([^=]*)=([\s\S]*)$/.exec(word) ?? []
      last[key] = value ?? true
      all[key] = value === undefined || !(key in all) ? (value ?? true) : [all[key], value].flat()
    }
    return { cmdline: last, proc_cmdline: all }
  },
}

export const loadAverage: Collector = {
  files: ['/proc/loadavg'],
  facts: of => {
    const [one, five, fifteen] = (of.text('/proc/loadavg') ?? '').split(' ').map(Number)
    return one === undefined || Number.isNaN(one)
      ? {}
      : { loadavg: { '1m': one, '5m': five, '15m': fifteen } }
  },
}

export const dns: Collector = {
  files: ['/etc/resolv.conf'],
  facts: of => {
    const found: Record<string, unknown> = {}
    for (const line of of.lines('/etc/resolv.conf')) {
      if (/^[#;]/.test(line)) continue
      const [key, ...values] = line.trim().split(/\s+/)
      if (key === 'nameserver')
        found['nameservers'] = [
          ...((found['nameservers'] as string[] | undefined) ?? []),
          ...values,
        ]
      else if (key === 'domain' && values[0] !== undefined) found['domain'] = values[0]
      else if (key === 'search' || key === 'sortlist') found[key] = values
      else if (key === 'options')
        found['options'] = Object.fromEntries(
          values.map(value => [
            value.split(':')[0]!,
            value.includes(':') ? value.slice(value.indexOf(':') + 1) : true,
          ]),
        )
    }
    return { dns: found }
  },
}

const KEYS = ['dsa', 'rsa', 'ecdsa', 'ed25519'] as const

export const sshKeys: Collector = {
  files: [
    '/etc/ssh/ssh_host_*_key.pub',
    '/etc/openssh/ssh_host_*_key.pub',
    '/etc/ssh_host_*_key.pub',
  ],
  facts: of =>
    Object.fromEntries(
      KEYS.flatMap(kind => {
        const path = ['/etc/ssh', '/etc/openssh', '/etc']
          .map(folder => `${folder}/ssh_host_${kind}_key.pub`)
          .find(path => of.text(path) !== undefined)
        const [type, key] = (path === undefined ? '' : (of.text(path) ?? '')).split(/\s+/)
        return key === undefined
          ? []
          : [
              [`ssh_host_key_${kind}_public`, key],
              [`ssh_host_key_${kind}_public_keytype`, type],
            ]
      }),
    ),
}
