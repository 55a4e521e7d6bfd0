import {
  absolute,
  arg,
  change,
  defineModule,
  explainMissing,
  Failure,
  probe,
  raw,
  unknown,
} from '../../src/kit/index.ts'
import type { ArgsOf, Change, Facts, FilesystemAnswer, Op, Probe } from '../../src/kit/index.ts'
import { MAKERS, PACKAGES, type Maker } from './makers.ts'

const args = {
  dev: arg.must(arg.alias(arg.path('The device, or a file that is to be one.'), 'device')),
  fstype: arg.alias(
    arg.choice('The file system.', ...(Object.keys(MAKERS) as (keyof typeof MAKERS)[])),
    'type',
  ),
  state: arg.or(
    arg.choice('Whether a file system shall be there.', 'present', 'absent'),
    'present',
  ),
  force: arg.or(arg.bool('Make it even over another one, or over itself.'), false),
  resizefs: arg.or(arg.bool('Let it grow to the whole device.'), false),
  opts: arg.text('Options for mkfs, with blanks between them.'),
} as const
type Args = ArgsOf<typeof args>

const ask = ({ dev, resizefs }: Args, facts: Facts): Probe<FilesystemAnswer> =>
  probe.filesystem(absolute(dev, facts), resizefs ? { sizes: true } : {})

const later = <T>(what: string): T => unknown(what) as unknown as T

/** The act that makes the rest of the device its own; nothing where there is no rest. */
const growth = (given: Args, maker: Maker, now: FilesystemAnswer, path: string): Op | undefined => {
  const { dev, fstype } = given
  if (!maker.grow) throw new Failure(`module does not support resizing ${fstype} filesystem yet`)
  if (now.size === undefined || now.deviceSize === undefined)
    throw new Failure(
      `the size of the ${fstype} filesystem on ${dev} cannot be told: its own program must be on the host`,
    )
  if (now.deviceSize - now.size < maker.slack) return undefined
  const { argv, needsMount } = maker.grow
  if (needsMount && !now.mount)
    throw new Failure(`${dev} needs to be mounted for ${fstype} operations`)
  return { op: 'run', argv: [...argv, needsMount ? now.mount! : path] }
}

/** The act that makes it anew. */
const making = ({ force, opts }: Args, maker: Maker, path: string): Op => ({
  op: 'run',
  argv: [
    ...maker.make,
    ...(force ? (maker.overwrite ?? []) : []),
    ...(opts?.split(/\s+/).filter(word => word !== '') ?? []),
    path,
  ],
})

const plan = (given: Args, now: FilesystemAnswer, facts: Facts): readonly Change[] => {
  const { dev, fstype, force } = given
  const path = absolute(dev, facts)
  const isOfLvm = fstype === 'lvm' || now.type === MAKERS.lvm.type
  const to = (after: FilesystemAnswer | 'must differ', op: Op): readonly Change[] => [
    change(ask(given, facts), now, after, [op], {
      touches: [
        'facts *',
        `file ${path}`,
        ...(isOfLvm ? ['physical-volume **', 'volume-group **'] : []),
      ],
    }),
  ]
  const { size: _size, ...device } = raw(now)
  if (given.state === 'absent')
    return now.type === ''
      ? []
      : to({ ...device, type: '', uuid: '' }, { op: 'run', argv: ['wipefs', '--all', path] })
  const maker = MAKERS[fstype!]
  const isSame = now.type === maker.type
  if (isSame && given.resizefs) {
    const op = growth(given, maker, now, path)
    return op ? to({ ...raw(now), size: later('the size it grows to') }, op) : []
  }
  if (isSame && !force) return []
  if (now.type !== '' && !force)
    throw new Failure(`'${dev}' is already used as ${now.type}, use force=true to overwrite`)
  const made: FilesystemAnswer = {
    ...device,
    type: maker.type,
    uuid: later('the new file system'),
    ...(given.resizefs && { size: later<number>('the new file system') }),
  }
  return to(isSame ? 'must differ' : made, making(given, maker, path))
}

/** File systems on devices: made, grown or wiped. */
export default defineModule({
  name: 'filesystem',
  summary: 'Make file systems on devices.',
  args,
  rules: { requiredIf: [['state', 'present', ['fstype']]] },
  needs: 'blkid, and the programs of the file system (e2fsprogs, xfsprogs…) on the host.',
  predicts: 'full',
  notes: [
    'What a file system cannot use at the end of its device does not make it grow again each time.',
  ],
  reads: (given, facts) => ({ filesystem: ask(given, facts) }),
  plan: (given, { filesystem }, facts) => {
    if (filesystem) return plan(given, filesystem, facts)
    if (given.state === 'absent') return []
    throw new Failure(`Device ${given.dev} not found.`)
  },
  explain: explainMissing(PACKAGES),
})
