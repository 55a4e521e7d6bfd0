// An executable inventory: what it prints for --list (and --host) is data from outside. Its texts are never
// templates, and it is given a limited time and size.
import { error } from '../base/diagnostic.ts'
import { isDict } from '../base/value.ts'
import type { Exec } from '../model/edge.ts'
import type { Vars } from '../model/inventory.ts'
import type { Reading } from './inventory-draft.ts'
import { BadJson, readJson } from './read-json.ts'

const SECONDS = 30
const MOST_CHARACTERS = 64 * 1024 * 1024

type Script = Reading & { readonly path: string; readonly exec: Exec; readonly cwd: string }

/** Runs an inventory program and takes over what it says. */
export const readInventoryScript = (script: Script): void => {
  const listed = ask(script, ['--list'])
  if (listed === undefined) return
  const hosts = new Set<string>()
  for (const [name, group] of Object.entries(listed))
    if (name !== '_meta') readGroup(script, name, group, hosts)
  const meta = isDict(listed._meta) ? listed._meta.hostvars : undefined
  if (meta !== undefined && !isDict(meta)) {
    complain(script, `"_meta.hostvars" must be a mapping of hosts`)
    return
  }
  for (const host of hosts) {
    const vars = meta ? (meta[host] ?? {}) : ask(script, ['--host', host])
    if (vars === undefined) return
    if (isDict(vars)) script.draft.addHostVars(host, layer(script, vars))
    else complain(script, `the variables of "${host}" must be a mapping`)
  }
}

const layer = (script: Script, vars: Vars) => ({ vars, trusted: false, from: script.source.file })

const complain = (script: Script, what: string, hint?: string): void => {
  const message = `the inventory program ${script.source.file}: ${what}`
  script.diagnostics.push(error('inventory/script', message, { hint }))
}

/** The mapping that the program prints; undefined, with a diagnostic, when it prints none. */
const ask = (script: Script, words: readonly string[]): Record<string, unknown> | undefined => {
  const shown = words.join(' ')
  let reply: ReturnType<Exec['run']>
  try {
    reply = script.exec.run([script.path, ...words], { cwd: script.cwd, seconds: SECONDS })
  } catch (problem) {
    complain(
      script,
      `${shown} could not be run: ${problem instanceof Error ? problem.message : String(problem)}`,
    )
    return undefined
  }
  const { rc, out, err } = reply
  if (rc !== 0) {
    complain(script, `${shown} ended with exit code ${rc}`, lastLine(err))
    return undefined
  }
  if (out.length > MOST_CHARACTERS) {
    complain(script, `${shown} printed more than ${MOST_CHARACTERS / 1024 / 1024} MB`)
    return undefined
  }
  if (out.trim() === '' && words[0] === '--host') return {}
  try {
    const value = readJson(out.replace(/^\uFEFF/, ''))
    if (isDict(value)) return value
    complain(script, `${shown} must print a JSON mapping of groups`)
  } catch (problem) {
    if (!(problem instanceof BadJson)) throw problem
    const line = out.slice(0, problem.at).split('\n').length
    complain(script, `${shown} printed no JSON: ${problem.message} in line ${line}`, lastLine(err))
  }
  return undefined
}

const lastLine = (text: string): string | undefined => {
  const line = text.trim().split('\n').at(-1) ?? ''
  return line === '' ? undefined : `it said: ${line.slice(0, 200)}`
}

/** A group may be a list of hosts, the usual mapping, or the variables of a host of the same name. */
const readGroup = (script: Script, name: string, group: unknown, hosts: Set<string>): void => {
  const { draft } = script
  draft.addGroup(name)
  const body = bodyOf(name, group)
  if (!isListOfTexts(body.hosts ?? [])) {
    complain(script, `the hosts of the group "${name}" must be a list of names`)
    return
  }
  for (const host of (body.hosts ?? []) as string[]) {
    hosts.add(host)
    draft.addHost(host, name, script.magic)
  }
  if (isDict(body.vars)) draft.addGroupVars(name, layer(script, body.vars))
  else if (body.vars !== undefined)
    complain(script, `the variables of the group "${name}" must be a mapping`)
  if (!isListOfTexts(body.children ?? [])) {
    complain(script, `the children of the group "${name}" must be a list of names`)
    return
  }
  for (const child of (body.children ?? []) as string[]) {
    draft.addGroup(child)
    draft.addChild(name, child)
  }
}

const bodyOf = (name: string, group: unknown): Record<string, unknown> => {
  if (!isDict(group)) return { hosts: group }
  const isUsual = ['hosts', 'vars', 'children'].some(key => Object.hasOwn(group, key))
  return isUsual ? group : { hosts: [name], vars: group }
}

const isListOfTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string' && item !== '')
