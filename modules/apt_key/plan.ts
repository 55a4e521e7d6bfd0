// Which keys come and go, and how the files look afterwards: a keyring is its keys, one after another.
import {
  absolute,
  armored,
  around,
  change,
  dearmored,
  Failure,
  fetchedBytes,
  nameOf,
  newAttrs,
  probe,
  publicKeys,
  type BytesAnswer,
  type Change,
  type CommandAnswer,
  type Facts,
  type FragmentsAnswer,
  type Op,
  type PublicKey,
} from '../../src/kit/index.ts'
import type { Args } from './index.ts'
import { idOf, idsIn, isCalled, keyringsIn, PARTS, TRUSTED, type Keyring } from './keyrings.ts'

export type State = {
  readonly trusted: BytesAnswer | undefined
  readonly parts: FragmentsAnswer | undefined
  readonly file: BytesAnswer | undefined
  readonly online: CommandAnswer | undefined
  readonly now: CommandAnswer | undefined
}

export type Ids = NonNullable<ReturnType<typeof idOf>>

export const pathOf = ({ keyring }: Args, facts: Facts): string =>
  keyring === undefined ? TRUSTED : absolute(keyring, facts)

/** The keys that were given, wherever they come from; none where only an id was. */
const givenIn = (args: Args, state: State): readonly PublicKey[] => {
  const bytes = bytesOf(args, state)
  const keys = bytes ? publicKeys(dearmored(bytes)) : []
  const source = args.url ?? args.keyserver ?? args.file ?? 'data'
  if (bytes && keys.length === 0)
    throw new Failure(`Unable to extract key from '${source}': it holds no public key of OpenPGP`)
  return keys
}

const bytesOf = (args: Args, { file, online }: State): Uint8Array | undefined => {
  if (args.data !== undefined) return Buffer.from(args.data)
  if (args.file !== undefined) {
    if (file?.base64 === undefined)
      throw new Failure(`${args.file} does not exist, expected a key: copy it to the host first`)
    return Buffer.from(file.base64, 'base64')
  }
  const url = args.url ?? (args.keyserver !== undefined ? `key from ${args.keyserver}` : undefined)
  return url !== undefined && online ? fetchedBytes(url, online) : undefined
}

/** The id that was given, or that of the first key that was. */
export const wantedIds = (args: Args, state: State): Ids => {
  if (args.id === undefined && args.keyserver !== undefined)
    throw new Failure('Missing key_id, required with keyserver.')
  const text = args.id ?? givenIn(args, state)[0]?.fingerprint.slice(-16)
  const ids = text === undefined ? undefined : idOf(text)
  if (!ids)
    throw new Failure(
      text === undefined
        ? 'no key was given: give id, data, file, url or keyserver'
        : `Invalid key_id ${text}: expected 8, 16 or more hexadecimal digits`,
    )
  return ids
}

export const nowOf = ({ now }: Pick<State, 'now'>): number => Number(now?.out ?? 0)

/** Whether apt trusts such a key that has not expired. */
export const isTrusted = (keyrings: readonly Keyring[], ids: Ids, now: number): boolean => {
  const isShort = ids.whole.length === 8
  return idsIn(keyrings, now, isShort).includes(isShort ? ids.short : ids.fp)
}

export const aptKeyPlan = (args: Args, state: State, facts: Facts): readonly Change[] => {
  const ids = wantedIds(args, state)
  const path = pathOf(args, facts)
  const keyrings = keyringsIn(path, state.trusted, state.parts)
  const there = isTrusted(keyrings, ids, nowOf(state))
  if (args.state === 'absent') return there ? removals(keyrings, ids, state, facts) : []
  if (there) return []
  const given = givenIn(args, state)
  if (given.length === 0)
    throw new Failure(`no key ${ids.whole} is there: give it by data, file, url or keyserver`)
  if (!given.some(key => isCalled(key, ids.whole.slice(-40))))
    throw new Failure(
      `the key from ${args.url ?? args.keyserver ?? args.file ?? 'data'} is ${given[0]!.fingerprint}, expected ${ids.whole}: look at id, and at who gave the key`,
    )
  if (idsIn([{ path, keys: given }], nowOf(state), false).length === 0)
    throw new Failure(
      `the key ${given[0]!.fingerprint} has expired: get one that has not from where it came`,
    )
  const old = keyrings.find(each => each.path === path)?.keys ?? []
  const kept = old.filter(key => !given.some(each => each.fingerprint === key.fingerprint))
  return [toKeyring(path, [...kept, ...given], state, facts)]
}

const removals = (
  keyrings: readonly Keyring[],
  ids: Ids,
  state: State,
  facts: Facts,
): readonly Change[] => {
  const holding = keyrings.filter(({ keys }) =>
    keys.some(({ fingerprint }) => fingerprint.endsWith(ids.short)),
  )
  if (holding.length === 0)
    throw new Failure(`${ids.whole} is a subkey: remove the key that it belongs to`)
  return holding.map(({ path, keys }) =>
    toKeyring(
      path,
      keys.filter(({ fingerprint }) => !fingerprint.endsWith(ids.short)),
      state,
      facts,
    ),
  )
}

/** A keyring of these keys; one without any goes aside, as apt-key does it. */
const toKeyring = (
  path: string,
  keys: readonly PublicKey[],
  { trusted, parts }: State,
  facts: Facts,
): Change => {
  const raw = Buffer.concat(keys.map(({ bytes }) => bytes))
  const content = path.endsWith('.asc') ? Buffer.from(armored(raw)) : raw
  const isPart = parts !== undefined && path.startsWith(`${PARTS}/`)
  const exists = isPart ? nameOf(path) in parts.files : trusted !== undefined
  const ops: Op[] =
    keys.length === 0
      ? [{ op: 'move', path: `${path}~`, target: path }]
      : [
          {
            op: 'write',
            path,
            content,
            ...(!exists && { attrs: { mode: newAttrs({}, facts).mode } }),
          },
        ]
  const touches = [...around(path, true), `file ${path}`]
  const base64 = content.toString('base64')
  if (!isPart)
    return change<BytesAnswer>(
      probe.bytes(path),
      trusted,
      keys.length === 0 ? undefined : { size: content.length, base64 },
      ops,
      { touches },
    )
  const others = Object.entries(parts.files).filter(([name]) => name !== nameOf(path))
  return change<FragmentsAnswer>(
    probe.fragments(PARTS),
    parts,
    {
      files: Object.fromEntries([
        ...others,
        ...(keys.length === 0 ? [] : [[nameOf(path), base64]]),
      ]) as Record<string, string>,
    },
    ops,
    { touches },
  )
}
