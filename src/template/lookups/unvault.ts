// The lookup `unvault`: what is in a file, decrypted where it is vaulted, byte for byte.
import { findFile, candidates } from './search.ts'
import { str } from '../print.ts'
import { Problem } from '../problem.ts'
import type { Lookup } from './lookup.ts'

export const unvaultLookup: Lookup = {
  run: (terms, _options, run) =>
    terms.map(term => {
      const name = str(term)
      const path = findFile(name, 'files', run)
      const bytes = path === undefined ? undefined : run.edges.files.read(path)
      if (bytes) return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
      throw new Problem('template/missing', `file "${name}" was not found on the controller`, {
        hint: `looked at ${candidates(name, 'files', run).join(', ')}`,
      })
    }),
}
