// Which of the machine's file systems a host is laid over. An overlay shows one file system without what is mounted
// in it, so a separate /usr or /var is a layer of its own; disks of data are left out on purpose.

/** One overlay of a host: where its lower side is, and where it is mounted in the host. */
export type Layer = { readonly name: string; readonly lower: string; readonly target: string }

const WANTED = /^\/(usr|var|opt|srv|etc|nix|gnu)(\/(local|lib|share|cache|log|store))?$/

/** A path as /proc/self/mountinfo has it: blanks and the like are octal. */
const plain = (path: string): string =>
  path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))

/** Layers for root, from the text of /proc/self/mountinfo. */
export const layersOf = (mountinfo: string): Layer[] => {
  const mounted = mountinfo
    .split('\n')
    .map(line => plain(line.split(' ')[4] ?? ''))
    .filter(path => WANTED.test(path))
  const inner = [...new Set(mounted)].sort()
  return [
    { name: 'base', lower: '/', target: '/' },
    ...inner.map((path, index) => ({ name: `layer${index + 1}`, lower: path, target: path })),
  ]
}
