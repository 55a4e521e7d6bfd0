// `user NAME` and `group NAME`: one getent for each database, for all names at once; the files themselves where
// there is no getent.
import { quote } from '../../base/shell.ts'
import { sha256 } from '../../base/value.ts'
import type { GroupAnswer, UserAnswer } from '../../model/answers.ts'
import type { Probe } from '../../model/module.ts'
import { absent, known, utf8, type Kind } from '../kind.ts'

type Entry = readonly string[]

const wantsLocal = (probe: Probe): boolean => probe.ask?.['local'] === true

/** A name that a database can hold, and that no program takes for an option. */
const isName = (name: string): boolean => /^[^-:\s/][^:\n/]*$/.test(name)

const namesOf = (probes: readonly Probe[]): string =>
  probes.flatMap(({ id }) => (isName(id) ? [quote(id)] : [])).join(' ')

/** Answers of a database for names (or all of it); a line with a colon alone ends them. */
const entries = (database: string, names: string): string =>
  `if command -v getent >/dev/null; then getent ${database} ${names}; else cat /etc/${database}; fi; echo :`

/** Alpine's getent knows no shadow; the file is read by who may, and only the lines that are asked for. */
const shadow = (probes: readonly Probe[], names: string): string => {
  const lines = probes.flatMap(({ id }) =>
    isName(id) ? [`-e ${quote(`^${id.replace(/[.*^$\\[\]]/g, '\\$&')}:`)}`] : [],
  )
  return `getent shadow ${names} || if [ -r /etc/shadow ]; then grep ${lines.join(' ')} /etc/shadow; fi; echo :`
}

const local = (probes: readonly Probe[], file: string): string =>
  probes.some(wantsLocal) ? `cat /etc/${file}` : ':'

/** The sections of a reply, each a list of entries. */
const sections = (text: string): Entry[][] =>
  utf8(text)
    .split(/^:\n/m)
    .map(section =>
      section
        .split('\n')
        .filter(line => line.includes(':'))
        .map(line => line.split(':')),
    )

const numbered = (field: string | undefined, none: number): number =>
  field === undefined || field === '' ? none : Number(field)

export const userKind: Kind<UserAnswer> = {
  kind: 'user',
  script: probes => {
    const names = namesOf(probes)
    if (names === '') return ''
    return [
      entries('passwd', names),
      entries('group', ''),
      shadow(probes, names),
      local(probes, 'passwd'),
    ].join('\n')
  },
  parse: (text, probes) => {
    const [users = [], groups = [], shadows = [], locals = []] = sections(text)
    return probes.map(probe => {
      const named = (entry: Entry): boolean => entry[0] === probe.id
      const isLocal = wantsLocal(probe) ? locals.some(named) : undefined
      const entry = users.find(named)
      if (!entry || isLocal === false) return absent
      const secret = shadows.find(named)
      const member = (group: Entry): boolean => (group[3] ?? '').split(',').includes(probe.id)
      return known({
        name: probe.id,
        uid: Number(entry[2]),
        gid: Number(entry[3]),
        comment: entry[4] ?? '',
        home: entry[5] ?? '',
        shell: entry[6] ?? '',
        groups: groups
          .filter(member)
          .map(group => group[0]!)
          .sort(),
        ...(secret && {
          shadow: {
            hash: secret[1] ?? '',
            min: numbered(secret[3], -1),
            max: numbered(secret[4], -1),
            warn: numbered(secret[5], -1),
            expires: numbered(secret[7], -1),
          },
        }),
      })
    })
  },
  covers: (had, _answer, wanted) => wantsLocal(had) === wantsLocal(wanted),
  show: ({ uid, gid, comment, home, shell, groups, shadow }) => ({
    uid: String(uid),
    gid: String(gid),
    comment: String(comment),
    home: String(home),
    shell: String(shell),
    groups: Array.isArray(groups) ? groups.join(',') || '(none)' : String(groups),
    ...(shadow && described(shadow)),
  }),
}

/** Hashes are secrets: of them is said whether they are locked, and enough to tell one from another. */
const described = ({
  hash,
  expires,
  min,
  max,
}: NonNullable<UserAnswer['shadow']>): Readonly<Record<string, string>> => ({
  password:
    typeof hash !== 'string'
      ? String(hash)
      : `${hash.startsWith('!') ? 'locked' : 'hidden'} ${sha256(hash.replace(/^!+/, '')).slice(0, 6)}`,
  expires: String(expires),
  password_expire_min: String(min),
  password_expire_max: String(max),
})

export const groupKind: Kind<GroupAnswer> = {
  kind: 'group',
  script: probes => {
    const names = namesOf(probes)
    return names === '' ? '' : [entries('group', names), local(probes, 'group')].join('\n')
  },
  parse: (text, probes) => {
    const [groups = [], locals = []] = sections(text)
    return probes.map(probe => {
      const entry =
        groups.find(([name]) => name === probe.id) ??
        (/^\d+$/.test(probe.id) ? groups.find(([, , gid]) => gid === probe.id) : undefined)
      if (!entry || (wantsLocal(probe) && !locals.some(([name]) => name === entry[0])))
        return absent
      return known({ name: entry[0]!, gid: Number(entry[2]) })
    })
  },
  covers: (had, _answer, wanted) => wantsLocal(had) === wantsLocal(wanted),
}
