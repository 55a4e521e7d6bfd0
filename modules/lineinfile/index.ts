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
  state: arg.or(arg.choice('Whether the line shall be there.', 'present', 'absent'), 'present'),
  regexp: arg.alias(
    arg.text('A pattern (of Python); the last line it fits is replaced, or all of them removed.'),
    'regex',
  ),
  search_string: arg.text('As regexp, but a plain part of the line.'),
  line: arg.alias(arg.text('The line.'), 'value'),
  insertafter: arg.text('EOF, BOF, or a pattern: a new line goes after the last line it fits.'),
  insertbefore: arg.text('BOF, or a pattern: a new line goes before the last line it fits.'),
  backrefs: arg.or(
    arg.bool('Take \\1 in the line from what regexp found; change nothing where it found nothing.'),
    false,
  ),
  firstmatch: arg.or(arg.bool('Take the first line that fits instead of the last.'), false),
  create: arg.or(arg.bool('Make the file where it is missing.'), false),
  backup: arg.or(
    arg.bool('Keep the old file beside the new one, with the time in its name.'),
    false,
  ),
  validate: arg.text(
    'A command that must accept the new file, named by %s, before it takes its place.',
  ),
} as const
type Args = ArgsOf<typeof args>

type Edited = { readonly text: string; readonly message: string; readonly found?: number }

/** The line put in or replaced. */
const present = (of: Args, text: string): Edited => {
  if (of.line === undefined) throw new Refusal('line', 'is required with state=present')
  if (of.backrefs && of.regexp === undefined)
    throw new Refusal('regexp', 'is required with backrefs=true')
  const anchor = <W extends string>(
    name: 'insertafter' | 'insertbefore',
    ...words: W[]
  ): RegExp | W | undefined => {
    const given = of[name]
    return given === undefined
      ? undefined
      : (words.find(word => word === given) ?? edit.pattern(name, given, { ascii: true }))
  }
  const made = edit.line(text, {
    line: of.line,
    find:
      of.regexp === undefined
        ? of.search_string
        : edit.pattern('regexp', of.regexp, { ascii: true }),
    after: anchor('insertafter', 'EOF', 'BOF'),
    before: anchor('insertbefore', 'BOF'),
    backrefs: of.backrefs,
    first: of.firstmatch,
  })
  return { text: made.text, message: made.did }
}

/** The lines taken out. */
const absent = (of: Args, text: string): Edited => {
  if (of.regexp === undefined && of.search_string === undefined && of.line === undefined)
    throw new Refusal('line', 'one of line, search_string, or regexp is required with state=absent')
  const { text: left, count } = edit.withoutLines(text, {
    ...(of.regexp !== undefined && { pattern: edit.pattern('regexp', of.regexp, { ascii: true }) }),
    ...(of.search_string !== undefined && { part: of.search_string }),
    ...(of.line !== undefined && { line: of.line }),
  })
  return { text: left, message: count === 0 ? '' : `${count} line(s) removed`, found: count }
}

const edited = (of: Args, text: string): Edited =>
  (of.state === 'present' ? present : absent)(of, text)

/** One line of a text file. */
export default defineModule({
  name: 'lineinfile',
  summary: 'Make sure that a line is in a text file, or is not.',
  args,
  rules: {
    exclusive: [
      ['insertbefore', 'insertafter'],
      ['regexp', 'search_string'],
      ['backrefs', 'search_string'],
    ],
  },
  returns: {
    found: 'How many lines were removed, with state=absent.',
    backup: 'The name of the backup.',
  },
  predicts: 'full',
  notes: [
    'Owner, group and mode are those of the file a link leads to; Ansible sets them on the link.',
  ],
  reads: (of, facts) => editReads(of.path, of.create, facts),
  plan: (of, state, facts) => {
    const target = editTarget(of.path, state, facts)
    const now = textNow(target)
    if (now === undefined && of.state === 'absent') return []
    const made = edited(of, now ?? '')
    if (now === undefined && !of.create)
      throw new Failure(`Destination ${of.path} does not exist !`, { rc: 257 })
    return toEdited(target, made.text, of, state, facts)
  },
  result: ({ args: of, before, changes, facts }) => {
    const now = textNow(editTarget(of.path, before, facts))
    if (now === undefined && of.state === 'absent') return { msg: 'file not present' }
    const { message, found } = edited(of, now ?? '')
    return {
      msg: attributesToo(changes, message, facts),
      backup: '',
      ...(found !== undefined && { found }),
    }
  },
})
