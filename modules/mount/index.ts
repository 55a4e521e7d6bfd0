import {
  absolute,
  around,
  change,
  defineModule,
  editReads,
  editTarget,
  folderReads,
  probe,
  textNow,
  toEdited,
} from '../../src/kit/index.ts'
import type { Change, Facts, FileAnswer, MountAnswer } from '../../src/kit/index.ts'
import {
  ephemeral,
  remounted,
  toMounted,
  toMountPoint,
  toRemounted,
  toUnmounted,
  type Wish,
} from './acts.ts'
import { args, checkArgs, settingsOf, type Args } from './args.ts'
import { withEntry, withoutEntry } from './fstab.ts'

const fstabOf = ({ fstab }: Args): string => fstab ?? '/etc/fstab'

const IN_FSTAB: ReadonlySet<Args['state']> = new Set([
  ...(['absent', 'absent_from_fstab', 'mounted', 'present'] as const),
])
const LIVE: ReadonlySet<Args['state']> = new Set([
  ...(['absent', 'mounted', 'unmounted', 'ephemeral'] as const),
])

type State = Readonly<Record<`/${string}`, FileAnswer | undefined>> & {
  readonly file: FileAnswer | undefined
  readonly real: FileAnswer | undefined
  readonly point: FileAnswer | undefined
  readonly live: MountAnswer | undefined
}

/** The change of fstab, if it needs one. */
const fstabChanges = (of: Args, state: State, facts: Facts): Change[] => {
  const target = editTarget(fstabOf(of), state, facts)
  const now = textNow(target) ?? ''
  const { src = '', fstype = '', dump, passno } = of
  const isGone = of.state === 'absent' || of.state === 'absent_from_fstab'
  const text = isGone
    ? withoutEntry(now, of.path, of.src)
    : withEntry(now, { src, name: of.path, fstype, opts: settingsOf(of).opts, dump, passno })
  return text === now ? [] : toEdited(target, text, { backup: of.backup }, state, facts)
}

/** fstab comes last: an entry that cannot be mounted would keep the host from booting. */
const mountedChanges = (wish: Wish, state: State, kept: Change[], facts: Facts): Change[] => {
  const { live, point } = state
  if (live) return kept.length === 0 ? [] : [toRemounted(wish, live), ...kept]
  const folders = point ? [] : toMountPoint(wish.path, state, facts)
  return [...folders, toMounted(wish), ...kept]
}

/** Only what stood in fstab is unmounted, as Ansible has it. */
const absentChanges = (path: string, { live, point }: State, kept: Change[]): Change[] => {
  if (kept.length === 0) return []
  const rmdir = { op: 'run', argv: ['rmdir', '--', path] } as const
  return [
    ...(live ? [toUnmounted(path, live)] : []),
    ...kept,
    ...(point?.type === 'directory'
      ? [change(probe.file(path), point, undefined, [rmdir], { touches: around(path, true) })]
      : []),
  ]
}

/** What is mounted, and what is to be at boot. */
export default defineModule({
  name: 'mount',
  summary: 'Manage what is mounted, and the entries of fstab.',
  args,
  rules: {
    requiredIf: [
      ['state', 'mounted', ['src', 'fstype']],
      ['state', 'present', ['src', 'fstype']],
      ['state', 'ephemeral', ['src', 'fstype']],
    ],
  },
  returns: {
    name: 'The mount point.',
    src: 'What is mounted.',
    fstype: 'The type of its file system.',
    opts: 'Its options.',
    dump: 'What was given.',
    passno: 'What was given.',
    fstab: 'The file.',
    boot: 'yes or no.',
    warnings: 'Where `boot` was of no use.',
    backup_file: 'The name of the backup.',
  },
  needs: 'mount and umount',
  predicts: 'full',
  notes: [
    'fstab is written after the mount: an entry that cannot be mounted never gets there. Ansible takes it back then.',
    'A bind mount or a network share of another source is unmounted first; Ansible leaves the old one mounted.',
    'remounted, and ephemeral where it is mounted already, always change, as with Ansible.',
  ],
  reads: (of, facts) => {
    const path = absolute(of.path, facts)
    return {
      ...(IN_FSTAB.has(of.state) && editReads(fstabOf(of), true, facts)),
      ...(LIVE.has(of.state) && {
        ...folderReads(path),
        point: probe.file(path),
        live: probe.mount(path),
      }),
    }
  },
  plan: (of, answers, facts) => {
    checkArgs(of)
    const state = answers as State
    const path = absolute(of.path, facts)
    const wish = { path, src: of.src!, fstype: of.fstype!, opts: settingsOf(of).opts }
    const kept = IN_FSTAB.has(of.state) ? fstabChanges(of, state, facts) : []
    switch (of.state) {
      case 'present':
      case 'absent_from_fstab':
        return kept
      case 'mounted':
        return mountedChanges(wish, state, kept, facts)
      case 'absent':
        return absentChanges(path, state, kept)
      case 'unmounted':
        return state.live ? [toUnmounted(path, state.live)] : []
      case 'ephemeral':
        return state.live ? [ephemeral(wish, state.live)] : mountedChanges(wish, state, [], facts)
      case 'remounted':
        return [remounted(path, wish.opts, of.fstab)]
    }
  },
  result: ({ args: of }) => {
    const { src, fstype, dump, passno } = of
    const { opts, boot, warnings } = settingsOf(of)
    return {
      name: of.path,
      ...(src !== undefined && { src }),
      ...(fstype !== undefined && { fstype }),
      dump,
      passno,
      fstab: fstabOf(of),
      opts,
      boot,
      ...(warnings.length > 0 && { warnings }),
      backup_file: '',
    }
  },
})
