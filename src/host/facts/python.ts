// Which Python the host has, by its own word: roles choose names of packages by it. Nothing here runs it for more.
import type { Collector } from './gathered.ts'

/** The places that Ansible prefers, then the PATH. `-V` ends before the interpreter has begun. */
const SCRIPT = `for p in /usr/bin/python3 /usr/libexec/platform-python "$(command -v python3)" "$(command -v python)"; do
if [ -x "$p" ]; then echo "$p"; "$p" -V 2>&1; break; fi
done`

export const python: Collector = {
  scripts: { python: SCRIPT },
  facts: of => {
    const [executable, said = ''] = of.section('python').split('\n')
    const [, major, minor, micro, level] = /^Python (\d+)\.(\d+)\.(\d+)(\S*)/.exec(said) ?? []
    if (major === undefined) return {}
    const numbers = [Number(major), Number(minor), Number(micro)] as const
    const releaselevel = level?.startsWith('rc') ? 'candidate' : 'final'
    const serial = Number(/\d+$/.exec(level ?? '')?.[0] ?? 0)
    return {
      python_version: numbers.join('.'),
      python: {
        executable,
        has_sslcontext: true,
        type: 'cpython',
        version: {
          major: numbers[0],
          minor: numbers[1],
          micro: numbers[2],
          releaselevel,
          serial,
        },
        version_info: [...numbers, releaselevel, serial],
      },
    }
  },
}
