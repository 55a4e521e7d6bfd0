import {
  arg,
  attributesToo,
  defineModule,
  edit,
  editReads,
  editTarget,
  Failure,
  fileArgs,
  textNow,
  toEdited,
  type ArgsOf,
} from '../../src/kit/index.ts'

const args = {
  ...fileArgs,
  path: arg.must(arg.alias(arg.path('The file.'), 'dest', 'destfile', 'name')),
  state: arg.or(arg.choice('Whether the block shall be there.', 'present', 'absent'), 'present'),
  block: arg.or(arg.alias(arg.text('The lines; nothing takes the block out.'), 'content'), ''),
  marker: arg.or(
    arg.text('The lines around the block; {mark} becomes marker_begin or marker_end.'),
    '# {mark} ANSIBLE MANAGED BLOCK',
  ),
  marker_begin: arg.or(arg.text('What {mark} becomes above the block.'), 'BEGIN'),
  marker_end: arg.or(arg.text('What {mark} becomes below the block.'), 'END'),
  insertafter: arg.text(
    'EOF, or a pattern (of Python): a new block goes after the last line it fits.',
  ),
  insertbefore: arg.text('BOF, or a pattern: a new block goes before the last line it fits.'),
  create: arg.or(arg.bool('Make the file where it is missing.'), false),
  backup: arg.or(
    arg.bool('Keep the old file beside the new one, with the time in its name.'),
    false,
  ),
  validate: arg.text(
    'A command that must accept the new file, named by %s, before it takes its place.',
  ),
  append_newline: arg.or(arg.bool('Put an empty line below the block.'), false),
  prepend_newline: arg.or(arg.bool('Put an empty line above the block.'), false),
} as const
type Args = ArgsOf<typeof args>

/** The text with the block as it shall be. */
const edited = (of: Args, text: string): string => {
  const anchor = <W extends string>(
    name: 'insertafter' | 'insertbefore',
    word: W,
  ): RegExp | W | undefined => {
    const given = of[name]
    return given === undefined || given === word
      ? (given as W | undefined)
      : edit.pattern(name, given, { ascii: true })
  }
  return edit.block(text, {
    begin: of.marker.replaceAll('{mark}', () => of.marker_begin),
    end: of.marker.replaceAll('{mark}', () => of.marker_end),
    block: of.state === 'present' ? of.block : '',
    after: anchor('insertafter', 'EOF'),
    before: anchor('insertbefore', 'BOF'),
    // With (?m) Ansible looks at the whole text.
    whole: /^\(\?[a-zA-Z]*m[a-zA-Z]*\)/.test(of.insertafter ?? of.insertbefore ?? ''),
    blankBefore: of.prepend_newline,
    blankAfter: of.append_newline,
  })
}

const message = (of: Args, now: string | undefined, made: string): string => {
  if (now === made) return ''
  if (now === undefined) return 'File created'
  return of.state === 'present' && of.block !== '' ? 'Block inserted' : 'Block removed'
}

/** Lines between two markers. */
export default defineModule({
  name: 'blockinfile',
  summary: 'Make sure that a marked block of lines is in a text file, or is not.',
  args,
  rules: { exclusive: [['insertbefore', 'insertafter']] },
  predicts: 'full',
  notes: [
    'Owner, group and mode are those of the file a link leads to; Ansible sets them on the link.',
  ],
  reads: (of, facts) => editReads(of.path, of.create, facts),
  plan: (of, state, facts) => {
    const target = editTarget(of.path, state, facts)
    const now = textNow(target)
    if (now === undefined && !of.create)
      throw new Failure(`Path ${of.path} does not exist !`, { rc: 257 })
    if (now === undefined && of.state === 'absent') return []
    return toEdited(target, edited(of, now ?? ''), of, state, facts)
  },
  result: ({ args: of, before, changes, facts }) => {
    const now = textNow(editTarget(of.path, before, facts))
    if (now === undefined && of.state === 'absent') return { msg: `File ${of.path} not present` }
    return { msg: attributesToo(changes, message(of, now, edited(of, now ?? '')), facts) }
  },
})
