// `mode: 644` is a decimal number and sets bits that nobody wanted.
import { warning, type Diagnostic } from '../../base/diagnostic.ts'
import type { Loaded } from '../load.ts'
import { valueSpan } from '../places.ts'
import { walk } from './walk.ts'

/** Warns of modes that lack their leading zero. */
export const checkModes = (loaded: Loaded): readonly Diagnostic[] => {
  const found: Diagnostic[] = []
  for (const one of walk(loaded)) {
    if (one.kind !== 'task') continue
    for (const name of ['mode', 'directory_mode']) {
      const value = one.task.args[name]
      if (typeof value !== 'number') continue
      const span = valueSpan(one.task.args, name, one.task.argsSpan)
      const written = loaded.sources.get(span.file)?.text.slice(span.from, span.to) ?? ''
      if (/^[1-9][0-7]{2,3}$/.test(written))
        found.push(
          warning(
            'args/mode-decimal',
            `"${name}: ${written}" is the decimal number ${written}, which is the mode 0${value.toString(8)}`,
            {
              span,
              hint: `write "0${written}"`,
            },
          ),
        )
    }
  }
  return found
}
