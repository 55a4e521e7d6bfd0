// pause: for a time, or until a person answers. Without a terminal nobody is asked, as in Ansible.
import { ok, type Control } from './control.ts'

export const pause: Control = async ({ of, ready }) => {
  const { world } = of.self
  const { clock, ask } = world.edges
  const seconds = Number(ready.args['seconds'] ?? Number(ready.args['minutes'] ?? 0) * 60)
  const isTimed = ready.args['seconds'] !== undefined || ready.args['minutes'] !== undefined
  const began = clock.monotonic()
  let input = ''
  if (world.options.check)
    return ok({ skipped: true, skip_reason: 'a dry run does not wait' }, 'skipped')
  if (isTimed) await clock.sleep(seconds * 1000, world.signal)
  else if (ask)
    input = await ask(
      String(ready.args['prompt'] ?? 'Press enter to continue, Ctrl+C to interrupt'),
      { echo: ready.args['echo'] !== false },
    )
  else
    world.emit({
      type: 'message',
      level: 'warning',
      text: `"${of.name}" waits for a person, and there is no terminal: it goes on`,
    })
  const waited = Math.round((clock.monotonic() - began) / 1000)
  return ok({
    delta: waited,
    echo: ready.args['echo'] !== false,
    rc: 0,
    stderr: '',
    stdout: `Paused for ${waited} seconds`,
    user_input: input,
  })
}
