// `mokplay config`: the settings that hold here, and where each comes from.
import type { Command } from 'commander'
import { didYouMean, error, Mistake } from '../../base/diagnostic.ts'
import { jsonText } from '../../base/json-text.ts'
import { EXIT } from '../exit-code.ts'
import type { Found, Settings } from '../settings/load.ts'
import { openSettings } from '../settings/open.ts'
import { keyOf, ownVariables, SETTINGS } from '../settings/table.ts'
import type { Shell } from '../shell.ts'

type Options = {
  readonly origin?: boolean
  readonly onlyChanged?: boolean
  readonly all?: boolean
  readonly json?: boolean
  readonly playbook?: string
}

const ACTIONS = ['dump', 'list', 'view']

/** Adds the command to the program. */
export const addConfig = (program: Command, shell: Shell): void => {
  program
    .command('config')
    .description('show the settings that hold here, and where each comes from')
    .argument(
      '[what]',
      'dump: values (unless said); list: what there is; view: the files; or a name',
    )
    .option('--origin', 'where each value comes from, too')
    .option('--only-changed', 'only what somebody has set')
    .option('--all', 'what has no effect here, too')
    .option('--json', 'as JSON')
    .option('--playbook <file>', 'with the mokplay.config.yml beside this playbook')
    .action((what: string | undefined, options: Options) => {
      const settings = openSettings(shell, options.playbook)
      if (!settings) return shell.exit(EXIT.wrongInput)
      shell.out.write(textOf(what ?? 'dump', options, settings))
    })
}

type Row = Found & { readonly name: string; readonly key: string; readonly isIdle: boolean }

const rowsOf = (settings: Settings, options: Options): readonly Row[] =>
  [...SETTINGS].flatMap(([name, setting]) => {
    const found = settings.found.get(name)
    const isIdle = setting.idle === true
    if (!found || (isIdle && !options.all)) return []
    if (options.onlyChanged && found.origin === 'default') return []
    return [{ ...found, name, key: keyOf(name, setting), isIdle }]
  })

const textOf = (what: string, options: Options, settings: Settings): string => {
  if (what === 'view') return settings.sources.map(viewOf).join('\n')
  if (what === 'list') return listText(options)
  const rows = rowsOf(settings, ACTIONS.includes(what) ? options : { ...options, all: true })
  const chosen = what === 'dump' ? rows : rows.filter(row => row.key === what || row.name === what)
  if (what !== 'dump' && chosen.length === 0) throw unknown(what)
  if (options.json) return `${jsonText(chosen.map(asData), { indent: 4 })}\n`
  const width = Math.max(0, ...chosen.map(({ key }) => key.length))
  const lines = chosen.map(row => `${row.key.padEnd(width)} = ${shown(row.value)}`)
  const wide = Math.max(0, ...lines.map(line => Math.min(line.length, MOST)))
  return chosen
    .map(({ origin }, index) =>
      options.origin ? `${lines[index]!.padEnd(wide)}  # ${origin}\n` : `${lines[index]}\n`,
    )
    .join('')
}

/** Longer values do not push all origins to the right. */
const MOST = 60

const asData = ({ name, key, value, origin }: Row): object => ({
  name,
  key,
  value: value ?? null,
  origin,
})

const shown = (value: Found['value']): string => {
  if (value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'object' ? value.join(', ') : String(value)
}

const viewOf = ({ file, text }: { readonly file: string; readonly text: string }): string =>
  `# ${file}\n${text}`

const unknown = (name: string): Mistake =>
  new Mistake(
    error('config/unknown', `"${name}" is no setting`, {
      hint: didYouMean(
        name,
        [...SETTINGS].flatMap(([each, row]) => [keyOf(each, row), each]),
      ),
    }),
  )

const listText = ({ all }: Options): string =>
  [...SETTINGS]
    .filter(([, setting]) => all || !setting.idle)
    .map(([name, setting]) =>
      [
        `${keyOf(name, setting)}: ${setting.idle ? `no effect here: ${setting.about}` : setting.about}`,
        `  in ansible.cfg  ${setting.ini.join(', ') || 'nothing'} (${name})`,
        `  in variables    ${[...ownVariables(name, setting), ...setting.env].join(', ')}`,
        ...(setting.choices ? [`  one of          ${setting.choices.join(', ')}`] : []),
        ...(setting.default === undefined ? [] : [`  unless said     ${shown(setting.default)}`]),
        '',
      ].join('\n'),
    )
    .join('\n')
