// "~" in paths.
import { join } from 'node:path'

/** `~/x` under a home. */
export const homePath = (path: string, home: string): string =>
  path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : path
