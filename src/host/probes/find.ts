// `find`: what is in a folder, in one walk. The host leaves out only what it can tell as surely as Ansible would;
// patterns, ages and contents are judged by the module. Only options that GNU, busybox and BSD share are used.
import { quote } from '../../base/shell.ts'
import type { FindAnswer, FindAsk } from '../../model/answers.ts'
import type { Facts, Probe } from '../../model/module.ts'
import { known, type Kind } from '../kind.ts'
import { parseFinds } from './find-parse.ts'
import { TELL } from './lots.ts'
import { isNewFolder } from './new-folder.ts'
import { statFields } from './stat.ts'

type Ask = FindAsk & { readonly path: string }

const askOf = (probe: Probe<FindAnswer>): Ask => probe.ask as unknown as Ask

/** BSD's stat spells the fields of `stat` otherwise. */
const BSD = '%Xp %u %g %z %l %i %d %b %k %Xr 0 %Fa %Fm %Fc %Su:%Sg'

/** What find itself judges: what does not pass is counted alone. */
const tests = ({ depth, follow, type, hidden, names, least = 0, most, days }: Ask): string =>
  [
    ...(depth === undefined ? [] : [`! -path ${quote(`.${'/*'.repeat(depth + 1)}`)}`]),
    ...(hidden ? [] : [`! -name '.*'`]),
    ...(names ? [`\\( ${names.map(name => `-name ${quote(name)}`).join(' -o ')} \\)`] : []),
    // Of a link that is followed, these would tell what it leads to.
    ...(follow || type === undefined ? [] : [`-type ${type[0]!}`]),
    ...(!follow && type === 'file'
      ? [
          ...(least === 0 ? [] : [`-size +${least - 1}c`]),
          ...(most === undefined ? [] : [`-size -${most + 1}c`]),
          ...(days === undefined || days < 1 ? [] : [`-mtime +${days - 1}`]),
        ]
      : []),
  ].join(' ')

const one = (probe: Probe<FindAnswer>, facts: Facts): string => {
  const ask = askOf(probe)
  const { walk, search, follow } = ask
  const path = quote(ask.path)
  const isBsd = facts.flavour === 'bsd'
  const passed = tests(ask)
  const limit = walk === undefined ? '' : ` -maxdepth ${walk}`
  const tell = `-exec sh -c "$W" sh {} +`
  // In a group, busybox would never run what is left of a lot.
  const told = passed === '' ? tell : `${passed} ${tell} -o -exec sh -c "$X" sh {} +`
  return `if [ ! -d ${path} ]; then printf 'A\\0'
elif ! cd ${path}/; then printf 'P\\0'
else
  S=${ask.sha1 ? 'sha1sum' : ''} C=${search ? (search.whole ? 'whole' : 'lines') : ''} L=${quote(search?.literal ?? '')}
  printf 'K\\0'
  e=$(find ${follow ? '-L ' : ''}. -mindepth 1${limit} ${told} 2>&1 >&4)
  printf 'E%s\\0%s\\0' "$e" "$(date ${isBsd || facts.flavour === 'busybox' ? '+%s' : '+%s.%N'})"
fi
cd /`
}

export const findKind: Kind<FindAnswer> = {
  kind: 'find',
  script: (probes, facts) =>
    [
      `W=${quote(TELL)} X=${quote(`printf 'N%s\\0' $#`)}`,
      `O=${facts.flavour === 'bsd' ? '-f' : '-c'} F=${quote(facts.flavour === 'bsd' ? BSD : statFields(facts))}`,
      'export O F S C L T=',
      'exec 4>&1',
      ...probes.map(probe => one(probe, facts)),
    ].join('\n'),
  parse: (reply, probes) => parseFinds(reply, probes.length),
  derive: (probe, planned) =>
    isNewFolder(planned('file', askOf(probe).path))
      ? known({ now: 0, examined: 0, found: [], complaints: [] })
      : undefined,
}
