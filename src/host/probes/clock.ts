// `clock system`: the time zone that /etc/localtime leads to, and what the hardware clock is taken for.
import type { ClockAnswer } from '../../model/answers.ts'
import { failed, known, utf8, type Kind } from '../kind.ts'

export const clockKind: Kind<ClockAnswer> = {
  kind: 'clock',
  script: () =>
    [
      `if [ -h /etc/localtime ]; then printf 'L%s\\n' "$(readlink /etc/localtime)"`,
      `elif [ -e /etc/localtime ]; then echo F; else echo A; fi`,
      `printf 'R%s\\n' "$(sed -n 3p /etc/adjtime)"`,
    ].join('\n'),
  parse: (text, probes) => {
    const lines = utf8(text)
    const link = /^(?:L(.*)|F|A)$/m.exec(lines)
    const rtc = /^R(.*)$/m.exec(lines)
    if (!link || !rtc) return probes.map(() => failed('the host did not tell'))
    const zone = link[0] === 'A' ? 'UTC' : /\/zoneinfo\/(.+)$/.exec(link[1] ?? '')?.[1]
    const answer = known({
      ...(zone !== undefined && { zone }),
      hwclock: rtc[1]!.trim() === 'LOCAL' ? ('local' as const) : ('UTC' as const),
    })
    return probes.map(() => answer)
  },
  show: ({ zone, hwclock }) => ({ name: zone ?? 'n/a', hwclock }),
}
