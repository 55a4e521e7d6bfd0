// `dpkg-selection NAME`: what dpkg is told to do with a package: install, hold, deinstall, purge.
import { quote } from '../../base/shell.ts'
import { absent, failed, known, utf8, type Kind } from '../kind.ts'

export const dpkgSelectionKind: Kind<string> = {
  kind: 'dpkg-selection',
  script: probes =>
    [
      `command -v dpkg >/dev/null || { echo !; exit; }`,
      `dpkg --get-selections ${probes.map(({ id }) => quote(id)).join(' ')}`,
    ].join('\n'),
  parse: (text, probes) => {
    if (text.startsWith('!'))
      return probes.map(() => failed('dpkg is not on the host: Debian and its kin have it'))
    const rows = utf8(text)
      .split('\n')
      .map(line => line.split(/\s+/))
    return probes.map(({ id }) => {
      const row = rows.find(([name]) => name === id || name?.startsWith(`${id}:`))
      return row?.[1] === undefined ? absent : known(row[1])
    })
  },
}
