import {
  absolute,
  arg,
  defineModule,
  editReads,
  editTarget,
  Failure,
  needFolder,
  parentOf,
  probe,
  Refusal,
  toAbsent,
  toText,
} from '../../src/kit/index.ts'
import type { ArgsOf, Facts, FileAnswer, FolderReads } from '../../src/kit/index.ts'

const args = {
  name: arg.must(arg.text('The rule, and the name of its file.')),
  state: arg.or(arg.choice('Whether it shall be there.', 'present', 'absent'), 'present'),
  user: arg.text('The user who may run the commands.'),
  group: arg.text('The group whose members may run them.'),
  commands: arg.list('The commands, or ALL.'),
  host: arg.or(arg.text('The host that the rule holds on.'), 'ALL'),
  runas: arg.text('As whom they may be run.'),
  nopassword: arg.or(arg.bool('Ask for no password.'), true),
  setenv: arg.or(arg.bool('Let the environment be kept.'), false),
  sudoers_path: arg.or(arg.path('The folder of the rules.'), '/etc/sudoers.d'),
  validation: arg.or(
    arg.choice('Whether visudo must accept the rule.', 'absent', 'detect', 'required'),
    'detect',
  ),
} as const
type Args = ArgsOf<typeof args>

const pathOf = ({ sudoers_path, name }: Args, facts: Facts): string => {
  if (name.includes('/') || ['', '.', '..'].includes(name))
    throw new Refusal('name', 'must be the name of a file, without slashes')
  return absolute(`${sudoers_path}/${name}`, facts)
}

/** The rule, in the text that Ansible writes. */
const ruleOf = (of: Args): string => {
  if (of.commands === undefined) throw new Refusal('commands', 'is required with state=present')
  const who = of.user || (of.group && `%${of.group}`)
  if (!who) throw new Refusal('user', 'or group is required with state=present')
  const runas = of.runas === undefined ? '' : `(${of.runas})`
  const tags = `${of.nopassword ? 'NOPASSWD:' : ''}${of.setenv ? 'SETENV:' : ''}`
  const rule = `${who} ${of.host}=${runas}${tags} ${of.commands.join(', ')}`
  if (/[\r\n]/.test(rule)) throw new Refusal('commands', 'and all else of a rule must be one line')
  return `${rule}\n`
}

const VISUDO = ['/usr/sbin/visudo', '/usr/bin/visudo', '/usr/local/sbin/visudo'] as const

const visudoReads = ({ state, validation }: Args): FolderReads =>
  state === 'present' && validation === 'required'
    ? Object.fromEntries(VISUDO.map(path => [path, probe.file(path)]))
    : {}

const hasVisudo = (state: Readonly<Record<`/${string}`, FileAnswer | undefined>>): boolean =>
  VISUDO.some(path => state[path])

const CHECKS = {
  absent: undefined,
  detect: '! command -v visudo >/dev/null || visudo -c -f %s',
  required: 'visudo -c -f %s',
} as const

/** Rules of sudo, one a file. */
export default defineModule({
  name: 'sudoers',
  summary: 'Let users and groups run commands by sudo.',
  args,
  rules: {
    exclusive: [['user', 'group']],
    requiredIf: [['state', 'present', ['commands']]],
  },
  needs: 'visudo with `validation: required`',
  predicts: 'full',
  notes: ['A dry run does not ask visudo: only the run hands it the rule.'],
  reads: (of, facts) => ({
    ...editReads(pathOf(of, facts), false, facts),
    folder: probe.file(parentOf(pathOf(of, facts))),
    ...visudoReads(of),
  }),
  plan: (of, state, facts) => {
    const path = pathOf(of, facts)
    if (of.state === 'absent')
      return state.file?.type === 'link' && !state.file.real ? [] : toAbsent(path, state.file)
    const rule = ruleOf(of)
    if (of.validation === 'required' && !hasVisudo(state))
      throw new Failure(
        'visudo is not on the host: install sudo first, or leave out `validation: required`',
      )
    needFolder(path, state.folder)
    const target = editTarget(path, state, facts)
    const wish = { mode: '0440', validate: CHECKS[of.validation], via: target.via }
    return toText(target.path, target.file, rule, wish, facts)
  },
  explain: ({ err }) =>
    /^validate: /m.test(err)
      ? `Failed to validate sudoers rule: ${err.replace(/^\S*\.mokplay\.\w+:|^validate: .*\n?/gm, '').trim()}`
      : undefined,
})
