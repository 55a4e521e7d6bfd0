// What OpenSSH would be called with for a host, in Ansible's order: of what is said twice, ssh takes the first. Calls
// nothing.
import { shlexSplit } from '../base/shlex.ts'
import { CONNECTION_VARIABLES as NAMES } from '../lang/connection-variables.ts'
import type { Address } from '../model/inventory.ts'
import type { AddressDefaults } from './address.ts'
import { flagSetting, numberSetting, PORTS, textSetting, TIMEOUTS, type Get } from './settings.ts'
import { inHome } from './ssh-arguments.ts'

/** `openssh` of an address; nothing where there is no such program. */
export const sshCall = (
  get: Get,
  defaults: AddressDefaults,
  host: string,
  named: string | undefined,
): Pick<Address, 'openssh'> => {
  const { ssh } = defaults
  if (!ssh) return {}
  const file = named ?? ssh.file
  const text = (names: readonly string[]): string | undefined => textSetting(get, names)
  const given = (names: readonly string[], otherwise = ''): readonly string[] =>
    shlexSplit(text(names) ?? otherwise)
  const keyFile = text(NAMES.keyFile) ?? defaults.keyFile
  const check = flagSetting(get, NAMES.checkHostKey)
  const words = [
    ...given(NAMES.sshArgs, defaults.sshArgs),
    ...option('StrictHostKeyChecking', check === false ? 'no' : undefined),
    ...option('Port', numberSetting(get, NAMES.port, PORTS)),
    ...option(
      'IdentityFile',
      keyFile === undefined ? undefined : `"${inHome(keyFile, defaults.home)}"`,
    ),
    ...option('User', text(NAMES.user) ?? defaults.user),
    ...option('ConnectTimeout', numberSetting(get, NAMES.timeout, TIMEOUTS)),
    ...given(NAMES.sshCommonArgs, defaults.sshCommonArgs),
    ...given(NAMES.sshExtraArgs, defaults.sshExtraArgs),
    ...option('Port', defaults.port),
    ...option('ConnectTimeout', defaults.timeout),
    ...option(
      'StrictHostKeyChecking',
      check === undefined ? SPOKEN[defaults.checkHostKey ?? ''] : undefined,
    ),
  ]
  return {
    openssh: {
      // The last -F counts, all else the first time it is said.
      words: [...(ssh.file === undefined ? [] : ['-F', ssh.file]), ...words, host],
      ...(file !== undefined && { file }),
      ...((ssh.isConfigured || named !== undefined) && { ask: true }),
    },
  }
}

const SPOKEN: Readonly<Record<string, string>> = {
  strict: 'yes',
  'accept-new': 'accept-new',
  off: 'no',
}

const option = (name: string, value: string | number | undefined): readonly string[] =>
  value === undefined ? [] : ['-o', `${name}=${value}`]
