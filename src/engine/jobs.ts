// async: a step whose acts travel as a job of their own, which outlives the connection and the run. Starts it, looks
// at it, and says what came of it.
import {
  cleanupScript,
  isJobName,
  jobPath,
  lookScript,
  readLook,
  startScript,
} from '../host/job.ts'
import type { JobLook, JobPlace } from '../host/job.ts'
import type { HostState } from '../host/state.ts'
import { Lost } from '../model/edge.ts'
import type { Vars } from '../model/inventory.ts'
import { conclude, diffsOf, done, forget, remembered, subjectsOf } from './conclude.ts'
import type { HostRun } from './host-run.ts'
import { noteOf, readNote } from './job-note.ts'
import type { Find } from './plan-step.ts'
import { prepare, type Plan, type Step } from './prepare.ts'
import { FINAL } from './reconnect.ts'
import { failedDraft, type Draft } from './result.ts'
import { needsStages } from './stages.ts'
import type { Composed, Hand, Target } from './target.ts'

/** A job that this run started: what it takes to understand its end. */
type Job = {
  readonly place: JobPlace
  readonly plan: Plan
  readonly composed: Composed
  readonly before: Find
  /** When it must have ended, by our clock. */
  readonly ends: number
  over: boolean
}

/** The jobs of each host. */
const JOBS = new WeakMap<HostState, Map<string, Job>>()

const jobsOf = ({ state }: Pick<Target, 'state'>): Map<string, Job> => {
  const jobs = JOBS.get(state) ?? new Map<string, Job>()
  JOBS.set(state, jobs)
  return jobs
}

/** While jobs run, what they may touch is not known for longer than a step. */
export const cloudedByJobs = ({ self, target }: Step): void => {
  for (const job of jobsOf(target).values()) {
    if (job.over) continue
    forget(job.plan)
    self.horizon = 1
    job.over = self.world.edges.clock.monotonic() > job.ends
  }
}

/** As Ansible: it looks at the time every five seconds, and not before five have gone. `sleep 2 && reboot` lives on that. */
const limitOf = (seconds: number): number => 5 + 5 * Math.ceil(seconds / 5)

/** Runs a step as a job: to its end, or with `poll: 0` only to its beginning. */
export const background = async (step: Step): Promise<Draft> => {
  const { background: how = { seconds: 0, poll: 0 }, check } = step.ready
  if (check) return failedDraft('check mode and async cannot be used on same task.')
  for (let stale = 0; stale < 2; stale++) {
    const begun = await step.target.lock(() => begin(step, how))
    if ('status' in begun) return begun
    const ended = await follow(step, begun, how)
    if (ended) return ended
  }
  return failedDraft('the host changes under our hands: it was not as it had just been, twice')
}

type How = { readonly seconds: number; readonly poll: number }

const begin = async (step: Step, how: How): Promise<Job | Draft> => {
  const { self, ready, target } = step
  cloudedByJobs(step)
  const plan = await prepare(step)
  const hand = 'status' in plan ? await target.hand(ready.become) : plan.hand
  const place = { folder: folderOf(step, hand, self.world), jid: newName(self) }
  const started = { ...standing(place), failed: 0 }
  if ('status' in plan || plan.changes.length === 0) {
    const told = 'status' in plan ? plan : done(plan, plan.find, plan.find, [])
    if (told.status === 'unknown' || told.diagnostic) return told
    if (how.poll > 0) return finished(told, place)
    const problem = await start(step, hand, place, undefined, JSON.stringify({ vars: told.vars }))
    return problem ?? { status: 'changed', diffs: [], vars: { ...started, changed: true } }
  }
  if (needsStages(plan.changes))
    return failedDraft('async is not supported for this task: it needs the controller on its way')
  const before = remembered(plan)
  const composed = target.compose(plan.changes, subjectsOf(plan.changes), hand)
  const problem = await start(step, hand, place, composed, noteOf(plan, composed.mark))
  if (problem) return problem
  const { clock } = self.world.edges
  const ends = clock.monotonic() + (limitOf(how.seconds) + 10) * 1000
  const job: Job = { place, plan, composed, before, ends, over: false }
  jobsOf(target).set(place.jid, job)
  forget(plan)
  tell(step, plan, 'change.start')
  if (how.poll > 0) return job
  return { status: 'changed', diffs: diffsOf(plan.changes), vars: { ...started, changed: true } }
}

const tell = ({ self, task, hidden }: Step, plan: Plan, type: 'change.start' | 'change.end') => {
  if (hidden) return
  for (const diff of diffsOf(plan.changes))
    self.world.emit({ type, host: self.host.name, task: task.id, diff })
}

/** Starts it on the host. What went wrong with that is a result. */
const start = async (
  { self, target, ready }: Step,
  hand: Hand,
  place: JobPlace,
  composed: Composed | undefined,
  note: string,
): Promise<Draft | undefined> => {
  const script = startScript({
    ...place,
    script: composed?.script,
    note,
    seconds: limitOf(ready.background?.seconds ?? 0),
  })
  const { rc, err } = await target.tell(script, hand, {
    signal: self.world.signal,
    ...(composed?.stdin && { stdin: composed.stdin }),
  })
  if (rc === 0) return undefined
  return failedDraft(`the job could not be started: ${err.trim().split('\n').at(-1) ?? ''}`)
}

/** As Ansible names them: twelve digits, and some more. */
const newName = ({ world }: HostRun): string => {
  const bytes = [...world.edges.random(8)]
  const digits = bytes.slice(0, 6).map(byte => String(byte % 100).padStart(2, '0'))
  return `j${digits.join('')}.${(bytes[6] ?? 0) * 256 + (bytes[7] ?? 0) + 1000}`
}

