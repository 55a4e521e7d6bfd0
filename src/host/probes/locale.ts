// `locale NAME`: whether the host has it, however either side spells its encoding.
import type { LocaleAnswer } from '../../model/answers.ts'
import { absent, known, utf8, type Kind } from '../kind.ts'

/** de_CH.UTF-8 and de_CH.utf8 are one locale, as glibc has it. */
export const plainLocale = (name: string): string =>
  name.replace(
    /\.([^@]*)/,
    (_all, codeset: string) => `.${codeset.toLowerCase().replace(/[^a-z0-9]/g, '')}`,
  )

export const localeKind: Kind<LocaleAnswer> = {
  kind: 'locale',
  script: () => 'locale -a',
  parse: (text, probes) => {
    const names = new Map(
      utf8(text)
        .split('\n')
        .filter(line => line !== '')
        .map(line => [plainLocale(line), line]),
    )
    return probes.map(({ id }) => {
      const name = names.get(plainLocale(id))
      return name === undefined ? absent : known({ name })
    })
  },
  same: (promised, found) => plainLocale(promised.name) === plainLocale(found.name),
  show: ({ name }) => String(name),
}
