// One option of an ini file put in or taken out, line by line, by the rules of community.general's ini_file: its
// comments, its order and its odd cases are what playbooks were written for.

export type IniWish = {
  /** undefined or '': what stands before the first section. */
  readonly section: string | undefined
  readonly option: string | undefined
  readonly values: readonly string[]
  readonly state: 'present' | 'absent'
  readonly exclusive: boolean
  readonly no_extra_spaces: boolean
  readonly ignore_spaces: boolean
  readonly allow_no_value: boolean
  readonly modify_inactive_option: boolean
}

export type IniEdit = { readonly text: string; readonly msg: string; readonly changed: boolean }

/** Lines as Python reads them: any end of a line becomes a newline, a mark at the start goes. */
const linesIn = (text: string): string[] => {
  const lines = text
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .match(/[^\n]*\n|[^\n]+$/g)
  return lines ?? ['\n']
}

type Found = { readonly inactive: boolean; readonly value: string }

/** What a line says of an option; undefined when it is about something else. */
const lookFor = (option: string, line: string): Found | undefined => {
  const [, mark = '', rest = ''] = /^([#;]?)[ \t]*([^]*)$/.exec(line) ?? []
  const value = tail(option, rest)
  if (value !== undefined) return { inactive: mark !== '', value }
  // A name may begin with a mark itself.
  const whole = mark === '' ? undefined : tail(option, line)
  return whole === undefined ? undefined : { inactive: false, value: whole }
}

/** The value behind `NAME =`, or '' behind a name alone. */
const tail = (option: string, rest: string): string | undefined => {
  if (!rest.startsWith(option)) return undefined
  const match = /^[ \t]*(?:=|(?=\n?$))[ \t]*([^\n]*)/.exec(rest.slice(option.length))
  return match?.[1]
}

const isBlank = (line: string): boolean => /^[ \t]*([#;].*)?\n?$/.test(line)

/** Where the section's lines begin, its header among them, and where they end. */
const placeOf = (
  lines: readonly string[],
  section: string,
): { from: number; to: number } | undefined => {
  let from = section === '' ? 0 : -1
  for (const [index, line] of lines.entries()) {
    if (section !== '' && line.startsWith(`[${section}]`)) from = index
    else if (line.startsWith('[') && from !== -1) return { from, to: index }
  }
  return from === -1 ? undefined : { from, to: lines.length }
}

/** The lines of a section while they are edited; `settled` ones are as they shall be. */
type Section = { lines: { text: string; settled: boolean }[]; msg: string }
type Line = Section['lines'][number]

/** The text with the option as wished. */
export const iniEdited = (text: string, wish: IniWish): IniEdit => {
  const lines = linesIn(text)
  const open = !lines.at(-1)!.endsWith('\n')
  if (open) lines.push(`${lines.pop()!}\n`)
  const { section: name = '', state } = wish
  const place = placeOf(lines, name)
  if (!place) {
    if (state === 'absent') return { text: open ? lines.join('') : text, msg: 'OK', changed: open }
    const added = freshLines(wish)
    const msg = added.length > 0 ? 'section and option added' : 'only section added'
    return { text: [...lines, `[${name}]\n`, ...added].join(''), msg, changed: true }
  }
  const section: Section = {
    lines: lines.slice(place.from, place.to).map(line => ({ text: line, settled: false })),
    msg: 'OK',
  }
  if (!hasOption(wish)) {
    if (state === 'absent') clear(section)
  } else if (state === 'present') put(section, wish)
  else takeOut(section, wish)
  const changed = open || section.msg !== 'OK'
  const made = [
    ...lines.slice(0, place.from),
    ...section.lines.map(line => line.text),
    ...lines.slice(place.to),
  ]
  return { text: changed ? made.join('') : text, msg: section.msg, changed }
}

const hasOption = ({ option }: IniWish): boolean => option !== undefined && option !== ''

const lineFor = ({ option = '', no_extra_spaces }: IniWish, value: string): string =>
  no_extra_spaces ? `${option}=${value}\n` : `${option} = ${value}\n`

/** What a line says of the option; comments count where they may be brought to life. */
const found = ({ option = '', modify_inactive_option }: IniWish, { text }: Line) => {
  const said = lookFor(option, text)
  return said?.inactive && !modify_inactive_option ? undefined : said
}

const settle = (section: Section, line: Line, wish: IniWish, text: string, value: string): void => {
  const said = found(wish, line)
  const same =
    wish.ignore_spaces && said && !said.inactive ? said.value === value : line.text === text
  if (!same) {
    line.text = text
    section.msg = 'option changed'
  }
  line.settled = true
}

const put = (section: Section, wish: IniWish): void => {
  const { option = '', allow_no_value, exclusive } = wish
  const bare = `${option}\n`
  const missing = [...new Set(wish.values)]
  let stands = false
  for (const line of section.lines) {
    const said = found(wish, line)
    if (!said) continue
    if (missing.includes(said.value)) {
      const alone = said.value === '' && allow_no_value
      settle(section, line, wish, alone ? bare : lineFor(wish, said.value), said.value)
      stands ||= alone
      missing.splice(missing.indexOf(said.value), 1)
    } else if (missing.length === 0 && allow_no_value) {
      settle(section, line, wish, bare, '')
      stands = true
      break
    }
  }
  if (exclusive && !allow_no_value) replaceOthers(section, wish, missing)
  const rest = missing.map(value => lineFor(wish, value))
  append(section, rest.length === 0 && allow_no_value && !stands ? [bare] : rest)
}

/** Other lines of the option take the values that are missing; those left over go. */
const replaceOthers = (section: Section, wish: IniWish, missing: string[]): void => {
  for (const line of section.lines) {
    if (missing.length === 0) break
    if (line.settled || !found(wish, line)) continue
    const value = missing.shift()!
    settle(section, line, wish, lineFor(wish, value), value)
  }
  keep(section, line => line.settled || !found(wish, line))
}

const keep = (section: Section, stays: (line: Line) => boolean): void => {
  const kept = section.lines.filter(stays)
  if (kept.length < section.lines.length) section.msg = 'option changed'
  section.lines = kept
}

/** New lines go behind the last one that is no comment. */
const append = (section: Section, texts: readonly string[]): void => {
  if (texts.length === 0) return
  const at = section.lines.findLastIndex(line => !isBlank(line.text)) + 1
  section.lines.splice(at, 0, ...texts.map(text => ({ text, settled: true })))
  section.msg = 'option added'
}

const takeOut = (section: Section, { option = '', values, exclusive }: IniWish): void =>
  keep(section, ({ text }) => {
    const said = lookFor(option, text)
    return !said || said.inactive || !(exclusive || values.includes(said.value))
  })

const clear = (section: Section): void => {
  if (section.lines.every(({ text }) => text === '\n')) return
  section.lines = []
  section.msg = 'section removed'
}

/** The lines of a section that is new. */
const freshLines = (wish: IniWish): readonly string[] => {
  if (!hasOption(wish)) return []
  const unique = [...new Set(wish.values)]
  if (unique.length > 0) return unique.map(value => lineFor(wish, value))
  return wish.allow_no_value ? [`${wish.option ?? ''}\n`] : []
}
