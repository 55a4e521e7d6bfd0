// async_status: how a job is that a task with `async` started, in this run or an earlier one.
import { cleanupScript, isJobName, jobPath } from '../../host/job.ts'
import { targetFor } from '../connect.ts'
import {
  finished,
  folderOf,
  isOver,
  jobNamed,
  lookAt,
  resultOf,
  SILENT,
  standing,
} from '../jobs.ts'
import { failedDraft } from '../result.ts'
import { ok, type Control } from './control.ts'

export const asyncStatus: Control = async ({ of, ready, scope }) => {
  const { world, host } = of.self
  const target = targetFor(world, host, of.context, scope, ready.delegate)
  const hand = await target.hand(ready.become)
  const place = { folder: folderOf({ ready, scope }, hand, world), jid: String(ready.args['jid']) }
  const now = { ...SILENT, ...standing(place) }
  if (ready.check)
    return ok(
      {
        ...now,
        skipped: true,
        msg: 'remote module (ansible.legacy.async_status) does not support check mode',
      },
      'skipped',
    )
  if (ready.args['mode'] === 'cleanup') {
    const gone = { ...SILENT, ansible_job_id: place.jid, erased: jobPath(place) }
    const { out } = isJobName(place.jid)
      ? await target.lock(() => target.tell(cleanupScript(place), hand, { signal: world.signal }))
      : { out: 'none' }
    return out.startsWith('none')
      ? failedDraft('could not find job', { ...gone, started: 1, finished: 1 })
      : ok({ ...gone, started: 0, finished: 0 })
  }
  const look = await target.lock(() => lookAt(target, hand, place, of.self))
  if (!isOver(look)) return ok(now)
  const draft = resultOf(look, jobNamed(target, place.jid), world)
  // What it changes was shown when it began.
  return finished({ ...draft, diffs: [] }, place)
}
