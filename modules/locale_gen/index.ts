import {
  arg,
  change,
  defineModule,
  editReads,
  editTarget,
  Failure,
  probe,
  Refusal,
  textNow,
  toText,
} from '../../src/kit/index.ts'
import type { ArgsOf, Change, FileAnswer, LocaleAnswer } from '../../src/kit/index.ts'

const args = {
  name: arg.must(arg.list('Locales with their encoding, as de_CH.UTF-8.')),
  state: arg.or(arg.choice('Whether the host shall have them.', 'present', 'absent'), 'present'),
} as const
type Args = ArgsOf<typeof args>

const LIST = '/etc/locale.gen'
/** Ubuntu's own way: its locale-gen takes names, and keeps a list. */
const UBUNTU = '/var/lib/locales/supported.d'
const SUPPORTED = '/usr/share/i18n/SUPPORTED'

/** de_CH.utf8 is de_CH.UTF-8. */
const plain = (name: string): string =>
  name.replace(
    /\.([^@]*)/,
    (_all, codeset: string) => `.${codeset.toLowerCase().replace(/\W/g, '')}`,
  )

const LINE = /^#?\s*(\S+) (\S.*?)\s*$/

/** The name as the list has it. */
const nameIn = (text: string, name: string): string | undefined =>
  text
    .split('\n')
    .map(line => LINE.exec(line)?.[1])
    .find(each => each !== undefined && plain(each) === plain(name))

/** The list with these names chosen, or not. */
const chosen = (text: string, names: readonly string[], present: boolean): string => {
  const wanted = new Set(names.map(plain))
  return text
    .split('\n')
    .map(line => {
      const [, name, charset] = LINE.exec(line) ?? []
      if (name === undefined || !wanted.has(plain(name))) return line
      return `${present ? '' : '# '}${name} ${charset}`
    })
    .join('\n')
}

/** Locales of Debian and Ubuntu. */
export default defineModule({
  name: 'locale_gen',
  summary: 'Make or remove locales.',
  args,
  returns: { name: 'The locales.', msg: 'OK.' },
  needs: 'locale-gen (Debian and Ubuntu: locales)',
  predicts: 'full',
  reads: ({ name }, facts) => ({
    ...editReads(LIST, false, facts),
    ubuntu: probe.file(UBUNTU),
    supported: probe.file(SUPPORTED, { want: 'text' }),
    kept: probe.file(`${UBUNTU}/local`, { want: 'text' }),
    ...Object.fromEntries(name.map(each => [`locale ${each}`, probe.locale(each)])),
  }),
  plan: (of, state, facts) => {
    if (of.name.length === 0) throw new Refusal('name', 'must be a locale as de_CH.UTF-8')
    const wrong = of.name.find(each => !/^[A-Za-z][\w.@-]*$/.test(each))
    if (wrong !== undefined)
      throw new Refusal('name', `must be locales as de_CH.UTF-8, not "${wrong}"`)
    const target = editTarget(LIST, state, facts)
    const list = textNow(target)
    if (!state.ubuntu && list === undefined)
      throw new Failure(
        `${LIST} and ${UBUNTU}/local are missing. Is the package "locales" installed?`,
      )
    const found = (name: string): LocaleAnswer | undefined =>
      (state as unknown as Readonly<Record<string, LocaleAnswer | undefined>>)[`locale ${name}`]
    const known = state.ubuntu ? (state.supported?.text ?? '') : (list ?? '')
    const names = of.name
      .filter(name => (found(name) !== undefined) !== (of.state === 'present'))
      .map(name => ({ name, full: nameIn(known, name) ?? unavailable(name) }))
    if (names.length === 0) return []
    const full = names.map(each => each.full)
    const runs = state.ubuntu
      ? ubuntuRuns(of, full)
      : [{ op: 'run', argv: ['locale-gen'] } as const]
    const locales = names.map(({ name, full }, index) =>
      change(
        probe.locale(name),
        found(name),
        of.state === 'present' ? { name: full } : undefined,
        index === 0 ? runs : [],
        { touches: ['file /usr/lib/locale/**', ...(state.ubuntu ? [`file ${UBUNTU}/local`] : [])] },
      ),
    )
    if (state.ubuntu)
      return of.state === 'present' ? locales : [...forgotten(full, state.kept, facts), ...locales]
    const text = chosen(list!, full, of.state === 'present')
    const edits =
      text === list ? [] : toText(target.path, target.file, text, { via: target.via }, facts)
    return [...edits, ...locales]
  },
  result: ({ args: { name } }) => ({ name: name.length === 1 ? name[0] : name, msg: 'OK' }),
  explain: ({ rc, err }) =>
    rc === 127 && /not found/.test(err)
      ? 'locale-gen is not on the host: install locales first'
      : undefined,
})

const unavailable = (name: string): never => {
  throw new Failure(`The locale you've entered is not available on your system: ${name}`)
}

const ubuntuRuns = ({ state }: Args, names: readonly string[]) =>
  [{ op: 'run', argv: ['locale-gen', ...(state === 'present' ? names : ['--purge'])] }] as const

/** Ubuntu's list without these names. */
const forgotten = (
  names: readonly string[],
  kept: FileAnswer | undefined,
  facts: Parameters<typeof toText>[4],
): Change[] => {
  const text = kept?.text ?? ''
  const left = text
    .split('\n')
    .filter(line => !names.includes(line.split(' ')[0]!))
    .join('\n')
  return text === left ? [] : toText(`${UBUNTU}/local`, kept, left, {}, facts)
}
