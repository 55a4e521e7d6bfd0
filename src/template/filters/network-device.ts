// Filters of ansible.netcommon on what network devices are told: VLANs, passwords of type 5.
import { crypt, saltOf } from '../crypt.ts'
import { order } from '../compare.ts'
import type { Filters } from '../plugin.ts'
import { str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { iterate, toIndex, truth, typeName } from '../values.ts'

const saltIn = (hash: unknown): string => {
  const parts = str(hash).split('$')
  if (parts.length !== 4) throw typeProblem(`'${str(hash)}' is no hash with a salt`)
  return parts[2]!
}

const wantText = (value: unknown, filter: string): string => {
  if (typeof value === 'string') return value
  throw typeProblem(`${filter} wants a text, not '${typeName(value)}'`)
}

const expandVlans = (text: string): number[] =>
  text
    .split(',')
    .flatMap(part => {
      const [from, to = from] = part.split('-').map(Number)
      if (from === undefined || to === undefined || Number.isNaN(from + to) || to - from > 4096)
        throw typeProblem(`vlan_expander: '${part}' is no VLAN and no range of them`)
      return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)
    })
    .sort((a, b) => a - b)

/** Runs of three and more are joined by a dash. */
const runs = (vlans: readonly number[]): string[] => {
  const made: string[] = []
  for (let from = 0; from < vlans.length;) {
    let to = from
    while (to + 1 < vlans.length && vlans[to + 1] === vlans[to]! + 1) to++
    if (to - from < 2) made.push(...vlans.slice(from, to + 1).map(String))
    else made.push(`${vlans[from]}-${vlans[to]}`)
    from = to + 1
  }
  return made
}

const vlanLines = (vlans: readonly number[], first: number, other: number): string[] => {
  const sorted = [...new Set(vlans)].sort(order)
  if (sorted.length === 0 || sorted[0]! < 1 || sorted.at(-1)! > 4094)
    throw typeProblem('vlan_parser: VLANs are 1 to 4094')
  const lines = ['']
  for (const run of runs(sorted)) {
    const limit = lines.length === 1 ? first : other
    if (lines.at(-1)!.length + run.length > limit) lines.push('')
    lines[lines.length - 1] += `${run},`
  }
  return lines.map(line => line.replace(/,+$/, '')).filter(line => line !== '')
}

export const networkDeviceFilters: Filters = {
  vlan_expander: { takes: ['data'], run: ([value]) => expandVlans(str(value)) },
  vlan_parser: {
    takes: ['data', 'first_line_len?', 'other_line_len?'],
    run: ([value, first = 48, other = 44]) =>
      vlanLines(iterate(value).map(toIndex), toIndex(first), toIndex(other)),
  },
  type5_pw: {
    takes: ['password', 'salt?'],
    run: ([password, salt = null], { run }) =>
      crypt(
        'md5',
        wantText(password, 'type5_pw'),
        truth(salt) ? wantText(salt, 'type5_pw') : saltOf(run.edges.random(4)),
      ),
  },
  hash_salt: { takes: ['password'], run: ([value]) => saltIn(value) },
  comp_type5: {
    takes: ['unencrypted_password', 'encrypted_password', 'return_original?'],
    run: ([plain, hash, original = false]) => {
      const same = crypt('md5', wantText(plain, 'comp_type5'), saltIn(hash)) === str(hash)
      return same && original === true ? str(hash) : same
    },
  },
}
