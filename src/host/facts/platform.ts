// Facts of the kernel, the host's names and its distribution.
import { distributionOf, parseRelease } from '../os-release.ts'
import type { Collector, Gathered } from './gathered.ts'

/** The name that addresses lead back to. Resolvers may hang: they get five seconds where `timeout` is. */
const FQDN = String.raw`
t=$(command -v timeout >/dev/null && echo timeout 5)
n=$(cat /proc/sys/kernel/hostname)
command -v getent >/dev/null || { grep -w -- "$n" /etc/hosts; exit; }
a=$($t getent hosts "$n") || exit
printf '%s\n' "$a"
$t getent hosts "${'$'}{a%% *}"`

/** Of the last line (address, name, aliases) the first name with a dot, as Python's getfqdn has it. */
const fqdnOf = (lines: string, nodename: string): string => {
  const names = lines.trim().split('\n').at(-1)?.trim().split(/\s+/).slice(1) ?? []
  return names.find(name => name.includes('.')) ?? names[0] ?? nodename
}

export const platform: Collector = {
  files: [
    '/proc/sys/kernel/ostype',
    '/proc/sys/kernel/hostname',
    '/proc/sys/kernel/version',
    '/etc/machine-id',
    '/var/lib/dbus/machine-id',
  ],
  scripts: { fqdn: FQDN },
  facts: of => {
    const { kernel, machine } = of.facts
    const nodename = of.text('/proc/sys/kernel/hostname') ?? ''
    const fqdn = fqdnOf(of.section('fqdn'), nodename)
    const machineId = of.text('/var/lib/dbus/machine-id') ?? of.text('/etc/machine-id')
    const bits = /64|s390x|alpha/.test(machine) ? '64' : '32'
    return {
      system: of.text('/proc/sys/kernel/ostype') ?? 'Linux',
      kernel,
      kernel_version: of.text('/proc/sys/kernel/version') ?? '',
      machine,
      architecture: /^i[3456]86$/.test(machine) ? 'i386' : machine,
      userspace_bits: bits,
      ...(machine === 'x86_64' && { userspace_architecture: 'x86_64' }),
      ...(/^i[3456]86$/.test(machine) && { userspace_architecture: 'i386' }),
      nodename,
      hostname: nodename.split('.')[0],
      fqdn,
      domain: fqdn.split('.').slice(1).join('.'),
      ...(machineId !== undefined && { machine_id: machineId.split('\n')[0] }),
    }
  },
}

type FileFacts = { readonly path: string; readonly variety: string; readonly search?: string }

/** The file by which Ansible knows a distribution. */
const fileOf = (of: Gathered, family: string): FileFacts => {
  if (of.text('/etc/oracle-release'))
    return { path: '/etc/oracle-release', variety: 'OracleLinux', search: 'Oracle Linux' }
  if (of.text('/etc/redhat-release')) {
    const search = of.text('/etc/redhat-release')?.includes('Red Hat') ? { search: 'Red Hat' } : {}
    return { path: '/etc/redhat-release', variety: 'RedHat', ...search }
  }
  if (family === 'Alpine') return { path: '/etc/alpine-release', variety: 'Alpine' }
  if (of.has('/etc/arch-release')) return { path: '/etc/arch-release', variety: 'Archlinux' }
  const varieties: Readonly<Record<string, string>> = {
    RedHat: 'Amazon',
    Suse: 'SUSE',
    Debian: 'Debian',
    Archlinux: 'Archlinux',
  }
  return { path: '/etc/os-release', variety: varieties[family] ?? 'NA' }
}

/** Debian and CentOS leave the minor version out of os-release. */
const versionOf = (of: Gathered, release: Readonly<Record<string, string>>): string => {
  const { ID: id, VERSION_ID: version } = release
  const debian = of.text('/etc/debian_version')
  if (id === 'debian' && debian !== undefined && /^\d/.test(debian)) return debian
  if (id === 'alpine') return of.text('/etc/alpine-release') ?? version ?? 'NA'
  if (id === 'centos')
    return (
      /release (\d+(?:\.\d+)?)/.exec(of.text('/etc/centos-release') ?? '')?.[1] ?? version ?? 'NA'
    )
  return version ?? 'NA'
}

const codenameOf = (release: Readonly<Record<string, string>>): string =>
  release['VERSION_CODENAME'] ??
  release['UBUNTU_CODENAME'] ??
  /\(([^)]+)\)/.exec(release['VERSION'] ?? '')?.[1] ??
  'NA'

export const distribution: Collector = {
  files: [
    '/etc/os-release',
    '/etc/oracle-release',
    '/etc/redhat-release',
    '/etc/centos-release',
    '/etc/alpine-release',
    '/etc/debian_version',
  ],
  paths: ['/etc/arch-release'],
  facts: of => {
    const release = parseRelease(of.lines('/etc/os-release').join('\n'))
    const { name, family } = distributionOf(release)
    const file = fileOf(of, family)
    const version = versionOf(of, release)
    const minor =
      name === 'Debian' ? /^\d+\.(\d+)/.exec(of.text('/etc/debian_version') ?? '')?.[1] : undefined
    return {
      distribution: family === 'Suse' ? (release['NAME'] ?? name) : name,
      distribution_version: version,
      distribution_major_version: version.split('.')[0] || 'NA',
      ...(minor !== undefined && { distribution_minor_version: minor }),
      distribution_release: /Stream/.test(of.text('/etc/centos-release') ?? '')
        ? 'Stream'
        : codenameOf(release),
      distribution_file_path: file.path,
      distribution_file_variety: file.variety,
      distribution_file_parsed: true,
      ...(file.search !== undefined && { distribution_file_search_string: file.search }),
      os_family: family,
    }
  },
}

/** Ansible strips quotes and backslashes. */
const bare = (text: string): string => text.trim().replace(/^['"\\]+|['"\\]+$/g, '')

export const lsb: Collector = {
  files: ['/etc/lsb-release'],
  scripts: { lsb: 'command -v lsb_release >/dev/null && lsb_release -a' },
  facts: of => {
    const found: Record<string, string> = {}
    const names: Readonly<Record<string, string>> = {
      'LSB Version': 'release',
      'Distributor ID': 'id',
      Description: 'description',
      Release: 'release',
      Codename: 'codename',
    }
    for (const [, key, value] of of.section('lsb').matchAll(/^([\w ]+):[ \t]*(.*)$/gm))
      if (names[key!]) found[names[key!]!] = bare(value!)
    if (Object.keys(found).length === 0)
      for (const line of of.lines('/etc/lsb-release')) {
        const match = /^DISTRIB_(ID|RELEASE|DESCRIPTION|CODENAME)=(.*)$/.exec(line)
        if (match) found[match[1]!.toLowerCase()] = bare(match[2]!)
      }
    const { release } = found
    return {
      lsb: { ...found, ...(release !== undefined && { major_release: release.split('.')[0] }) },
    }
  },
}
