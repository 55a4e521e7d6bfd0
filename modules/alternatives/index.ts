import { arg, change, defineModule, Failure, probe, raw, Refusal } from '../../src/kit/index.ts'
import type { AlternativesAnswer, ArgsOf, Change, FileAnswer, Op } from '../../src/kit/index.ts'
import { equalParts, planned, type Subcommand } from './planned.ts'

const args = {
  name: arg.must(arg.text('The group, as editor.')),
  path: arg.must(arg.path('The program that shall stand for the command.')),
  link: arg.path('The command; needed for a new group, and always on Red Hat.'),
  priority: arg.int('Its rank among others; a new one gets 50.'),
  state: arg.or(
    arg.choice(
      'present: it can be chosen. selected: it is. auto: the highest priority is. absent: it cannot be.',
      ...(['present', 'selected', 'auto', 'absent'] as const),
    ),
    'selected',
  ),
  subcommands: arg.alias(
    arg.items('What is linked along with it: name, link and path of each.', { type: 'object' }),
    'slaves',
  ),
} as const
type Args = ArgsOf<typeof args>

type Steps = { readonly install: boolean; readonly select: boolean; readonly auto: boolean }

const isSubcommand = (part: unknown): part is Required<Subcommand> =>
  ['name', 'path', 'link'].every(
    key => typeof (part as Readonly<Record<string, unknown>>)[key] === 'string',
  ) && Object.keys(part as object).length === 3

const wantedParts = ({ subcommands }: Args): readonly Subcommand[] | undefined =>
  subcommands?.map(part => {
    if (!isSubcommand(part))
      throw new Refusal('subcommands', 'must each have the texts name, link and path, and no other')
    return part
  })

/** What is to be done, in Ansible's order. */
const stepsOf = (of: Args, now: AlternativesAnswer | undefined): Steps => {
  const had = now?.choices[of.path]
  const parts = wantedParts(of)
  const install =
    !had ||
    (of.priority !== undefined && had.priority !== of.priority) ||
    (parts !== undefined && !equalParts(had.subcommands, parts))
  return {
    install,
    select: of.state === 'selected' && now?.current !== of.path,
    auto: of.state === 'auto' && now?.mode === 'manual',
  }
}

const run = (...argv: readonly string[]): Op => ({
  op: 'run',
  argv: ['update-alternatives', ...argv],
})

const toPresent = (
  of: Args,
  now: AlternativesAnswer | undefined,
  file: FileAnswer | undefined,
): Change[] => {
  const { install, select, auto } = stepsOf(of, now)
  if (!install && !select && !auto) return []
  const had = now?.choices[of.path]
  const link = of.link ?? now?.link
  const priority = of.priority ?? had?.priority ?? 50
  // What is linked along stays so where nobody says otherwise; without its link it cannot be named again.
  const parts = wantedParts(of) ?? had?.subcommands ?? []
  if (install && !file) throw new Failure(`Specified path ${of.path} does not exist`)
  if (install && link === undefined)
    throw new Failure(
      'Needed to install the alternative, but unable to do so as we are missing the link',
    )
  const slaves = parts.flatMap(part =>
    part.link === undefined ? [] : ['--slave', part.link, part.name, part.path],
  )
  const ops = [
    ...(install ? [run('--install', link!, of.name, of.path, String(priority), ...slaves)] : []),
    ...(select ? [run('--set', of.name, of.path)] : []),
    ...(auto ? [run('--auto', of.name)] : []),
  ]
  const after = planned(now, {
    path: of.path,
    ...(install && { choice: { priority, subcommands: parts } }),
    ...(select && { mode: 'manual' }),
    ...(auto && { mode: 'auto' }),
  })
  const links = [link, now?.link, ...parts.map(part => part.link)]
  return [change(probe.alternatives(of.name), now, after, ops, { touches: touchesOf(links) })]
}

const toAbsent = (of: Args, now: AlternativesAnswer | undefined): Change[] => {
  if (!now?.choices[of.path]) return []
  const links = Object.values(now.choices).flatMap(each => each.subcommands.map(part => part.link))
  return [
    change(
      probe.alternatives(of.name),
      now,
      planned(now, { path: of.path, choice: undefined }),
      [run('--remove', of.name, of.path)],
      { touches: touchesOf([of.link, now.link, ...links]) },
    ),
  ]
}

/** Commands in other places are others after that. */
const touchesOf = (links: readonly (string | undefined)[]): string[] =>
  [...new Set([...links.filter(link => link !== undefined), '/etc/alternatives/**'])].flatMap(
    path => [`file ${path}`, `stat ${path}`],
  )

/** Programs that can stand for one command. */
export default defineModule({
  name: 'alternatives',
  summary: 'Choose among programs that can stand for one command.',
  args,
  returns: { msg: 'What was done.' },
  needs: 'update-alternatives',
  predicts: 'full',
  notes: ['Subcommands that are there stay when none are given; Ansible drops them.'],
  reads: ({ name, path }) => ({ group: probe.alternatives(name), file: probe.file(path) }),
  plan: (of, { group, file }) => {
    if (!/^[A-Za-z0-9_][^\s/]*$/.test(of.name))
      throw new Refusal('name', 'must be the name of a group, as editor')
    return of.state === 'absent' ? toAbsent(of, raw(group)) : toPresent(of, raw(group), file)
  },
  result: ({ args: of, before, changes }) => {
    const { install, select, auto } = stepsOf(of, raw(before.group))
    const said =
      of.state === 'absent'
        ? [`Remove alternative '${of.path}' from '${of.name}'.`]
        : [
            ...(install ? [`Install alternative '${of.path}' for '${of.name}'.`] : []),
            ...(select ? [`Set alternative '${of.path}' for '${of.name}'.`] : []),
            ...(auto ? [`Set alternative to auto for '${of.name}'.`] : []),
          ]
    return { msg: changes.length === 0 ? '' : said.join(' ') }
  },
  explain: ({ rc, err }) =>
    rc === 127 && /not found/.test(err)
      ? 'update-alternatives is not on the host: install it first'
      : undefined,
})
