import {
  absolute,
  arg,
  defineModule,
  editReads,
  Failure,
  fileArgs,
  fileResult,
  fileReturns,
  isFolder,
  modeText,
  Refusal,
  targetOf,
  textNow,
  toEdited,
  toText,
  type ArgsOf,
  type EditState,
  type Facts,
  type FileAnswer,
  type FileWish,
  type Target,
} from '../../src/kit/index.ts'
import { iniEdited, type IniEdit } from './edited.ts'

const args = {
  ...fileArgs,
  path: arg.must(arg.alias(arg.path('The file.'), 'dest')),
  section: arg.text('The section; what stands before the first one when absent or empty.'),
  option: arg.text('The name of the option; without it, the section itself is meant.'),
  value: arg.text('The value.'),
  values: arg.list('Several values of an option that may stand there more than once.'),
  state: arg.or(arg.choice('Whether it shall be there.', 'present', 'absent'), 'present'),
  exclusive: arg.or(
    arg.bool('Other lines of the option are replaced or removed, too, whatever their value.'),
    true,
  ),
  no_extra_spaces: arg.or(arg.bool('Write no blanks around the equals sign.'), false),
  ignore_spaces: arg.or(
    arg.bool('Leave a line alone where only blanks around the equals sign would change.'),
    false,
  ),
  create: arg.or(arg.bool('Make the file where it is missing.'), true),
  allow_no_value: arg.or(
    arg.bool('An option may stand without a value and an equals sign.'),
    false,
  ),
  modify_inactive_option: arg.or(
    arg.bool('A comment that holds the option is brought to life instead of adding a line.'),
    true,
  ),
  follow: arg.or(
    arg.bool('Edit the file a link leads to, instead of replacing the link by a file.'),
    false,
  ),
  backup: arg.or(
    arg.bool('Keep the old file beside the new one, with the time in its name.'),
    false,
  ),
} as const
type Args = ArgsOf<typeof args>

const edited = (of: Args, now: string | undefined): IniEdit => {
  const values = of.value === undefined ? (of.values ?? []) : [of.value]
  if (of.state === 'present' && !of.allow_no_value && values.length === 0)
    throw new Refusal(
      'value',
      'or values must be given with state=present and allow_no_value=false',
    )
  if (of.state === 'present' && values.length > 0 && (of.option ?? '') === '')
    throw new Refusal('option', 'must be given with a value')
  for (const [name, text] of Object.entries({ section: of.section, option: of.option }))
    if (text?.includes('\n')) throw new Refusal(name, 'must be one line')
  return iniEdited(now ?? '', { ...of, values })
}

/** The file behind the path. A link that is not followed is read all the same. */
const targetIn = (of: Args, state: EditState, facts: Facts): Target => {
  if (isFolder(state.file)) throw new Failure(`${of.path} is a folder, expected an ini file`)
  return targetOf(absolute(of.path, facts), state.file, state.real)
}

/** A file that replaces a link is as the file was to which it led. */
const inPlaceOf = ({ real }: FileAnswer, of: Args): FileWish =>
  real
    ? {
        ...of,
        owner: of.owner ?? real.owner,
        group: of.group ?? real.group,
        mode: of.mode ?? modeText(real.mode),
      }
    : of

/** One option of an ini file. */
export default defineModule({
  name: 'ini_file',
  summary: 'Make sure that an option is in an ini file, or is not.',
  args,
  rules: { exclusive: [['value', 'values']] },
  returns: { ...fileReturns, path: 'The file.', msg: 'What was done.' },
  predicts: 'full',
  notes: ['An edited file has newlines at the ends of its lines and no byte order mark.'],
  reads: (of, facts) => editReads(of.path, of.create, facts),
  plan: (of, state, facts) => {
    const target = targetIn(of, state, facts)
    const now = textNow(target)
    if (now === undefined && !of.create)
      throw new Failure(`Destination ${of.path} does not exist!`, { rc: 257 })
    const { text, changed } = edited(of, now)
    if (now === undefined && !changed) return []
    const link = state.file?.type === 'link' ? state.file : undefined
    return link && changed && !(of.follow && link.real)
      ? toText(absolute(of.path, facts), link, text, inPlaceOf(link, of), facts)
      : toEdited(target, text, of, state, facts)
  },
  result: ({ args: of, before, after, facts }) => {
    const now = textNow(targetIn(of, before, facts))
    const { file } = targetIn(of, after, facts)
    return { path: of.path, msg: edited(of, now).msg, ...(file && fileResult(file)) }
  },
})
