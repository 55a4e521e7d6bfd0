// Not a test: a made-up run on 200 hosts, to look at the live region with one's own eyes.
//   node .build/report/test/report/watch.js
import { setTimeout } from 'node:timers/promises'
import type { Clock } from '../../src/model/edge.ts'
import type { Happening } from '../../src/model/event.ts'
import { createReporter } from '../../src/report/reporters.ts'
import { counts, ended, nginx, result, task } from './build.ts'

const clock: Clock = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, { ...(signal && { signal }) }),
}
const reporter = createReporter(
  'auto',
  {
    write: text => void process.stdout.write(text),
    isTTY: process.stdout.isTTY,
    columns: () => process.stdout.columns,
    rows: () => process.stdout.rows,
    env: name => process.env[name],
  },
  { verbosity: 0, diff: true, clock },
)
let seq = 0
const tell = (happening: Happening): void => reporter.on({ seq: ++seq, at: 0, ...happening })

const hosts = Array.from({ length: 200 }, (_, at) => `web${at + 1}`)
const conf = task(
  't1',
  'nginx.conf is in place, 日本語 and a rather long name that has to be cut somewhere',
  'template',
)
const pull = task('t2', 'pull the images', 'command')
tell({ type: 'run.start', mode: 'apply', playbook: 'site.yml', hosts })
tell({ type: 'play.start', play: 'web servers', hosts })
for (const begun of [conf, pull]) {
  if (begun.type !== 'task.start') continue
  tell(begun)
  for (const host of hosts) tell({ type: 'host.start', host, task: begun.task, name: begun.name })
  for (const [at, host] of hosts.entries()) {
    await clock.sleep(25)
    tell({
      type: 'output',
      host: hosts[at + 1] ?? host,
      task: begun.task,
      from: 'out',
      text: `layer ${at}: 10%\rlayer ${at}: 100%\nnext ${at}\n`,
    })
    if (at === 40)
      tell(
        ended(
          begun,
          host,
          result('failed', {
            reason: 'no space left on device',
            vars: { rc: 1, stderr: 'tar: write error\n' },
          }),
        ),
      )
    else
      tell(
        ended(
          begun,
          host,
          result(at % 20 === 0 ? 'changed' : 'ok', { diffs: at % 20 === 0 ? [nginx] : [] }),
        ),
      )
  }
}
tell({
  type: 'run.end',
  interrupted: false,
  ms: 10_000,
  recap: Object.fromEntries(
    hosts.map((host, at) => [
      host,
      at === 40 ? counts({ failed: 2 }) : counts({ ok: 2, changed: at % 20 === 0 ? 2 : 0 }),
    ]),
  ),
})
await reporter.end?.()
