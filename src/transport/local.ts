// A shell on the controller itself, as a child process in a session of its own.
import type { Channel } from './channel.ts'
import { asChannel, start } from './child.ts'

/** Runs a command line; it ends by itself when its streams are let go. */
export const openLocal = async (line: string): Promise<Channel> =>
  asChannel(await start(['/bin/sh', '-c', line]))
