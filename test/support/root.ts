// The repository's root, wherever the tests were compiled to.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const find = (from: string): string =>
  existsSync(join(from, 'package-lock.json')) ? from : find(dirname(from))

export const root = find(dirname(fileURLToPath(import.meta.url)))
