import {
  below,
  defineModule,
  edit,
  equal,
  Failure,
  isFolder,
  probe,
  Refusal,
  targetOf,
  targetReads,
  textOf,
  toAbsent,
  toAttrs,
  toText,
  type ArgsOf,
  type Change,
} from '../../src/kit/index.ts'
import { args, options } from './args.ts'

type Args = ArgsOf<typeof args>

const fileOf = ({ reposdir, file, name }: Args): string => below(reposdir, `${file ?? name}.repo`)

/** The lines of the section, sorted as Ansible sorts them. */
const section = (of: Args): Readonly<Record<string, string>> => {
  const values = Object.entries({ ...of, name: of.description }).filter(
    ([name]) => name in options || name === 'name',
  )
  return Object.fromEntries(
    values
      .flatMap(([name, value]) =>
        value === undefined ? [] : [[name, textOfValue(name, value)] as const],
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

const textOfValue = (name: string, value: unknown): string => {
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (Array.isArray(value))
    return value.join(name === 'exclude' || name === 'includepkgs' ? ' ' : '\n')
  return String(value)
}

/** What was asked of the repository must be sayable in its file. */
const checked = (of: Args): void => {
  if (/[\]\n/]/.test(of.name))
    throw new Refusal('name', 'must be an id without brackets, slashes and newlines')
  if (of.file !== undefined && /[/\n]/.test(of.file))
    throw new Refusal('file', 'must be the name of a file, without folders')
  if (of.state === 'absent') return
  if (of.description === undefined)
    throw new Refusal('description', 'is required with state=present')
  if (of.baseurl === undefined && of.metalink === undefined && of.mirrorlist === undefined)
    throw new Refusal('baseurl', 'or metalink or mirrorlist is required with state=present')
  for (const [name, value] of Object.entries(section(of)))
    if (value.includes('\n') && name !== 'baseurl' && name !== 'gpgkey')
      throw new Refusal(name === 'name' ? 'description' : name, 'must be one line')
}

/** What is available is another question from now on. */
const withTouch = (changes: readonly Change[]): readonly Change[] =>
  changes.map(each => ({
    ...each,
    touches: each.touches === 'everything' ? each.touches : [...each.touches, 'transaction **'],
  }))

/** A repository of dnf or yum. */
export default defineModule({
  name: 'yum_repository',
  aliases: ['yum_repo'],
  summary: 'Add and remove repositories of dnf and yum.',
  args,
  returns: { repo: 'Id of the repository.', state: 'What it was asked to be.' },
  unsupported: { params: 'Ansible removed it in 2.5: give the arguments themselves' },
  predicts: 'full',
  notes: ['Other sections and all comments of the file stay as they are; Ansible drops comments.'],
  reads: of => ({ ...targetReads(fileOf(of), { want: 'text' }), repos: probe.file(of.reposdir) }),
  plan: (of, state, facts) => {
    checked(of)
    if (!isFolder(state.repos)) throw new Failure(`Repo directory '${of.reposdir}' does not exist.`)
    const { path, file } = targetOf(fileOf(of), state.file, state.real)
    const text = textOf(path, file)
    const wanted = of.state === 'absent' ? undefined : section(of)
    if (!file && !wanted) return []
    if (file && equal(edit.iniSection(text, of.name), wanted)) return toAttrs(path, file, of, facts)
    const after = edit.withIniSection(text, of.name, wanted)
    if (edit.iniSections(after).length === 0) return withTouch(toAbsent(path, file))
    const secret = of.password !== undefined || of.proxy_password !== undefined
    return withTouch(toText(path, file, after, { ...of, secret }, facts))
  },
  result: ({ args: of }) => ({ repo: of.name, state: of.state }),
})
