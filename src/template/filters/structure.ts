// Filters of ansible.utils on nested data: paths, places of items, lists brought together.
import { dict, isDict } from '../../base/value.ts'
import { order } from '../compare.ts'
import { attribute, item } from '../members.ts'
import type { Context, Filters } from '../plugin.ts'
import { keyText, str } from '../print.ts'
import { typeProblem } from '../problem.ts'
import { iterate, known, truth, typeName, Undefined } from '../values.ts'

type Dict = Record<string, unknown>

const STEP = /\.?([^.[\]]+)|\[\s*(?:'([^']*)'|"([^"]*)"|(-?\d+))\s*\]/y

/** The value at a path such as `a.b[0]['c']`. */
const getPath = (value: unknown, path: string, { run }: Context): unknown => {
  let found = value
  for (STEP.lastIndex = 0; STEP.lastIndex < path.length;) {
    const at = STEP.lastIndex
    const match = STEP.exec(path)
    if (!match) throw typeProblem(`get_path cannot read "${path}" at character ${at + 1}`)
    const [, name, single, double, index] = match
    const key = single ?? double
    found =
      name !== undefined
        ? /^\d+$/.test(name)
          ? item(found, Number(name), run)
          : attribute(found, name, run)
        : item(found, key ?? Number(index), run)
  }
  return found
}

const toPaths = (value: unknown, name: string, made: Dict): Dict => {
  if (isDict(value) && Object.keys(value).length > 0)
    for (const [key, part] of Object.entries(value)) {
      const isName = /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(key)
      toPaths(part, name === '' ? key : isName ? `${name}.${key}` : `${name}['${key}']`, made)
    }
  else if (Array.isArray(value) && value.length > 0)
    value.forEach((part, index) => toPaths(part, `${name}[${index}]`, made))
  else if (name !== '' || !(isDict(value) || Array.isArray(value))) made[name] = value
  return made
}

const indexOf = (
  data: unknown,
  test: string,
  wanted: unknown,
  key: unknown,
  strict: boolean,
  context: Context,
): number[] => {
  const [, no, name = ''] = /^(!|not )?(.*)$/.exec(test) ?? []
  const plain = no && name === '=' ? '==' : name
  const right = plain === 'in' && !Array.isArray(wanted) ? [wanted] : wanted
  const holds = (one: unknown): boolean =>
    context.test(plain, one, right === null ? [] : [right], new Map()) !== (no !== undefined)
  return iterate(data).flatMap((entry, index) => {
    if (key === null) return holds(entry) ? [index] : []
    if (!isDict(entry))
      throw typeProblem(`index_of with a key wants dicts, not '${typeName(entry)}'`)
    if (Object.hasOwn(entry, keyText(key))) return holds(entry[keyText(key)]) ? [index] : []
    if (strict) throw typeProblem(`index_of: '${str(key)}' is missing in item ${index}`)
    return []
  })
}

type Source = { data: readonly Dict[]; key: string; name: string }

const sourcesOf = (value: unknown): Source[] =>
  iterate(value).map(one => {
    if (!isDict(one) || !Array.isArray(one['data']) || !('match_key' in one) || !('name' in one))
      throw typeProblem('consolidate wants dicts with data, match_key and name')
    return {
      data: one['data'].filter(isDict),
      key: keyText(one['match_key']),
      name: keyText(one['name']),
    }
  })

const consolidate = (value: unknown, refuse: Record<'key' | 'value' | 'twice', boolean>): Dict => {
  const sources = sourcesOf(value)
  const keys = new Map<string, unknown>()
  for (const { data, key, name } of sources) {
    const own = new Set<string>()
    for (const one of data) {
      if (!Object.hasOwn(one, key)) {
        if (refuse.key) throw typeProblem(`consolidate: match key ${key} is missing in ${name}`)
        continue
      }
      const text = keyText(one[key])
      if (own.has(text) && refuse.twice)
        throw typeProblem(`consolidate: ${key} ${text} stands twice in ${name}`)
      own.add(text)
      keys.set(text, one[key])
    }
  }
  const found = ({ data, key }: Source, text: string): Dict | undefined =>
    data.findLast(one => Object.hasOwn(one, key) && keyText(one[key]) === text)
  if (refuse.value)
    for (const text of keys.keys())
      for (const source of sources)
        if (!found(source, text))
          throw typeProblem(`consolidate: ${source.name} has no ${source.key} ${text}`)
  return dict(
    [...keys]
      .sort(([, a], [, b]) => order(a, b))
      .map(([text]) => [
        text,
        dict(sources.map(source => [source.name, found(source, text) ?? dict()] as const)),
      ]),
  )
}

const compareLists = (base: unknown, target: unknown): Dict => {
  const [all, wanted] = [iterate(base).map(str), iterate(target).map(str)]
  const refused = wanted.filter(one => one.startsWith('!')).map(one => one.slice(1))
  const plain = wanted.filter(one => one !== 'all' && !one.startsWith('!'))
  const chosen = new Set(wanted.includes('all') ? all : [])
  for (const one of refused) chosen.delete(one)
  for (const one of plain) if (all.includes(one)) chosen.add(one)
  return dict([
    ['actionable', [...chosen].sort(order)],
    ['unsupported', plain.filter(one => !all.includes(one))],
  ])
}

export const structureFilters: Filters = {
  get_path: {
    partial: 'names, indexes and keys in brackets; no filters in a path',
    takes: ['var', 'path', 'environment?', 'wantlist?'],
    run: ([value, path, , list = false], context) => {
      const found = getPath(value, str(path), context)
      if (found instanceof Undefined) throw found.error()
      return truth(list) ? [found] : found
    },
  },
  to_paths: {
    takes: ['var', 'prepend?', 'wantlist?'],
    run: ([value, prepend = null, list = false]) => {
      const made = toPaths(
        truth(prepend) ? dict([[str(prepend), value]]) : known(value),
        '',
        dict(),
      )
      return truth(list) ? [made] : made
    },
  },
  index_of: {
    takes: ['data', 'test', 'value?', 'key?', 'wantlist?', 'fail_on_missing?'],
    run: ([data, test, value = null, key = null, list = false, strict = false], context) => {
      const found = indexOf(data, str(test), value, key, truth(strict), context)
      return found.length === 1 && !truth(list) ? found[0] : found
    },
  },
  consolidate: {
    takes: [
      'data_sources',
      'fail_missing_match_key?',
      'fail_missing_match_value?',
      'fail_duplicate?',
    ],
    run: ([value, key = true, missing = true, twice = true]) =>
      consolidate(value, { key: truth(key), value: truth(missing), twice: truth(twice) }),
  },
  param_list_compare: {
    takes: ['base', 'target'],
    run: ([base, target]) => compareLists(base, target),
  },
}
