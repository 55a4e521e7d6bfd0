// What /etc/os-release says, and which of Ansible's families and distribution names an ID belongs to.

/** Distribution as Ansible names it and its family, by ID of os-release. */
const DISTRIBUTIONS: Readonly<Record<string, readonly [name: string, family: string]>> = {
  rhel: ['RedHat', 'RedHat'],
  fedora: ['Fedora', 'RedHat'],
  centos: ['CentOS', 'RedHat'],
  rocky: ['Rocky', 'RedHat'],
  almalinux: ['AlmaLinux', 'RedHat'],
  ol: ['OracleLinux', 'RedHat'],
  amzn: ['Amazon', 'RedHat'],
  scientific: ['Scientific', 'RedHat'],
  cloudlinux: ['CloudLinux', 'RedHat'],
  virtuozzo: ['Virtuozzo', 'RedHat'],
  xenenterprise: ['XenServer', 'RedHat'],
  alinux: ['Alibaba', 'RedHat'],
  euleros: ['EulerOS', 'RedHat'],
  openeuler: ['openEuler', 'RedHat'],
  tencentos: ['TencentOS', 'RedHat'],
  eurolinux: ['EuroLinux', 'RedHat'],
  kylin: ['Kylin Linux Advanced Server', 'RedHat'],
  debian: ['Debian', 'Debian'],
  ubuntu: ['Ubuntu', 'Debian'],
  // Its os-release speaks of Debian, and Ansible takes it for that.
  raspbian: ['Debian', 'Debian'],
  linuxmint: ['Linux Mint', 'Debian'],
  kali: ['Kali', 'Debian'],
  parrot: ['Parrot', 'Debian'],
  devuan: ['Devuan', 'Debian'],
  neon: ['KDE neon', 'Debian'],
  pop: ['Pop!_OS', 'Debian'],
  deepin: ['Deepin', 'Debian'],
  uos: ['Uos', 'Debian'],
  'cumulus-linux': ['Cumulus Linux', 'Debian'],
  sles: ['SLES', 'Suse'],
  sled: ['SLED', 'Suse'],
  'opensuse-leap': ['openSUSE Leap', 'Suse'],
  'opensuse-tumbleweed': ['openSUSE Tumbleweed', 'Suse'],
  arch: ['Archlinux', 'Archlinux'],
  manjaro: ['Manjaro', 'Archlinux'],
  alpine: ['Alpine', 'Alpine'],
  gentoo: ['Gentoo', 'Gentoo'],
  altlinux: ['Altlinux', 'Altlinux'],
  slackware: ['Slackware', 'Slackware'],
  openwrt: ['OpenWrt', 'OpenWrt'],
  'clear-linux-os': ['Clear Linux OS', 'ClearLinux'],
}

/** Families of IDs that stand in ID_LIKE alone. */
const LIKE: Readonly<Record<string, string>> = { suse: 'Suse', opensuse: 'Suse' }

/** The assignments of an os-release file (or lsb-release: the same syntax). */
export const parseRelease = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text.split('\n').flatMap(line => {
      const match = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*?)\s*$/.exec(line)
      return match ? [[match[1]!, unquote(match[2]!)]] : []
    }),
  )

const unquote = (word: string): string => {
  const quoted = /^(["'])(.*)\1$/s.exec(word)
  if (!quoted) return word
  return quoted[1] === "'" ? quoted[2]! : quoted[2]!.replace(/\\(["'`$\\])/g, '$1')
}

/** `distribution` and `os_family` as Ansible would name them. */
export const distributionOf = (
  release: Readonly<Record<string, string>>,
): { readonly name: string; readonly family: string } => {
  const id = (release['ID'] ?? '').toLowerCase()
  const known = DISTRIBUTIONS[id]
  if (known) return { name: known[0], family: known[1] }
  const name = (release['NAME'] ?? id) || 'Linux'
  for (const like of (release['ID_LIKE'] ?? '').toLowerCase().split(/\s+/)) {
    const family = DISTRIBUTIONS[like]?.[1] ?? LIKE[like]
    if (family !== undefined) return { name, family }
  }
  return { name, family: name }
}
