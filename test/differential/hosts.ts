// temporary: twins on a fleet of the developer's; replaced by booted sandbox hosts.
import { spawnSync } from 'node:child_process'
import type { Test } from 'tap'
import type { Image } from './case.ts'
import type { Twins } from './twins.ts'

export const noTwins: string | false = process.env['FLEET'] ? false : 'set FLEET'

export const twinsOf = async (_t: Pick<Test, 'teardown'>, _image: Image): Promise<Twins> => {
  const dir = process.env['FLEET_DIR']!
  const twin = (name: string, ip: string) => ({
    vars: {
      ansible_host: ip,
      ansible_user: 'root',
      ansible_ssh_private_key_file: `${dir}/key`,
      ansible_ssh_common_args: `-o UserKnownHostsFile=${dir}/known_hosts`,
    },
    shows: async (script: string) => {
      const { stdout, stderr, status } = spawnSync(
        process.env['FLEET']!,
        ['exec', name, 'sh', '-s'],
        { input: script, encoding: 'utf8' },
      )
      if (status !== 0) throw new Error(stderr)
      return stdout
    },
  })
  const net = process.env['FLEET_NET']!
  return { mokplay: twin('h1', `${net}.11`), ansible: twin('h2', `${net}.12`) }
}
