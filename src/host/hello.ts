// The first words with a host: what every session tells at its beginning. Three processes (uname, id, stat); all
// the rest is asked of the shell itself.
import { quote } from '../base/shell.ts'
import { Lost } from '../model/edge.ts'
import type { Facts } from '../model/module.ts'
import { utf8 } from './kind.ts'
import { distributionOf, parseRelease } from './os-release.ts'

/** Package managers by the program that is looked for; of several, the family's own comes first. */
const MANAGERS: Readonly<Record<string, string>> = {
  dnf: 'dnf',
  dnf5: 'dnf',
  yum: 'yum',
  'apt-get': 'apt',
  zypper: 'zypper',
  pacman: 'pacman',
  apk: 'apk',
}

const OF_FAMILY: Readonly<Record<string, string>> = {
  Debian: 'apt',
  Suse: 'zypper',
  Archlinux: 'pacman',
  Alpine: 'apk',
}

/** The script that asks. `mark` is random: noise of a login script comes before it. */
export const helloScript = (mark: string): string => `printf '\\036%s\\n' ${quote(mark)}
f=/etc/os-release
[ -r $f ] || f=/usr/lib/os-release
[ ! -r $f ] || while IFS= read -r l || [ -n "$l" ]; do
  case $l in ID=*|ID_LIKE=*|VERSION_ID=*|NAME=*|PRETTY_NAME=*) printf 'os %s\\n' "$l" ;; esac
done <$f
for p in ${Object.keys(MANAGERS).join(' ')}; do
  if command -v $p >/dev/null 2>&1; then printf 'packages %s\\n' $p; fi
done
if [ -d /run/systemd/system ]; then i=systemd
elif [ -d /run/openrc ] || [ -x /sbin/openrc ]; then i=openrc
elif [ -d /etc/init.d ]; then i=sysvinit
else i=; fi
h=\${HOME:-}
if [ -z "$h" ]; then
  u=$(id -un)
  case $u in ''|*[!A-Za-z0-9._-]*) ;; *) eval "h=~$u" ;; esac
fi
printf 'init %s\\nhome %s\\numask %s\\ncwd %s\\n' "$i" "$h" "$(umask)" "$(pwd)"
printf 'uname '; uname -srm
printf 'id '; id
printf 'stat '; stat --version 2>&1
`

/** The facts in a reply to the script (one character a byte). Throws Lost when that was no shell that answered. */
export const readHello = (reply: string, mark: string): Facts => {
  const start = reply.indexOf(`\x1e${mark}\n`)
  const lines = start === -1 ? [] : utf8(reply.slice(start + mark.length + 2)).split('\n')
  const all = (name: string): string[] =>
    lines.flatMap(line => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []))
  const one = (name: string): string => all(name)[0] ?? ''
  const uname = /^(\S+) (\S+) (.+)$/.exec(one('uname'))
  const id = /^uid=(\d+)(?:\(([^)]*)\))?/.exec(one('id'))
  if (!uname || !id)
    throw new Lost(
      'lost',
      'its login shell did not answer as a POSIX shell would; mokplay needs sh, uname and id there',
    )
  const release = parseRelease(all('os').join('\n'))
  const { name, family } = distributionOf(release)
  return {
    os: {
      id: release['ID'] ?? '',
      family,
      version: release['VERSION_ID'] ?? '',
      name: release['PRETTY_NAME'] ?? name,
    },
    packages: packagesOf(all('packages'), family),
    init: one('init'),
    kernel: uname[2]!,
    machine: uname[3]!,
    user: id[2] ?? id[1]!,
    uid: Number(id[1]),
    home: one('home') || '/',
    ...(one('cwd').startsWith('/') && { cwd: one('cwd') }),
    umask: Number.parseInt(one('umask') || '22', 8)
      .toString(8)
      .padStart(3, '0'),
    flavour: flavourOf(all('stat')[0] ?? '', lines),
  }
}

/** A Debian with dnf installed is still apt's. */
const packagesOf = (programs: readonly string[], family: string): string => {
  const found = programs.map(program => MANAGERS[program] ?? '')
  return found.find(manager => manager === OF_FAMILY[family]) ?? found[0] ?? ''
}

/** uutils spells its options as GNU does. */
const flavourOf = (version: string, lines: readonly string[]): string => {
  if (/\bGNU\b|uutils/.test(version)) return 'gnu'
  return lines.some(line => /busybox/i.test(line)) ? 'busybox' : 'bsd'
}
