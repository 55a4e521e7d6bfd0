// Tests on files of the controller.
import type { TestPlugin, Tests } from '../plugin.ts'
import { str } from '../print.ts'
import type { Files } from '../../model/edge.ts'

const asked = (run: (path: string, files: Files) => boolean): TestPlugin => ({
  takes: ['path'],
  run: ([path], context) => run(str(path), context.run.edges.files),
})

const exists = asked((path, files) => files.stat(path) !== undefined)
const directory = asked((path, files) => files.stat(path)?.type === 'directory')
const file = asked((path, files) => files.stat(path)?.type === 'file')
const absolute = asked(path => path.startsWith('/'))

/**
 * Whether the last part of a path is a link: its real path is not that of its folder and its name.
 */
const isLink = (path: string, files: Files): boolean => {
  const at = path.lastIndexOf('/')
  const folder = files.realpath(at <= 0 ? (at === 0 ? '/' : '.') : path.slice(0, at))
  const real = files.realpath(path)
  return (
    folder !== undefined &&
    real !== undefined &&
    real !== `${folder.replace(/\/$/, '')}/${path.slice(at + 1)}`
  )
}
const link = asked(isLink)
const linkExists = asked((path, files) => files.stat(path) !== undefined || isLink(path, files))

const sameFile: TestPlugin = {
  takes: ['path', 'other'],
  run: ([path, other], context) => {
    const { files } = context.run.edges
    const real = files.realpath(str(path))
    return real !== undefined && real === files.realpath(str(other))
  },
}

/** As the kernel lists what is mounted; blanks and their like are octal there. */
const mount = asked((path, files) => {
  const table = files.read('/proc/self/mountinfo')
  const real = files.realpath(path)
  if (table === undefined || real === undefined || isLink(path, files)) return false
  return new TextDecoder()
    .decode(table)
    .split('\n')
    .some(line => (line.split(' ')[4] ?? '').replace(/\\(\d{3})/g, octal) === real)
})
const octal = (_all: string, digits: string): string =>
  String.fromCharCode(Number.parseInt(digits, 8))

export const fileTests: Tests = {
  exists,
  directory,
  is_dir: directory,
  file,
  is_file: file,
  abs: absolute,
  is_abs: absolute,
  link,
  is_link: link,
  link_exists: linkExists,
  mount,
  is_mount: mount,
  same_file: sameFile,
  is_same_file: sameFile,
}
