// Filters on paths of Windows, as Python's ntpath cuts them.
import type { Filters } from '../plugin.ts'
import { str } from '../print.ts'
import { tuple } from '../values.ts'

/** `C:`, or `\\host\share`; and what follows. */
const splitDrive = (path: string): readonly [drive: string, rest: string] => {
  const share = /^[\\/]{2}(?![\\/])[^\\/]*[\\/][^\\/]*/.exec(path)?.[0]
  const device = /^[\\/]{2}\?[\\/]unc[\\/][^\\/]*(?:[\\/][^\\/]*)?/i.exec(path)?.[0]
  const lone = /^[\\/]{2}(?![\\/])[^\\/]*$/.exec(path)?.[0]
  const drive = device ?? share ?? lone ?? /^.:/s.exec(path)?.[0] ?? ''
  return [drive, path.slice(drive.length)]
}

const split = (path: string): readonly [head: string, tail: string] => {
  const [drive, rest] = splitDrive(path)
  const at = Math.max(rest.lastIndexOf('/'), rest.lastIndexOf('\\')) + 1
  const head = rest.slice(0, at)
  return [drive + (head.replace(/[\\/]+$/, '') || head), rest.slice(at)]
}

const part = (act: (path: string) => unknown): Filters[string] => ({
  takes: ['path'],
  run: ([path]) => act(str(path)),
})

export const windowsPathFilters: Filters = {
  win_basename: part(path => split(path)[1]),
  win_dirname: part(path => split(path)[0]),
  win_splitdrive: part(path => tuple(splitDrive(path))),
}
