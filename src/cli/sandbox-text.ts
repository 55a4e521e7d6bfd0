// What `mokplay sandbox` says. Text from facts.
import type { BootedInfo, HostStatus } from '../sandbox/booted/booted.ts'
import type { SandboxInfo } from '../sandbox/sandbox.ts'

type Up = (BootedInfo & { readonly isBooted: true }) | (SandboxInfo & { readonly isBooted: false })

/** After `up`. */
export const upText = (info: Up): string => {
  const names = info.hosts.map(host => host.name)
  const shown =
    names.length > 6 ? `${names.slice(0, 3).join(' ')} … ${names.at(-1)}` : names.join(' ')
  return [
    `hosts      ${shown}`,
    `inventory  ${info.inventory}`,
    `ssh        ssh -F ${info.sshConfig} ${names[0] ?? ''}`,
    ...(info.isBooted ? bootedLines(info) : lightLines(info)),
    ...info.notes.map(note => `note       ${note}`),
    '',
    ...(info.isBooted ? [info.inventoryText] : []),
  ].join('\n')
}

const lightLines = ({ server }: SandboxInfo): readonly string[] => [
  `server     ${server === 'sshd' ? 'OpenSSH, as installed here' : 'ssh2, since no sshd is installed here'}`,
  'programs   those of this machine, on disks of their own; no init',
]

const bootedLines = ({ hosts }: BootedInfo): readonly string[] => {
  const first = hosts[0]?.name ?? ''
  const hidden = hosts
    .filter(({ jumps }) => jumps.length > 0)
    .map(({ name, jumps }) => `${name} behind ${jumps.at(-1)?.name}`)
  return [
    `users      ${first}-deploy ${first}-ops ${first}-password ${first}-guest, and so on`,
    ...(hidden.length > 0 ? [`hidden     ${hidden.join(', ')}`] : []),
  ]
}

/** After `down`. */
export const downText = (gone: readonly string[]): string =>
  gone.length === 0 ? 'there was no sandbox\n' : `removed ${gone.join(' ')}\n`

/** One line for each host. */
export const statusText = (
  hosts: readonly (Partial<HostStatus> & { readonly name: string; readonly running: boolean })[],
): string =>
  hosts.length === 0
    ? 'there is no sandbox: mokplay sandbox up 3 starts one\n'
    : hosts.map(host => `${columns(host).join('\t')}\n`).join('')

const columns = (
  host: Partial<HostStatus> & { readonly name: string; readonly running: boolean },
): readonly string[] => [
  host.name,
  host.running ? 'on' : 'off',
  ...(host.address === undefined ? [] : [host.address]),
  ...(host.image === undefined ? [] : [host.image]),
  ...(host.behind === undefined ? [] : [`behind ${host.behind}`]),
  ...(host.cut ? ['cut off'] : []),
  ...(host.delay === undefined ? [] : [`${host.delay} ms away`]),
]
