// Images: two squashfs files each, the packages (slow to make) and what makes a server of them (quick). Their names carry a
// sum of what they are made of, so that a change makes them anew. They are kept in the user's cache and shared.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { error, Mistake } from '../../base/diagnostic.ts'
import { sha256 } from '../../base/value.ts'
import { locked } from '../lock.ts'
import { LAYER_SCRIPT, PACKAGES_SCRIPT } from './build-script.ts'
import { DEB } from './deb.ts'
import { EL } from './el.ts'
import type { Recipe } from './recipe.ts'
import { SMALL } from './small.ts'

/** What hosts can be made of. */
export const RECIPES = { small: SMALL, el: EL, deb: DEB } as const
export type ImageName = keyof typeof RECIPES

export const isImage = (name: string): name is ImageName => Object.hasOwn(RECIPES, name)

/** Somebody who waits: hears what goes on, and may grow tired of it. */
export type Patron = {
  readonly say?: (sentence: string) => void
  readonly signal?: AbortSignal | undefined
}

/** Where images are kept. */
export const imageFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  resolve(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'mokplay', 'images')

/** The files of an image, the upper one first. */
export const layersOf = (name: ImageName, folder = imageFolder()): readonly [string, string] => {
  const { packages, offers, files, script } = RECIPES[name]
  const below = sha256(JSON.stringify([PACKAGES_SCRIPT, packages, offers])).slice(0, 12)
  const above = sha256(JSON.stringify([below, LAYER_SCRIPT, files, script])).slice(0, 12)
  return [
    join(folder, `${name}-server-${above}.squashfs`),
    join(folder, `${name}-packages-${below}.squashfs`),
  ]
}

/** Whether an image lies ready. */
export const hasImage = (name: ImageName): boolean => layersOf(name).every(file => existsSync(file))

const HALF_AN_HOUR = 1_800_000
/** What was not used for as long is removed when something new is made: two weeks. */
const OLD = 14 * 24 * 3_600_000

/** The files of an image, which are made first if need be. */
export const image = async (
  name: ImageName,
  { say = () => {}, signal }: Patron = {},
): Promise<readonly [string, string]> => {
  const folder = imageFolder()
  const [server, packages] = layersOf(name, folder)
  if (!hasImage(name)) {
    mkdirSync(join(folder, 'debs'), { recursive: true })
    await locked(
      folder,
      async () => {
        const recipe = RECIPES[name]
        removeOld(folder)
        if (!existsSync(packages)) {
          say(`making the image ${name} of Debian's packages: some minutes, once`)
          await build(folder, name, packages, signal, work => ({
            program: PACKAGES_SCRIPT,
            env: {
              packages: recipe.packages.join(','),
              offers: recipe.offers.join(' '),
              debs: join(folder, 'debs'),
              work,
            },
          }))
        }
        if (!existsSync(server))
          await build(folder, name, server, signal, work => {
            writeFiles(join(work, 'files'), recipe.files)
            return {
              program: LAYER_SCRIPT,
              env: { below: packages, script: recipe.script, work },
            }
          })
      },
      { patience: HALF_AN_HOUR, busy: `another mokplay makes an image in ${folder}` },
    )
  }
  const now = new Date()
  for (const file of [server, packages]) utimesSync(file, now, now)
  return [server, packages]
}

const writeFiles = (folder: string, files: Recipe['files']): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true, mode: 0o755 })
    writeFileSync(join(folder, path), text, { mode: 0o644 })
  }
}

/** However we end, so do the step and its mounts. */
const ENDS_WITH_US = [
  ...['--pdeathsig', 'KILL', 'unshare', '--mount', '--pid', '--fork', '--kill-child'],
  '--mount-proc',
]

type Job = { readonly program: string; readonly env: Readonly<Record<string, string>> }

/** Runs one step; its words are kept in a log, and the last of them shown when it fails. */
const build = async (
  folder: string,
  name: ImageName,
  out: string,
  signal: AbortSignal | undefined,
  prepare: (work: string) => Job,
): Promise<void> => {
  const work = mkdtempSync(join(folder, 'making-'))
  try {
    const { program, env } = prepare(work)
    const child = spawn('setpriv', [...ENDS_WITH_US, 'sh', '-c', program], {
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env, out, LC_ALL: 'C.UTF-8' },
    })
    const stop = (): void => void child.kill('SIGKILL')
    signal?.addEventListener('abort', stop)
    const said: Buffer[] = []
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => said.push(chunk))
    const [code] = (await once(child, 'close')) as [number | null]
    signal?.removeEventListener('abort', stop)
    signal?.throwIfAborted()
    if (code === 0) return
    const log = join(folder, `${name}.log`)
    writeFileSync(log, Buffer.concat(said))
    const last = readFileSync(log, 'utf8').trim().split('\n').slice(-4).join('; ')
    throw new Mistake(
      error('sandbox/image-failed', `the image ${name} could not be made: ${last}`, {
        hint: `the whole log: ${log}`,
      }),
    )
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** Images that nobody uses, and what interrupted ones left behind. The caller holds the lock. */
const removeOld = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const isOld = Date.now() - statSync(path).mtimeMs > OLD
    if (name.startsWith('making-') || (name.endsWith('.squashfs') && isOld))
      rmSync(path, { recursive: true, force: true })
  }
}
