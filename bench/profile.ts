// Reads a CPU profile of node (`--cpu-prof`) and names where the time goes: by function, by file, and by what a
// function and all it calls cost. Words: the .cpuprofile, how many lines (20).
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

type ProfileNode = {
  readonly id: number
  readonly callFrame: {
    readonly functionName: string
    readonly url: string
    readonly lineNumber: number
  }
  readonly children?: readonly number[]
}
type Profile = {
  readonly nodes: readonly ProfileNode[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

/** A share of all samples that were not idle. */
export type Share = { readonly name: string; readonly share: number }
export type Costs = {
  readonly self: readonly Share[]
  readonly files: readonly Share[]
  readonly total: readonly Share[]
}

const fileOf = ({ callFrame: { url } }: ProfileNode): string => {
  if (url === '') return '(node)'
  return url
    .replace(/^.*\/node_modules\//, '')
    .replace(/^.*\/dist\//, '')
    .replace(/\.js$/, '.ts')
}

const nameOf = (node: ProfileNode): string =>
  `${node.callFrame.functionName || '(anonymous)'} ${fileOf(node)}:${node.callFrame.lineNumber + 1}`

/** What a profile says, the largest first. */
export const costsOf = (text: string): Costs => {
  const { nodes, samples, timeDeltas } = JSON.parse(text) as Profile
  const byId = new Map(nodes.map(node => [node.id, node]))
  const own = new Map<number, number>()
  samples.forEach((id, index) => own.set(id, (own.get(id) ?? 0) + (timeDeltas[index] ?? 0)))
  const idle = new Set(['(idle)', '(root)'])
  const self = new Map<string, number>()
  const files = new Map<string, number>()
  const total = new Map<string, number>()
  const add = (to: Map<string, number>, name: string, time: number): void =>
    void to.set(name, (to.get(name) ?? 0) + time)
  let all = 0
  // A function that calls itself counts once: `open` holds the names on the way.
  const visit = (node: ProfileNode, open: ReadonlySet<string>): number => {
    const name = nameOf(node)
    const time = idle.has(node.callFrame.functionName) ? 0 : (own.get(node.id) ?? 0)
    all += time
    add(self, name, time)
    add(files, fileOf(node), time)
    const inner = new Set(open).add(name)
    let sum = time
    for (const id of node.children ?? []) sum += visit(byId.get(id)!, inner)
    if (!open.has(name)) add(total, name, sum)
    return sum
  }
  visit(nodes[0]!, new Set())
  const sorted = (of: Map<string, number>): Share[] =>
    [...of].map(([name, time]) => ({ name, share: time / all })).sort((a, b) => b.share - a.share)
  return { self: sorted(self), files: sorted(files), total: sorted(total) }
}

/** The first lines of each list as text. */
const costText = (costs: Costs, lines: number): string =>
  Object.entries(costs)
    .map(([kind, shares]) => {
      const shown = (shares as readonly Share[]).slice(0, lines)
      return `${kind}\n${shown.map(({ name, share }) => `${(share * 100).toFixed(1).padStart(6)} %  ${name}`).join('\n')}`
    })
    .join('\n\n')

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , file = '', lines = '20'] = process.argv
  process.stdout.write(`${costText(costsOf(readFileSync(file, 'utf8')), Number(lines))}\n`)
}
