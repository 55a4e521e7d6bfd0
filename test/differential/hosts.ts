// The twins: two booted hosts of an image, brought up when the first module wants them and shared by all.
import type { Test } from 'tap'
import { bootedHosts, noBooted } from '../support/booted.ts'
import { lacks } from '../support/programs.ts'
import type { Image } from './case.ts'
import type { Twin, Twins } from './twins.ts'

/** Why nothing can be compared here; on CI it always can. */
export const noTwins = (images: readonly Image[]): string | false =>
  process.env['CI']
    ? false
    : lacks('ansible-playbook') || images.map(noBooted).find(Boolean) || false

const known = new Map<Image, Promise<Twins>>()

/** The twins of an image; they go with the test. */
export const twinsOf = (t: Pick<Test, 'teardown'>, image: Image): Promise<Twins> => {
  const twins = known.get(image) ?? bringUp(t, image)
  known.set(image, twins)
  return twins
}

const bringUp = async (t: Pick<Test, 'teardown'>, image: Image): Promise<Twins> => {
  const { hosts, shows } = await bootedHosts(t, { count: 2, image })
  const twin = (index: number): Twin => {
    const host = hosts[index]!
    return {
      vars: {
        ansible_host: host.address,
        ansible_port: host.port,
        ansible_user: 'root',
        ansible_ssh_private_key_file: host.key,
        ansible_ssh_common_args: `-o UserKnownHostsFile=${host.knownHosts}`,
      },
      shows: script => shows(host.name, script),
    }
  }
  return { mokplay: twin(0), ansible: twin(1) }
}
