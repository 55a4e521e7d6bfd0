import {
  arg,
  attributesToo,
  defineModule,
  edit,
  editReads,
  editTarget,
  Failure,
  fileArgs,
  Refusal,
  textNow,
  toEdited,
  type ArgsOf,
} from '../../src/kit/index.ts'

const args = {
  ...fileArgs,
  path: arg.must(arg.alias(arg.path('The file.'), 'dest', 'destfile', 'name')),
  regexp: arg.must(
    arg.text('A pattern (of Python) over the whole text; ^ and $ mean ends of lines.'),
  ),
  replace: arg.or(
    arg.text('What takes the place of each match; \\1 and \\g<name> are its groups.'),
    '',
  ),
  after: arg.text('A pattern: only what follows its match is looked at.'),
  before: arg.text('A pattern: only what comes before its match is looked at.'),
  backup: arg.or(
    arg.bool('Keep the old file beside the new one, with the time in its name.'),
    false,
  ),
  validate: arg.text(
    'A command that must accept the new file, named by %s, before it takes its place.',
  ),
  encoding: arg.or(arg.text('Encoding of the file; utf-8 alone is understood.'), 'utf-8'),
} as const

const edited = (of: ArgsOf<typeof args>, text: string): ReturnType<typeof edit.replace> => {
  if (!/^(utf[-_]?8|(us-)?ascii)$/i.test(of.encoding))
    throw new Refusal('encoding', `must be utf-8, not "${of.encoding}": convert the file first`)
  return edit.replace(text, { find: of.regexp, by: of.replace, after: of.after, before: of.before })
}

/** Matches of a pattern in a text file. */
export default defineModule({
  name: 'replace',
  summary: 'Replace all matches of a pattern in a text file.',
  args,
  predicts: 'full',
  returns: { rc: 'Always 0, as Ansible has it.' },
  notes: [
    'Owner, group and mode are those of the file a link leads to; Ansible sets them on the link.',
  ],
  reads: (of, facts) => editReads(of.path, false, facts),
  plan: (of, state, facts) => {
    const target = editTarget(of.path, state, facts)
    const now = textNow(target)
    if (now === undefined) throw new Failure(`Path ${of.path} does not exist !`, { rc: 257 })
    const { text, missed } = edited(of, now)
    return missed === undefined ? toEdited(target, text, of, state, facts) : []
  },
  result: ({ args: of, before, changes, facts }) => {
    const now = textNow(editTarget(of.path, before, facts)) ?? ''
    const { text, count, missed } = edited(of, now)
    if (missed !== undefined)
      return {
        rc: 0,
        msg: `Pattern for before/after params did not match the given file: ${missed}`,
      }
    return {
      rc: 0,
      msg: attributesToo(changes, text === now ? '' : `${count} replacements made`, facts),
    }
  },
})
