// One play: its keywords, its variables, and its sections in the order in which they run.
import { error } from '../base/diagnostic.ts'
import type { Span } from '../base/source.ts'
import { dict, isDict } from '../base/value.ts'
import type { Item, Located, Play } from '../model/playbook.ts'
import { importForm } from './action.ts'
import { readVarsFiles } from './ahead.ts'
import { loadItems, namesIn } from './items.ts'
import { readKeywords, unknownKeyword } from './keyword-check.ts'
import type { Loading, Spot } from './loading.ts'
import { firstLine, keySpan, partsOf } from './places.ts'
import { checkPrompts, promptNames } from './prompts.ts'
import { loadRoleEntries } from './role-entry.ts'

type Raw = Readonly<Record<string, unknown>>

/** The play of a mapping; undefined when it is for nobody. */
export const loadPlay = (
  loading: Loading,
  raw: Raw,
  span: Span,
  file: string,
): Play | undefined => {
  const line = firstLine(span, loading.sources.get(file)?.text ?? '')
  loading.roleHandlers = []
  loading.handledRoles = new Set()
  loading.rolesSeen = new Set()
  const { keywords, others } = readKeywords(loading, raw, 'play', span)
  for (const key of others) strayInPlay(loading, key, keySpan(raw, key, line))
  const { name, hosts, vars, vars_files, pre_tasks, roles, tasks, post_tasks, handlers, ...rest } =
    keywords
  if (!hosts || isNobody(hosts.value)) noHosts(loading, raw, hosts?.span ?? line)
  const fromFiles = vars_files ? readVarsFiles(loading, partsOf(vars_files), { file }) : []
  const spot = {
    ...spotOf(file),
    collections: [
      ...collectionOf(file),
      ...(rest['collections'] ? namesIn(rest['collections']) : []),
    ],
    vars: [...(isDict(vars?.value) ? [vars.value] : []), ...fromFiles],
  }
  const section = (located: Located | undefined, kind: Spot['kind'] = 'task'): readonly Item[] =>
    located ? loadItems(loading, located, { ...spot, kind }) : []
  if (rest['vars_prompt']) checkPrompts(loading, rest['vars_prompt'])
  loading.ahead.vars.push(promptNames(rest['vars_prompt']))
  const preTasks = section(pre_tasks)
  const blocks = roles ? loadRoleEntries(loading, roles, spot) : []
  const body = section(tasks)
  const after = section(post_tasks)
  const own = section(handlers, 'handler')
  if (!hosts) return undefined
  return {
    name: isNobody(name?.value)
      ? { value: hostsText(hosts.value), span: hosts.span }
      : { value: String(name?.value), span: name!.span },
    hosts,
    keywords: rest,
    vars: { vars: isDict(vars?.value) ? vars.value : dict(), trusted: true, from: 'play vars' },
    varsFiles: vars_files ? partsOf(vars_files) : [],
    preTasks,
    roles: blocks,
    tasks: body,
    postTasks: after,
    handlers: [...loading.roleHandlers, ...own],
    file,
    span,
  }
}

// What stands at the play stands above all of its roles alike: it decides nothing between them.
const spotOf = (file: string): Spot => ({
  place: { file },
  kind: 'task',
  chain: [file],
  conditions: '',
  collections: [],
  depth: 0,
  vars: [],
})

/** The collection that a playbook is of. */
const collectionOf = (file: string): readonly string[] => {
  const found = /ansible_collections\/(\w+)\/(\w+)\/playbooks\//.exec(file)
  return found ? [`${found[1]}.${found[2]}`] : []
}

const isNobody = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  (Array.isArray(value) && value.length === 0)

const hostsText = (hosts: unknown): string =>
  Array.isArray(hosts) ? hosts.map(String).join(',') : String(hosts)

const noHosts = (loading: Loading, raw: Raw, span: Span): void =>
  loading.report(
    Object.hasOwn(raw, 'hosts')
      ? error('play/no-hosts', 'the pattern of hosts is empty', {
          span,
          hint: 'write a group, a host, or "all"',
        })
      : error('play/no-hosts', 'the play says no hosts', {
          span,
          hint: 'add "hosts:" with a group, a host, or "all"',
        }),
  )

const strayInPlay = (loading: Loading, key: string, span: Span): void => {
  if (loading.edges.modules.find(key) || importForm(key))
    loading.report(
      error('play/module', `"${key}" is a module; it belongs into a task`, {
        span,
        hint: 'move it into the list under "tasks:"',
      }),
    )
  else unknownKeyword(loading, key, 'play', span)
}
