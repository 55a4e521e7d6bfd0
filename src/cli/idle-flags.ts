// Flags of ansible-playbook that have nothing to do here. Scripts pass them, so they are taken, with a note.

/** The flags, whether a value belongs to them, and why they do nothing. */
export const IDLE = [
  { flag: '--flush-cache', value: false, why: 'facts are kept for one run only' },
  { flag: '--scp-extra-args', value: true, why: 'files travel over the one connection' },
  { flag: '--sftp-extra-args', value: true, why: 'files travel over the one connection' },
] as const

/** Old names of flags, and what they are called. */
const RENAMED: Readonly<Record<string, string>> = {
  '--ask-vault-password': '--ask-vault-pass',
  '--inventory-file': '--inventory',
  '--key-file': '--private-key',
  '--module_path': '--module-path',
}

/** The words with the old names replaced; what stands behind `--` is none. */
export const renamed = (words: readonly string[]): readonly string[] => {
  const end = words.indexOf('--')
  return words.map((word, index) => {
    const [, flag = '', rest = ''] = /^(--[\w-]+)(=.*)?$/s.exec(word) ?? []
    const name = Object.hasOwn(RENAMED, flag) ? RENAMED[flag] : undefined
    return name === undefined || (end !== -1 && index > end) ? word : `${name}${rest}`
  })
}

/** A note for each flag that does nothing. */
export const idleNotes = (words: object): readonly string[] =>
  IDLE.filter(({ flag }) => camel(flag) in words).map(
    ({ flag, why }) => `note: ${flag} has no effect here: ${why}\n`,
  )

const camel = (flag: string): string =>
  flag.slice(2).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
