// Where settings are written: ansible.cfg by Ansible's order, mokplay.config.yml beside the playbook or here.
import { dirname, join, resolve } from 'node:path'
import { warning, type Diagnostic } from '../../base/diagnostic.ts'
import type { Files, Env } from '../../model/edge.ts'

export type Places = {
  readonly files: Files
  readonly env: Env
  readonly cwd: string
  readonly home: string
  readonly playbook?: string | undefined
}

type Found = { readonly path?: string; readonly diagnostics: readonly Diagnostic[] }

const isFile = (path: string, files: Files): boolean => files.stat(path)?.type === 'file'

/** What everybody may write into, nobody can rely on. */
const isOpenToAll = (folder: string, files: Files): boolean =>
  ((files.stat(folder)?.mode ?? 0) & 0o002) !== 0

const notTrusted = (path: string, use: string): Diagnostic =>
  warning('config/open-folder', `${path} is left out: everybody may write into its folder`, {
    hint: `take that right away (chmod o-w), or name the file: ${use}`,
  })

/** The ansible.cfg that counts. */
export const findAnsible = ({ files, env, cwd, home }: Places): Found => {
  const named = env.get('ANSIBLE_CONFIG')
  const wanted = named ? resolve(cwd, named.replace(/^~(?=\/|$)/, home)) : undefined
  const asked =
    wanted !== undefined && files.stat(wanted)?.type === 'directory'
      ? join(wanted, 'ansible.cfg')
      : wanted
  const here = join(cwd, 'ansible.cfg')
  const isShut = !isOpenToAll(cwd, files)
  const diagnostics =
    !isShut && asked === undefined && isFile(here, files)
      ? [notTrusted(here, `ANSIBLE_CONFIG=${here}`)]
      : []
  const path = [
    ...(asked === undefined ? [] : [asked]),
    ...(isShut ? [here] : []),
    join(home, '.ansible.cfg'),
    '/etc/ansible/ansible.cfg',
  ].find(one => isFile(one, files))
  return path === undefined ? { diagnostics } : { path, diagnostics }
}

export const OWN_FILE = 'mokplay.config.yml'

/** The mokplay.config.yml that counts. */
export const findOwn = ({ files, env, cwd, playbook }: Places): Found => {
  const named = env.get('MOKPLAY_CONFIG')
  if (named) return { path: resolve(cwd, named), diagnostics: [] }
  const folders = new Set([
    ...(playbook === undefined ? [] : [resolve(cwd, dirname(playbook))]),
    cwd,
  ])
  const diagnostics: Diagnostic[] = []
  for (const folder of folders) {
    const path = join(folder, OWN_FILE)
    if (!isFile(path, files)) continue
    if (!isOpenToAll(folder, files)) return { path, diagnostics }
    diagnostics.push(notTrusted(path, `MOKPLAY_CONFIG=${path}`))
  }
  return { diagnostics }
}
