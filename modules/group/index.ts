import {
  arg,
  change,
  defineModule,
  Failure,
  probe,
  raw,
  Refusal,
  unknown,
} from '../../src/kit/index.ts'
import type { Facts, GroupAnswer } from '../../src/kit/index.ts'

/** Groups of the host. */
export default defineModule({
  name: 'group',
  summary: 'Add or remove groups.',
  args: {
    name: arg.must(arg.text('The group.')),
    state: arg.or(arg.choice('Whether it shall be there.', 'absent', 'present'), 'present'),
    gid: arg.int('Its number; the next free one if not given.'),
    system: arg.or(arg.bool('Take a number of the range for the system when it is made.'), false),
    local: arg.or(arg.bool('Look into /etc/group alone and use the programs of libuser.'), false),
    non_unique: arg.or(arg.bool('Take a number that another group has.'), false),
    force: arg.or(arg.bool('Remove it even where it is the primary group of a user.'), false),
  },
  rules: { requiredIf: [['non_unique', true, ['gid']]] },
  returns: {
    name: 'The group.',
    gid: 'Its number.',
    state: 'What was asked for.',
    system: 'What was asked for.',
  },
  needs: 'groupadd, groupmod and groupdel, or addgroup and delgroup',
  predicts: 'full',
  reads: ({ name, local }) => ({ group: probe.group(name, local ? { local } : {}) }),
  plan: (args, state, facts) => {
    const { name, gid, local } = args
    if (!/^[^-:\s/,][^:\s/,]*$/.test(name))
      throw new Refusal('name', `must be the name of a group as in wheel, not "${name}"`)
    // A number may be another group's.
    const group = state.group?.name === name ? state.group : undefined
    const subject = probe.group(name, local ? { local } : {})
    if (args.state === 'absent')
      return group
        ? [change(subject, group, undefined, [{ op: 'run', argv: removal(args, facts) }])]
        : []
    // No user's answer tells of a new group, nor of a number; getent does.
    const touches = ['command ["getent",*']
    const after: GroupAnswer = {
      name,
      gid:
        gid ??
        raw(group)?.gid ??
        (unknown(`the number of the new group ${name}`) as unknown as number),
    }
    if (!group)
      return [
        change(subject, undefined, after, [{ op: 'run', argv: creation(args, facts) }], {
          touches,
        }),
      ]
    if (gid === undefined || gid === group.gid) return []
    if (isBusybox(facts))
      throw new Failure(
        `${name} has the number ${group.gid}: busybox cannot give it another, install the package shadow`,
      )
    const argv = [
      program('groupmod', local),
      '-g',
      String(gid),
      ...(args.non_unique ? ['-o'] : []),
      name,
    ]
    return [
      change(subject, group, after, [{ op: 'run', argv }], {
        touches,
        undo: [{ op: 'run', argv: ['groupmod', '-g', String(group.gid), name] }],
      }),
    ]
  },
  result: ({ args, after }) => ({
    name: args.name,
    state: args.state,
    ...(args.state === 'present' && { gid: raw(after.group)?.gid, system: args.system }),
  }),
})

type Wish = {
  readonly name: string
  readonly gid?: number | undefined
  readonly system: boolean
  readonly local: boolean
  readonly non_unique: boolean
  readonly force: boolean
}

const isBusybox = (facts: Facts): boolean => facts.flavour === 'busybox'

/** libuser's programs bear the same names with an l. */
const program = (name: string, local: boolean): string => (local ? `l${name}` : name)

const creation = ({ name, gid, system, local, non_unique }: Wish, facts: Facts): string[] => {
  const number = gid === undefined ? [] : ['-g', String(gid)]
  if (isBusybox(facts)) return ['addgroup', ...number, ...(system ? ['-S'] : []), name]
  return [
    program('groupadd', local),
    ...number,
    ...(non_unique ? ['-o'] : []),
    ...(system ? ['-r'] : []),
    name,
  ]
}

const removal = ({ name, local, force }: Wish, facts: Facts): string[] => {
  if (isBusybox(facts)) return ['delgroup', name]
  return [program('groupdel', local), ...(force && !local ? ['-f'] : []), name]
}
