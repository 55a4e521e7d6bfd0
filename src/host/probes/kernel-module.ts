// `kernel-module NAME`: whether it is in the kernel, and the configuration that speaks of it. /proc/modules is not
// asked: a kernel without loadable modules has none, and what is built in stands in modules.builtin alone.
import { quote } from '../../base/shell.ts'
import type { KernelModuleAnswer } from '../../model/answers.ts'
import type { Probe } from '../../model/module.ts'
import { grepLines } from '../grep-lines.ts'
import { absent, known, utf8, type Kind } from '../kind.ts'

/** The kernel's own spelling. */
const plain = (name: string): string => name.replaceAll('-', '_')

const wantsFiles = (probe: Probe<KernelModuleAnswer>): boolean => probe.ask?.['files'] === true

/** In modules.builtin, file names may have either sign. */
const pattern = (name: string): string =>
  plain(name)
    .replace(/[.*^$\\[\]]/g, '\\$&')
    .replaceAll('_', '[-_]')

/** Whether a line of a configuration file speaks of a module: loads it, gives it options, or did so until it was commented out. */
const speaksOf = (line: string, name: string): boolean => {
  const words = line.replace(/^[\s#;]+/, '').split(/\s+/)
  return [words[0], words[0] === 'options' ? words[1] : undefined].some(
    word => word !== undefined && plain(word) === plain(name),
  )
}

export const kernelModuleKind: Kind<KernelModuleAnswer> = {
  kind: 'kernel-module',
  script: (probes, facts) => {
    const signs = probes.map(({ id }) => {
      const folder = quote(`/sys/module/${plain(id)}`)
      return `if [ -e ${folder}/initstate ]; then printf l; elif [ -d ${folder} ]; then printf b; else printf -- -; fi`
    })
    const names = probes.map(({ id }) => `-e ${quote(`/${pattern(id)}\\.ko`)}`)
    const files = probes.some(wantsFiles)
      ? [
          `for f in /etc/modules /etc/modules-load.d/*.conf /etc/modprobe.d/*.conf; do [ -f "$f" ] || continue; set -- "$@" "$f"; printf 'F %s\\n' "$f"; done`,
          `[ $# -eq 0 ] || grep -H '' -- "$@"`,
        ]
      : []
    return [
      ...signs,
      'echo',
      `grep ${names.join(' ')} ${quote(`/lib/modules/${facts.kernel}/modules.builtin`)}`,
      `echo`,
      'set --',
      ...files,
    ].join('\n')
  },
  parse: (text, probes) => {
    const [signs = '', ...lines] = text.split('\n')
    const end = lines.indexOf('')
    const builtin = new Set(
      lines.slice(0, end).map(line => plain(line.replace(/^.*\//, '').replace(/\.ko.*$/, ''))),
    )
    const rest = lines.slice(end + 1)
    const paths = rest.flatMap(line => (line.startsWith('F ') ? [line.slice(2)] : []))
    const texts = grepLines(rest.join('\n'), paths)
    return probes.map((probe, index) => {
      const loaded =
        signs[index] === 'l'
          ? 'loaded'
          : signs[index] === 'b' || builtin.has(plain(probe.id))
            ? 'builtin'
            : 'no'
      const files = [...texts].filter(([, lines]) => lines.some(line => speaksOf(line, probe.id)))
      if (loaded === 'no' && files.length === 0) return absent
      return known({
        loaded,
        files: Object.fromEntries(
          files.map(([path, lines]) => [utf8(path), utf8(`${lines.join('\n')}\n`)]),
        ),
      })
    })
  },
  // A module that was asked for may turn out to be built in: it is there all the same.
  same: (promised, found) =>
    (promised.loaded === 'no') === (found.loaded === 'no') &&
    Object.entries(promised.files).every(
      ([path, text]) => found.files[path]?.trim() === text.trim(),
    ),
  covers: (had, _answer, wanted) => wantsFiles(had) || !wantsFiles(wanted),
  show: ({ loaded, files }) => ({
    loaded,
    ...Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path, text.trim().replaceAll('\n', ' | ')]),
    ),
  }),
}
