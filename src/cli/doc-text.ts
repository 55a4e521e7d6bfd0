// A module as a page of text: what it does, what it takes, what it returns, one example.
import { yamlText } from '../base/yaml-text.ts'
import type { AnyModule, Arg, ModuleTable } from '../model/module.ts'
import type { Example } from './examples.ts'

const WIDTH = 16

/** All modules, a line each. */
export const docIndex = (table: ModuleTable): string => {
  const modules = new Set(table.names.flatMap(name => table.find(name) ?? []))
  return `${[...modules]
    .map(module => `${module.name.padEnd(WIDTH)} ${module.summary}`)
    .sort()
    .join('\n')}\n`
}

/** The page of a module. */
export const docText = (module: AnyModule, example: Example | undefined): string => {
  const args = Object.entries(module.args as Readonly<Record<string, Arg>>)
  const lines = [`${module.name}: ${module.summary}`]
  if (module.aliases?.length) lines.push(`also called ${module.aliases.join(', ')}`)
  lines.push('', 'Arguments')
  for (const [name, arg] of args) lines.push(...argLines(name, arg, module.freeForm === name))
  if (args.length === 0) lines.push('  none')
  for (const [name, why] of Object.entries(module.unsupported ?? {}))
    lines.push(`  ${name.padEnd(WIDTH)} not yet: ${why}`)
  if (module.returns)
    lines.push(
      '',
      'Returns',
      ...Object.entries(module.returns).map(
        ([name, sentence]) => `  ${name.padEnd(WIDTH)} ${sentence}`,
      ),
    )
  if (module.needs !== undefined) lines.push('', `Needs      ${module.needs}`)
  lines.push(
    '',
    `Dry run    tells ${{ full: 'all of its changes', partial: 'part of its changes; the rest is shown as unknown', no: 'that it would act, not what comes of it' }[module.predicts]}`,
  )
  for (const note of module.notes ?? []) lines.push(`Note       ${note}`)
  if (example) lines.push('', 'Example', ...exampleLines(module, example).map(line => `  ${line}`))
  return `${lines.join('\n')}\n`
}

/** A module as data. */
export const docData = (module: AnyModule): Readonly<Record<string, unknown>> => {
  const { name, aliases, summary, freeForm, returns, needs, predicts, notes, unsupported } = module
  const schemas = Object.entries(module.args as Readonly<Record<string, Arg>>)
  return {
    name,
    summary,
    aliases: aliases ?? [],
    arguments: Object.fromEntries(schemas.map(([arg, { schema }]) => [arg, schema])),
    free_form: freeForm ?? null,
    unsupported: unsupported ?? {},
    returns: returns ?? {},
    needs: needs ?? null,
    dry_run: predicts,
    notes: notes ?? [],
  }
}

/** A task to begin with: every argument, each with its sentence. */
export const snippetText = (module: AnyModule): string => {
  const args = Object.entries(module.args as Readonly<Record<string, Arg>>)
  const lines = args.map(([name, { schema }]) => {
    const mark = schema['required'] === true ? '(required) ' : ''
    return `    ${`${name}:`.padEnd(WIDTH + 4)} # ${mark}${String(schema['description'])}`
  })
  const title = yamlText([{ name: module.summary }]).trimEnd()
  const head = [title, `  ${module.name}:${lines.length === 0 ? ' {}' : ''}`]
  return `${[...head, ...lines].join('\n')}\n`
}

const argLines = (name: string, { schema }: Arg, isFree: boolean): string[] => {
  const marks = [
    schema['required'] === true ? 'required' : undefined,
    schema['default'] !== undefined ? `default ${JSON.stringify(schema['default'])}` : undefined,
    Array.isArray(schema['enum'])
      ? `one of ${schema['enum'].join(', ')}`
      : typeof schema['type'] === 'string'
        ? TYPES[schema['type']]
        : undefined,
    Array.isArray(schema['aliases']) && schema['aliases'].length > 0
      ? `also ${schema['aliases'].join(', ')}`
      : undefined,
    isFree ? 'or as free text' : undefined,
    schema['secret'] === true ? 'never shown' : undefined,
    typeof schema['later'] === 'string' ? `not yet: ${schema['later']}` : undefined,
  ].filter(mark => mark !== undefined)
  return [
    `  ${name.padEnd(WIDTH)} ${String(schema['description'])}`,
    `  ${''.padEnd(WIDTH)} ${marks.join('; ')}`,
  ]
    .map(line => line.trimEnd())
    .filter(line => line.trim() !== '')
}

const TYPES: Readonly<Record<string, string>> = {
  boolean: 'yes or no',
  integer: 'whole number',
  number: 'number',
  string: 'text',
  array: 'list',
  object: 'mapping',
}

const exampleLines = (module: AnyModule, { title, args }: Example): string[] => {
  const task = [{ name: title, [module.name]: args }]
  return yamlText(task).trimEnd().split('\n')
}
