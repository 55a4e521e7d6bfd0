// One command at a time on one sandbox. The lock is an abstract socket: the kernel frees it when its owner dies,
// however it dies, and it leaves no file.
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { error, Mistake } from '../base/diagnostic.ts'
import { sha256 } from '../base/value.ts'

const PATIENCE = 120_000

/** Takes the name; undefined when another has it. */
const take = (name: string): Promise<(() => Promise<void>) | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (problem: NodeJS.ErrnoException) =>
      problem.code === 'EADDRINUSE' ? resolve(undefined) : reject(problem),
    )
    server.listen(name, () => resolve(() => new Promise(done => server.close(() => done()))))
  })

/** How long to wait for another one, and what to say of it then. */
type Waiting = { readonly patience: number; readonly busy: string }

/** Does something while no one else changes the sandbox, or whatever is in this folder. */
export const locked = async <T>(
  dir: string,
  act: () => Promise<T>,
  waiting: Waiting = {
    patience: PATIENCE,
    busy: `the sandbox in ${dir} is being changed by another command`,
  },
): Promise<T> => {
  const name = `\0mokplay-sandbox-${sha256(dir).slice(0, 32)}`
  const until = Date.now() + waiting.patience
  let release = await take(name)
  while (!release) {
    if (Date.now() > until)
      throw new Mistake(error('sandbox/busy', `${waiting.busy}: try again later`))
    await sleep(25)
    release = await take(name)
  }
  try {
    return await act()
  } finally {
    await release()
  }
}
