// Personal package archives of Launchpad: the line they stand for, and the key they are signed with.
import {
  dearmored,
  Failure,
  fetched,
  fetchedBytes,
  probe,
  publicKeys,
  toContent,
  type Change,
  type CommandAnswer,
  type Facts,
  type FileAnswer,
} from '../../src/kit/index.ts'

export type Ppa = { readonly owner: string; readonly name: string }

/** `ppa:owner/name`; undefined for any other source. */
export const ppaIn = (repo: string): Ppa | undefined => {
  const found = /^ppa:([^/\s]+)(?:\/([^/\s]+))?/.exec(repo)
  return found ? { owner: found[1]!, name: found[2] ?? 'ppa' } : undefined
}

/** The line that it stands for. */
export const ppaSource = ({ owner, name }: Ppa, codename: string): string =>
  `deb http://ppa.launchpad.net/${owner}/${name}/ubuntu ${codename} main`

/** What Launchpad tells of it: above all the fingerprint of its key. */
export const ppaInfo = ({ owner, name }: Ppa, checked: boolean) =>
  fetched(`https://launchpad.net/api/1.0/~${owner}/+archive/${name}`, { checked })

const fingerprintIn = (info: CommandAnswer | undefined): string => {
  const text = Buffer.from(fetchedBytes('what Launchpad knows of it', info)).toString('utf8')
  const found = /"signing_key_fingerprint":\s*"([0-9A-Fa-f]{16,})"/.exec(text)
  if (!found)
    throw new Failure('Launchpad tells no signing_key_fingerprint of it: look at its name')
  return found[1]!.toUpperCase()
}

/** The key, from the keyserver of Ubuntu. */
export const ppaKey = (info: CommandAnswer | undefined) =>
  info?.rc === 0
    ? fetched(
        `http://keyserver.ubuntu.com:80/pks/lookup?op=get&options=mr&search=0x${fingerprintIn(info)}`,
      )
    : undefined

/** Where its key is kept. */
export const ppaKeyFile = ({ owner, name }: Ppa, codename: string): string =>
  `/etc/apt/trusted.gpg.d/ubuntu-${codename}-main-${owner}-${name}.gpg`

/** The key in its file. */
export const toPpaKey = (
  path: string,
  file: FileAnswer | undefined,
  { info, key }: { info: CommandAnswer | undefined; key: CommandAnswer | undefined },
  facts: Facts,
): readonly Change[] => {
  const fingerprint = fingerprintIn(info)
  const bytes = dearmored(fetchedBytes(`the key ${fingerprint}`, key))
  const found = publicKeys(bytes).find(each => each.fingerprint.endsWith(fingerprint))
  if (!found) throw new Failure(`the keyserver gave another key than ${fingerprint}`)
  return toContent(path, file, found.bytes, {}, facts)
}

export const keyFileProbe = (path: string) => probe.file(path, { want: 'digest' })
