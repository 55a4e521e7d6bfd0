// `package-list MANAGER`: all that a package manager has installed.
import { quote } from '../../base/shell.ts'
import type { ListedPackage, PackageListAnswer } from '../../model/list-answers.ts'
import { absent, known, utf8, type Kind } from '../kind.ts'

type Manager = {
  readonly program: string
  readonly argv: readonly string[]
  readonly read: (fields: readonly string[]) => ListedPackage | undefined
  /** sh that tells more, after a line of its own, and what becomes of the packages with it. */
  readonly more?: string
  readonly complete?: (packages: readonly ListedPackage[], more: string) => readonly ListedPackage[]
}

const MORE = '\x1d'

// Where an installed version comes from, only apt knows: the first place below the version with the stars. Which
// origin a place has, stands in the list of all places.
const APT_ORIGINS = String.raw`echo "#$(dpkg --print-architecture)"
if command -v apt-cache >/dev/null; then
  apt-cache policy | sed 's/^/+/'
  dpkg-query -W -f '${'$'}{binary:Package}\n' | xargs apt-cache policy |
    sed -n -e 's/^\([^ ].*\):$/@\1/p' -e '/^ \*\*\*/{n;s/^ *[-0-9][0-9]* /-/p;}'
fi`

/** Origins by the names of packages. */
const aptOrigins = (text: string): ReadonlyMap<string, string> => {
  const ofPlace = new Map<string, string>()
  const found = new Map<string, string>()
  let place = ''
  let name = ''
  for (const line of text.split('\n')) {
    const start = /^\+ *-?\d+ (.*)$/.exec(line)
    if (start) place = start[1]!
    const origin = /^\+ +release .*?\bo=([^,]*)/.exec(line)
    if (origin) ofPlace.set(place, origin[1]!)
    if (line.startsWith('@')) name = line.slice(1)
    if (line.startsWith('-')) found.set(name, ofPlace.get(line.slice(1)) ?? '')
  }
  return found
}

const number = (text: string): number | null => (/^\d+$/.test(text) ? Number(text) : null)

/** Each prints a line for each package, with tabs between fields. */
const MANAGERS: Readonly<Record<string, Manager>> = {
  rpm: {
    program: 'rpm',
    argv: ['-qa', '--qf', '%{NAME}\\t%{VERSION}\\t%{RELEASE}\\t%{EPOCH}\\t%{ARCH}\\n'],
    read: ([name = '', version = '', release = '', epoch = '', arch = '']) => ({
      name,
      version,
      release,
      epoch: number(epoch),
      arch: arch === '(none)' ? null : arch,
    }),
  },
  apt: {
    program: 'dpkg-query',
    argv: [
      '-W',
      '-f',
      '${Package}\\t${Version}\\t${Architecture}\\t${Section}\\t${db:Status-Status}\\n',
    ],
    read: ([name = '', version = '', arch = '', category = '', status = '']) =>
      status === 'installed' || status.startsWith('trigger')
        ? { name, version, arch, category, origin: '' }
        : undefined,
    more: APT_ORIGINS,
    complete: (packages, more) => {
      const native = /^#(.*)$/m.exec(more)?.[1]
      const origins = aptOrigins(more)
      return packages.map(each => {
        const isForeign = each.arch !== native && each.arch !== 'all'
        const name = isForeign ? `${each.name}:${each.arch}` : each.name
        return { ...each, name, origin: origins.get(name) ?? '' }
      })
    },
  },
  pacman: {
    program: 'pacman',
    argv: ['-Q'],
    read: ([line = '']) => {
      const [name = '', version = ''] = line.split(' ')
      return name === '' ? undefined : { name, version }
    },
  },
  apk: {
    program: 'apk',
    argv: ['info', '-v'],
    read: ([line = '']) => {
      const found = /^(.+)-([^-]+)-([^-]+)$/.exec(line)
      return found ? { name: found[1]!, version: found[2]!, release: found[3]! } : undefined
    },
  },
}

export const packageListKind: Kind<PackageListAnswer> = {
  kind: 'package-list',
  script: probes =>
    probes
      .map(({ id }) => {
        const { program, argv, more } = MANAGERS[id]!
        const call = [program, ...argv].map(quote).join(' ')
        const told = more === undefined ? '' : `printf '\\035\\n'\n${more}\n`
        return `if command -v ${program} >/dev/null; then printf '\\036%s\\n' ${quote(id)}; ${call}\n${told}fi`
      })
      .join('\n'),
  parse: (text, probes) => {
    const lists = new Map(
      utf8(text)
        .split('\x1e')
        .slice(1)
        .map(part => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]),
    )
    return probes.map(({ id }) => {
      const list = lists.get(id)
      if (list === undefined) return absent
      const { read, complete } = MANAGERS[id]!
      const [own = '', more = ''] = list.split(MORE)
      const lines = own.split('\n').filter(line => line !== '')
      const packages = lines.flatMap(line => read(line.split('\t')) ?? [])
      return known({ packages: complete ? complete(packages, more) : packages })
    })
  },
}
