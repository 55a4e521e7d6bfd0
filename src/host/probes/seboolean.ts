// `seboolean NAME`: a switch of the SELinux policy. One `getsebool -a` tells all live values; those kept over reboots
// are semanage's to tell, or stand in booleans.local as far as somebody has set them.
import type { SeBooleanAnswer } from '../../model/security-answers.ts'
import type { Probe } from '../../model/module.ts'
import { absent, known, utf8, type Kind } from '../kind.ts'

const wantsKept = (probe: Probe<SeBooleanAnswer>): boolean => probe.ask?.['kept'] === true

const LIVE = `command -v getsebool >/dev/null && echo tools
getsebool -a 2>&1
echo ==
t=$(sed -n 's/^SELINUXTYPE=//p' /etc/selinux/config)
cat "/etc/selinux/\${t:=targeted}/booleans.subs_dist"
echo ==`

const KEPT = `semanage boolean -l
echo ==
for f in "/var/lib/selinux/$t/active" "/etc/selinux/$t/active" "/etc/selinux/$t/modules/active"; do
[ -f "$f/booleans.local" ] && cat "$f/booleans.local"; done`

/** `httpd_enable_cgi --> off`; a pending value follows where one waits. */
const liveValues = (text: string): ReadonlyMap<string, boolean> =>
  new Map(
    [...text.matchAll(/^(\S+) --> (on|off|active|inactive)/gm)].map(([, name, value]) => [
      name!,
      value === 'on' || value === 'active',
    ]),
  )

/** `httpd_enable_cgi  (on   ,  off)  Determine …`: live, then kept. */
const keptValues = (listed: string, local: string): ReadonlyMap<string, boolean> =>
  new Map([
    ...[...listed.matchAll(/^(\S+)\s+\(\s*(?:on|off)\s*,\s*(on|off)\s*\)/gm)].map(
      ([, name, value]) => [name!, value === 'on'] as const,
    ),
    ...[...local.matchAll(/^(\S+?)\s*=\s*(0|1|true|false)\s*$/gm)].map(
      ([, name, value]) => [name!, value === '1' || value === 'true'] as const,
    ),
  ])

/** `allow_httpd_anon_write httpd_anon_write`: old names, and what they are called now. */
const newNames = (text: string): ReadonlyMap<string, string> =>
  new Map([...text.matchAll(/^([^\s#]\S*)\s+(\S+)/gm)].map(([, old, name]) => [old!, name!]))

export const seBooleanKind: Kind<SeBooleanAnswer> = {
  kind: 'seboolean',
  script: probes => (probes.some(wantsKept) ? `${LIVE}\n${KEPT}` : LIVE),
  parse: (text, probes) => {
    const [told = '', substitutes = '', listed = '', local = ''] = utf8(text).split(/^==$/m)
    const isOn = !/SELinux is disabled/.test(told)
    const live = liveValues(told)
    const kept = keptValues(listed, local)
    const names = newNames(substitutes)
    return probes.map(probe => {
      if (!told.startsWith('tools')) return absent
      const name = names.get(probe.id) ?? probe.id
      const [now, then] = [live.get(name), kept.get(name)]
      if (isOn && now === undefined) return absent
      return known({
        isOn,
        ...(now !== undefined && { live: now }),
        ...(wantsKept(probe) && then !== undefined && { kept: then }),
      })
    })
  },
  covers: (had, _answer, wanted) => wantsKept(had) || !wantsKept(wanted),
  show: ({ live, kept }) => ({
    ...(live !== undefined && { live: live ? 'on' : 'off' }),
    ...(kept !== undefined && { kept: kept ? 'on' : 'off' }),
  }),
}
