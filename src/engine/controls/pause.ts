// pause: for a time, or until a person answers. Without a terminal nobody is asked, as in Ansible.
import { momentText } from '../../base/units.ts'
import { ok, type Control } from './control.ts'

export const pause: Control = async ({ of, ready }) => {
  const { world } = of.self
  const { clock, ask } = world.edges
  // As in Ansible, a wait is a second at least.
  const seconds = Math.max(
    1,
    Number(ready.args['seconds'] ?? Number(ready.args['minutes'] ?? 0) * 60),
  )
  const isTimed = ready.args['seconds'] !== undefined || ready.args['minutes'] !== undefined
  const began = clock.monotonic()
  const start = clock.wall()
  const prompt = ready.args['prompt']
  const say = (text: string): void => world.emit({ type: 'message', level: 'info', text })
  let input = ''
  if (world.options.check)
    return ok({ skipped: true, skip_reason: 'a dry run does not wait' }, 'skipped')
  if (isTimed) {
    say(`Pausing for ${seconds} seconds`)
    say("(ctrl+C then 'C' = continue early, ctrl+C then 'A' = abort)")
    if (prompt !== undefined) say(`[${of.name}]\n${String(prompt)}:`)
    await clock.sleep(seconds * 1000, world.signal)
  } else if (ask)
    input = await ask(String(prompt ?? 'Press enter to continue, Ctrl+C to interrupt'), {
      echo: ready.args['echo'] !== false,
    })
  else
    world.emit({
      type: 'message',
      level: 'warning',
      text: `"${of.name}" waits for a person, and there is no terminal: it goes on`,
    })
  const waited = (clock.monotonic() - began) / 1000
  const byMinutes = ready.args['seconds'] === undefined
  const told = (byMinutes ? waited / 60 : waited).toFixed(2).replace(/0$/, '')
  return ok({
    delta: Math.floor(waited),
    echo: ready.args['echo'] !== false,
    rc: 0,
    stderr: '',
    start: momentText(start),
    stop: momentText(clock.wall()),
    stdout: `Paused for ${told} ${byMinutes ? 'minutes' : 'seconds'}`,
    user_input: input,
  })
}
