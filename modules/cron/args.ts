// What a job of cron may be told, and the line of a table that comes of it.
import { absolute, arg, Refusal } from '../../src/kit/index.ts'
import type { ArgsOf, Facts } from '../../src/kit/index.ts'

const field = (what: string) => arg.or(arg.text(`${what}, as cron takes it.`), '*')

export const args = {
  name: arg.must(arg.text('What the job is called in the table; with env, the variable.')),
  job: arg.alias(arg.text('The command; with env, the value of the variable.'), 'value'),
  state: arg.or(arg.choice('Whether it shall be there.', 'present', 'absent'), 'present'),
  user: arg.text('Whose crontab; with cron_file, who runs the job. Who acts, unless said.'),
  cron_file: arg.path('A file in /etc/cron.d, or anywhere, instead of a crontab.'),
  backup: arg.or(arg.bool('Keep the old table.'), false),
  minute: field('Minutes'),
  hour: field('Hours'),
  day: arg.alias(field('Days of the month'), 'dom'),
  month: field('Months'),
  weekday: arg.alias(field('Days of the week'), 'dow'),
  special_time: arg.choice(
    'A nickname of a time.',
    ...(['reboot', 'yearly', 'annually', 'monthly', 'weekly', 'daily', 'hourly'] as const),
  ),
  disabled: arg.or(arg.bool('Leave the job in the table as a comment.'), false),
  env: arg.or(arg.bool('A variable of the table instead of a job.'), false),
  insertafter: arg.text('The variable that a new one stands below.'),
  insertbefore: arg.text('The variable that a new one stands above.'),
} as const
export type Args = ArgsOf<typeof args>

/** The file that holds the table; nothing for a crontab. */
export const fileOf = ({ cron_file }: Args, facts: Facts): string | undefined =>
  cron_file === undefined
    ? undefined
    : absolute(cron_file.startsWith('/') ? cron_file : `/etc/cron.d/${cron_file}`, facts)

const TIMES = ['minute', 'hour', 'day', 'month', 'weekday'] as const

/** What cannot be, whatever the table says. */
export const checkArgs = (of: Args): void => {
  if (of.cron_file === '/etc/crontab')
    throw new Refusal('cron_file', 'cannot be /etc/crontab, which belongs to the distribution')
  if (of.special_time !== undefined && TIMES.some(time => of[time] !== '*'))
    throw new Refusal('special_time', 'must be given alone, or minute, hour… instead of it')
  if (of.env && of.name.includes(' ')) throw new Refusal('name', 'cannot hold blanks with env')
  if (/[\r\n]/.test(of.name)) throw new Refusal('name', 'must be one line')
  if (of.state === 'absent') return
  if (of.cron_file !== undefined && of.user === undefined)
    throw new Refusal('user', 'is required with cron_file: it stands in each of its lines')
  if (of.job === undefined) throw new Refusal('job', 'is required with state=present')
  if (/[\r\n]/.test(lineOf(of))) throw new Refusal('job', 'must be one line')
  if (!of.env && (of.insertafter ?? of.insertbefore) !== undefined)
    throw new Refusal(of.insertafter === undefined ? 'insertbefore' : 'insertafter', 'needs env')
}

/** The line of the job. */
export const lineOf = (of: Args): string =>
  [
    of.special_time === undefined ? TIMES.map(time => of[time]).join(' ') : `@${of.special_time}`,
    ...(of.cron_file === undefined ? [] : [of.user]),
    (of.job ?? '').replace(/^[\r\n]+|[\r\n]+$/g, ''),
  ]
    .join(' ')
    .replace(/^/, of.disabled ? '#' : '')
