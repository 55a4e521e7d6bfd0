// Whether this machine has OpenSSH's client, and whether its configuration says anything of hosts: only then it is
// asked, for each question is a process.
import { userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import type { AddressDefaults, SshProgram } from '../work/address.ts'
import type { Shell } from './shell.ts'

/** What distributions write into the configuration of all: none of it leads elsewhere. */
const EVERYDAY =
  /^(?:host|match|sendenv|setenv|hashknownhosts|gssapi\w*|forwardx11\w*|ciphers|macs|kexalgorithms)$/
const EVERYDAY_INCLUDE = /^\/etc\/(?:ssh\/ssh_config\.d\/|crypto-policies\/)\S*$/

/** Where the configuration of ssh comes from: the program, or else the one file we can read ourselves. */
export const sshOf = (shell: Shell): Pick<AddressDefaults, 'ssh' | 'sshConfig'> => {
  const { edges, home } = shell
  const file = join(home, '.ssh/config')
  const text = textOf(shell, file)
  const folders = (edges.env.get('PATH') ?? '').split(delimiter)
  if (!folders.some(folder => edges.files.stat(join(folder, 'ssh'))))
    return text === undefined ? {} : { sshConfig: { file, text } }
  return { ssh: programOf(shell, file, text) }
}

const programOf = (shell: Shell, file: string, text: string | undefined): SshProgram => {
  // OpenSSH does not look at HOME; named by -F, a file stands for the machine's as well.
  if (shell.home !== userInfo().homedir)
    return text === undefined
      ? { isConfigured: machineSpeaks(shell) }
      : { isConfigured: speaks(text), file }
  return { isConfigured: speaks(text ?? '') || machineSpeaks(shell) }
}

const machineSpeaks = (shell: Shell): boolean => {
  const folder = '/etc/ssh/ssh_config.d'
  const more = (shell.edges.files.list(folder) ?? []).filter(name => name.endsWith('.conf'))
  return ['/etc/ssh/ssh_config', ...more.map(name => join(folder, name))].some(path =>
    speaks(textOf(shell, path) ?? ''),
  )
}

/** Whether a configuration says more than what is usual. */
const speaks = (text: string): boolean =>
  text.split('\n').some(line => {
    const [, key = '', value = ''] = /^\s*(\w+)\s*[\s=]\s*(.*?)\s*$/.exec(line) ?? []
    if (key === '') return false
    if (key.toLowerCase() === 'include') return !EVERYDAY_INCLUDE.test(value)
    return !EVERYDAY.test(key.toLowerCase())
  })

const textOf = ({ edges }: Shell, path: string): string | undefined => {
  const bytes = edges.files.read(path)
  return bytes && Buffer.from(bytes).toString('utf8')
}
