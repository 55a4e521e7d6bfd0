// `sysctl NAME`: the live value of a kernel parameter, blanks made one. One grep reads all files: the shell's own
// `read` takes single bytes, and /proc answers only the first of them.
import { quote } from '../../base/shell.ts'
import { grepLines } from '../grep-lines.ts'
import { absent, failed, known, utf8, type Kind } from '../kind.ts'

/**
 * The file of a parameter. As for sysctl(8), whichever of `.` and `/` comes first separates; the other one is part
 * of a name: net/ipv4/conf/eth0.1/rp_filter is net.ipv4.conf.eth0/1.rp_filter.
 */
export const sysctlPath = (name: string): string => {
  const dotted = /^[^./]*\./.test(name)
  return `/proc/sys/${dotted ? name.replace(/[./]/g, sign => (sign === '.' ? '/' : '.')) : name}`
}

const canonical = (value: string): string => value.trim().split(/\s+/).join(' ')

export const sysctlKind: Kind<string> = {
  kind: 'sysctl',
  script: probes => {
    const files = probes.map(probe => quote(sysctlPath(probe.id)))
    const signs = files.map(file => `if [ -f ${file} ]; then printf k; else printf a; fi`)
    return `${signs.join('\n')}\necho\ngrep -H '' -- ${files.join(' ')}`
  },
  parse: (text, probes) => {
    const end = text.indexOf('\n')
    const values = grepLines(
      text.slice(end + 1),
      probes.map(probe => sysctlPath(probe.id)),
    )
    return probes.map((probe, index) => {
      if (text[index] === 'a') return absent
      const lines = values.get(sysctlPath(probe.id))
      return text[index] === 'k' && lines
        ? known(canonical(utf8(lines.join('\n'))))
        : failed('it cannot be read')
    })
  },
  same: (promised, found) => canonical(promised) === found,
  guard: (probe, value) => {
    const file = quote(sysctlPath(probe.id))
    if (value === undefined) return `[ ! -e ${file} ]`
    return `(set -f; set -- $(cat ${file} 2>/dev/null); [ "$*" = ${quote(value)} ])`
  },
}
