// `package-list MANAGER`: all that a package manager has installed.
import { quote } from '../../base/shell.ts'
import type { ListedPackage, PackageListAnswer } from '../../model/list-answers.ts'
import { absent, known, utf8, type Kind } from '../kind.ts'

type Manager = {
  readonly program: string
  readonly argv: readonly string[]
  readonly read: (fields: readonly string[]) => ListedPackage | undefined
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
      '${Package}\\t${Version}\\t${Architecture}\\t${Section}\\t${Origin}\\t${db:Status-Status}\\n',
    ],
    read: ([name = '', version = '', arch = '', category = '', origin = '', status]) =>
      status === 'installed' ? { name, version, arch, category, origin } : undefined,
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
      const found = /^(.+)-(\d[^-]*-r\d+)$/.exec(line)
      return found ? { name: found[1]!, version: found[2]! } : undefined
    },
  },
}

export const packageListKind: Kind<PackageListAnswer> = {
  kind: 'package-list',
  script: probes =>
    probes
      .map(({ id }) => {
        const { program, argv } = MANAGERS[id]!
        const call = [program, ...argv].map(quote).join(' ')
        return `if command -v ${program} >/dev/null; then printf '\\036%s\\n' ${quote(id)}; ${call}; fi`
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
      const { read } = MANAGERS[id]!
      const lines = list.split('\n').filter(line => line !== '')
      return known({ packages: lines.flatMap(line => read(line.split('\t')) ?? []) })
    })
  },
}