/** Where jobs lie: as the task's environment says, a variable or the run's own environment; or in the user's home. */
export const folderOf = (
  { ready, scope }: Pick<Step, 'ready' | 'scope'>,
  { facts }: Hand,
  { edges }: HostRun['world'],
): string => {
  const variable = scope.get('ansible_async_dir')
  const said =
    ready.environment['ANSIBLE_ASYNC_DIR'] ??
    (typeof variable === 'string' ? variable : edges.env.get('ANSIBLE_ASYNC_DIR'))
  const path = (said ?? '~/.ansible_async').replace(/^~(?=\/|$)/, facts.home.replace(/\/$/, ''))
  return path.startsWith('/') ? path : `${facts.cwd ?? facts.home}/${path}`
}

/** Looks at a job until it is over, or its time is. Undefined when the host was not as the plan had it. */
const follow = async (step: Step, job: Job, { seconds, poll }: How): Promise<Draft | undefined> => {
  const { target, self } = step
  const { clock, transport } = self.world.edges
  const began = clock.monotonic()
  const passed = (): number => (clock.monotonic() - began) / 1000
  // Short jobs are not waited for longer than they take.
  for (let wait = 0.1; ; wait *= 2) {
    const left = Math.max(0, seconds - passed())
    await clock.sleep(Math.min(wait, poll, left) * 1000, self.world.signal)
    self.world.signal.throwIfAborted()
    const isLast = passed() >= seconds
    try {
      const look = await target.lock(() => lookAt(target, job.plan.hand, job.place, self))
      if (isOver(look)) return await endOf(step, job, look, seconds)
    } catch (problem) {
      if (!(problem instanceof Lost) || FINAL.has(problem.kind) || isLast) throw problem
      await transport.reset(target.address)
      wait = Math.max(wait, Math.min(1, poll))
    }
    if (isLast) return tooSlow(job, seconds)
  }
}

const tooSlow = ({ place }: Job, seconds: number): Draft =>
  failedDraft(`async task did not complete within the requested time - ${seconds}s`, {
    async_result: standing(place),
  })

const endOf = async (
  step: Step,
  job: Job,
  look: JobLook,
  seconds: number,
): Promise<Draft | undefined> => {
  const { target, self } = step
  if (look.state === 'late') return tooSlow(job, seconds)
  const draft = resultOf(look, job)
  if (draft.status !== 'failed') tell(step, job.plan, 'change.end')
  await target.lock(() =>
    target.tell(cleanupScript(job.place), job.plan.hand, { signal: self.world.signal }),
  )
  return draft === STALE ? undefined : finished(draft, job.place)
}

/** How a job is, as its host says. */
export const lookAt = async (
  target: Target,
  hand: Hand,
  place: JobPlace,
  { world }: HostRun,
): Promise<JobLook> =>
  isJobName(place.jid)
    ? readLook(await target.tell(lookScript(place), hand, { signal: world.signal }))
    : { state: 'none' }

const STALE = failedDraft(
  'the host was no longer as it had just been when the job began: run again',
)

/** What came of a job that is over; one of another run is known by its note alone. */
export const resultOf = (look: JobLook, job: Job | undefined, world?: HostRun['world']): Draft => {
  if (!('note' in look))
    return look.state === 'foreign' ? foreign(look.text) : failedDraft('could not find job')
  if (job && !job.over) {
    forget(job.plan)
    job.over = true
  }
  if (look.state === 'late') return failedDraft('Timeout exceeded')
  if (look.state === 'restarted')
    return failedDraft('the job did not come to its end: its host was restarted')
  if (look.state === 'gone') return failedDraft('the job did not come to its end: it was killed')
  if (!job) return readNote(look, world)
  const outcome = job.composed.read(look)
  if (outcome.stale) return STALE
  return conclude(job.plan, outcome, { before: job.before, stamp: job.composed.stamp })
}

/** Whether a job has ended, or never was. */
export const isOver = (look: JobLook): boolean =>
  look.state !== 'running' &&
  !(look.state === 'foreign' && /^\{(?=.*"started": *1)(?=.*"finished": *0)/.test(look.text))

/** A file as Ansible leaves it. */
const foreign = (text: string): Draft => {
  try {
    const vars = JSON.parse(text) as Vars
    const failed = Boolean(vars['failed']) || Number(vars['rc'] ?? 0) !== 0
    return {
      status: failed ? 'failed' : vars['changed'] === true ? 'changed' : 'ok',
      diffs: [],
      vars: { changed: false, ...vars, failed },
      ...(failed && { reason: String(vars['msg'] ?? 'the job failed') }),
    }
  } catch {
    return failedDraft('Could not parse job output')
  }
}

/** The job of a name that this run started on a host. */
export const jobNamed = (target: Target, jid: string): Job | undefined => jobsOf(target).get(jid)

/** What Ansible tells of a job while it runs. */
export const standing = (place: JobPlace): Vars => ({
  ansible_job_id: place.jid,
  results_file: jobPath(place),
  started: 1,
  finished: 0,
})

/** The result of a job that is over. */
export const finished = (draft: Draft, place: JobPlace): Draft => ({
  ...draft,
  vars: { ...SILENT, ...draft.vars, ...standing(place), finished: 1 },
})

/** Streams of a module that has none. */
export const SILENT: Vars = { stdout: '', stdout_lines: [], stderr: '', stderr_lines: [] }
