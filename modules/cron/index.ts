import {
  around,
  change,
  deed,
  defineModule,
  editReads,
  editTarget,
  needFolder,
  parentOf,
  probe,
  textNow,
  toAbsent,
  toText,
} from '../../src/kit/index.ts'
import type { Change, CrontabAnswer, Facts, FileAnswer } from '../../src/kit/index.ts'
import { args, checkArgs, fileOf, lineOf, type Args } from './args.ts'
import { envNames, jobNames, withEnv, withJob, withoutEnv, withoutJob } from './table.ts'

const edited = (of: Args, text: string): string => {
  if (of.env)
    return of.state === 'absent'
      ? withoutEnv(text, of.name)
      : withEnv(text, of.name, of.job!, { after: of.insertafter, before: of.insertbefore })
  return of.state === 'absent' ? withoutJob(text, of.name) : withJob(text, of.name, lineOf(of))
}

const tableChanges = (of: Args, table: CrontabAnswer | undefined, facts: Facts): Change[] => {
  const user = of.user ?? facts.user
  const text = edited(of, table?.text ?? '')
  if (text === (table?.text ?? '')) return []
  const whose = user === facts.user ? [] : ['-u', user]
  const run = { op: 'run', argv: ['crontab', ...whose, '-'], stdin: text } as const
  const undo = { ...run, stdin: table?.text ?? '' }
  return [
    ...(of.backup ? [toBackup(of, table, facts)] : []),
    change(probe.crontab(user), table, { text }, [run], {
      touches: ['file /var/spool/cron/**'],
      undo: [undo],
    }),
  ]
}

/** Its name says what is in it: the same table is kept once. */
const backupPath = (of: Args, table: CrontabAnswer | undefined, facts: Facts): string =>
  `${facts.home}/crontab.${of.user ?? facts.user}.${table?.digest?.slice(0, 12) ?? 'empty'}~`

const toBackup = (of: Args, table: CrontabAnswer | undefined, facts: Facts): Change => {
  const path = backupPath(of, table, facts)
  const write = { op: 'write', path, content: table?.text ?? '', attrs: { mode: 0o600 } } as const
  return deed(`keep the old table as ${path}`, [write], {
    counts: false,
    touches: [`file ${path}`, ...around(path, true)],
  })
}

/** Jobs and variables of cron. */
export default defineModule({
  name: 'cron',
  summary: 'Manage the jobs and variables of a crontab, or of a file in /etc/cron.d.',
  args,
  rules: { exclusive: [['insertafter', 'insertbefore']] },
  returns: {
    jobs: 'Names of the jobs in the table.',
    envs: 'Names of its variables.',
    cron_file: 'The file, where one was given.',
    state: 'What was asked for, of a file that was removed.',
    backup_file: 'Where the old table is kept.',
  },
  needs: 'crontab, unless cron_file is given',
  predicts: 'full',
  notes: [
    'A job of several lines is refused: cron knows no such thing. Ansible writes it, and adds to it in each run.',
    'A backup of a crontab is kept in the home of who acts, readable by nobody else; Ansible leaves it in /tmp.',
  ],
  reads: (of, facts) => {
    const file = fileOf(of, facts)
    if (file === undefined) return { table: probe.crontab(of.user ?? facts.user) }
    return { ...editReads(file, false, facts), folder: probe.file(parentOf(file)) }
  },
  plan: (of, state, facts) => {
    checkArgs(of)
    const file = fileOf(of, facts)
    if (file === undefined) return tableChanges(of, (state as TableState).table, facts)
    const files = state as FileState
    const target = editTarget(file, files, facts)
    const now = textNow(target)
    const text = edited(of, now ?? '')
    if (text === (now ?? '')) return []
    if (of.state === 'absent' && !of.env && text.trim() === '') return toAbsent(file, files.file)
    needFolder(file, files.folder)
    const mode = now === undefined ? { mode: '0644' } : {}
    const wish = { ...mode, backup: of.backup, via: target.via }
    return toText(target.path, target.file, text, wish, facts)
  },
  result: ({ args: of, before, after, changes, facts }) => {
    const file = fileOf(of, facts)
    const given = of.cron_file === undefined ? {} : { cron_file: of.cron_file }
    if (changes.some(each => 'absent' in (each.after as object) && file !== undefined))
      return { ...given, state: of.state }
    const text =
      file === undefined
        ? ((after as TableState).table?.text ?? '')
        : (textNow(editTarget(file, after as FileState, facts)) ?? '')
    const kept = of.backup && file === undefined && changes.length > 0
    return {
      jobs: jobNames(text),
      envs: envNames(text),
      ...given,
      ...(kept && { backup_file: backupPath(of, (before as TableState).table, facts) }),
    }
  },
  explain: ({ rc, err }) =>
    rc === 127 && /not found/.test(err)
      ? 'crontab is not on the host: install cron (on Red Hat cronie) first'
      : undefined,
})

type TableState = { readonly table: CrontabAnswer | undefined }
type FileState = Readonly<Record<'file' | 'real' | 'folder', FileAnswer | undefined>>
