// Whether hosts can be made here, and why not. One sentence for people; nothing is changed by asking.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { privilege } from './privilege.ts'

const TOOLS = [
  'unshare',
  'nsenter',
  'mount',
  'umount',
  'setpriv',
  'pivot_root',
  'mkfifo',
  'find',
] as const
const ID_TOOLS = ['newuidmap', 'newgidmap'] as const
const INSTEAD = 'run it in a Linux machine of your own, or name real hosts in an inventory'

const works = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0

const missing = (tools: readonly string[], path: string): string[] => {
  const folders = path.split(':')
  return tools.filter(tool => !folders.some(folder => existsSync(join(folder, tool))))
}

/** Why no sandbox can run here, as one sentence that says what it needs; undefined when one can. */
export const check = (
  platform: NodeJS.Platform = process.platform,
  path: string = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`,
): string | undefined => {
  if (platform !== 'linux') {
    const system = platform === 'darwin' ? 'macOS' : platform
    return `the sandbox needs Linux, whose namespaces and overlays ${system} does not have: ${INSTEAD}`
  }
  const who = privilege()
  const lacking = missing([...TOOLS, ...(who?.kind === 'root' ? [] : ID_TOOLS)], path)
  if (lacking.length > 0)
    return `the sandbox needs ${lacking.join(', ')}: install them (packages util-linux, uidmap), or run it as root`
  if (!who)
    return 'the sandbox needs root, or ranges for this user in /etc/subuid and /etc/subgid: usermod --add-subuids 100000-165535 --add-subgids 100000-165535 NAME'
  const own = who.kind === 'user' ? ['--map-root-user'] : []
  const spaces = ['--mount', '--pid', '--net', '--uts', '--ipc', '--fork']
  if (
    !works('unshare', ...own, ...spaces, 'mount', '-t', 'proc', 'proc', '/proc') ||
    !works('unshare', '--user', 'true')
  )
    return `the sandbox needs namespaces, which this machine does not let ${who.kind === 'root' ? 'root' : 'users'} make (in a container: start it with --privileged): ${INSTEAD}`
  return undefined
}
