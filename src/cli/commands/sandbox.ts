// `mokplay sandbox`: words to calls of the sandbox. It says what was done and where things are; the rest is not here.
import { once } from 'node:events'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { error, Mistake } from '../../base/diagnostic.ts'
import * as sandbox from '../../sandbox/sandbox.ts'

type Out = (text: string) => void
type Place = { readonly dir?: string }

const dirOf = (options: Place): string =>
  options.dir === undefined ? sandbox.defaultDir() : resolve(options.dir)

const upText = (info: sandbox.SandboxInfo): string => {
  const names = info.hosts.map(host => host.name)
  const shown =
    names.length > 6 ? `${names.slice(0, 3).join(' ')} … ${names.at(-1)}` : names.join(' ')
  const server =
    info.server === 'sshd' ? 'OpenSSH, as installed here' : 'ssh2, since no sshd is installed here'
  return [
    `hosts      ${shown}`,
    `inventory  ${info.inventory}`,
    `ssh        ssh -F ${info.sshConfig} ${names[0] ?? ''}`,
    `server     ${server}`,
    'programs   those of this machine, on disks of their own; no init',
    ...info.notes.map(note => `note       ${note}`),
    '',
  ].join('\n')
}

/** Runs a program in this one's place, and ends as it ends. */
const replace = async (child: ReturnType<typeof sandbox.enter>): Promise<void> => {
  const [code] = (await once(child, 'close')) as [number | null]
  process.exitCode = code ?? 255
}

/** Adds the command and its own commands. */
export const addSandbox = (program: Command, out: Out): void => {
  const group = program
    .command('sandbox')
    .description('disposable hosts on this machine, behind real ssh on loopback')
    .enablePositionalOptions()
  const command = (words: string, description: string): Command =>
    group
      .command(words)
      .description(description)
      .option('--dir <dir>', 'folder of the sandbox', undefined)

  command('up [count]', 'start hosts, print where the inventory is')
    .option('--prefix <prefix>', 'what the hosts are called, before a number', 'host')
    .action(async (count: string | undefined, options: Place & { prefix: string }) => {
      const wanted = { count: Number(count ?? 1), dir: dirOf(options), prefix: options.prefix }
      out(upText(await sandbox.up(wanted)))
    })

  command('down [hosts...]', 'remove these hosts, or everything').action(
    async (hosts: string[], options: Place) => {
      const gone = await sandbox.down(dirOf(options), hosts)
      out(gone.length === 0 ? 'there was no sandbox\n' : `removed ${gone.join(' ')}\n`)
    },
  )

  command('status', 'one line for each host').action((options: Place) => {
    const hosts = sandbox.status(dirOf(options))
    if (hosts.length === 0) out('there is no sandbox: mokplay sandbox up 3 starts one\n')
    for (const { name, running } of hosts) out(`${name}\t${running ? 'on' : 'off'}\n`)
  })

  command('reset <host>', 'give a host a new disk; its address and key stay').action(
    async (host: string, options: Place) => {
      await sandbox.reset(dirOf(options), host)
      out(`${host} is new\n`)
    },
  )

  command('exec <host> <command...>', 'run a command as root, past ssh')
    .passThroughOptions()
    .action(async (host: string, argv: string[], options: Place) => {
      await replace(sandbox.enter(dirOf(options), host, argv, { stdio: 'inherit' }))
    })

  command('ssh <host> [command...]', 'log in by ssh')
    .passThroughOptions()
    .action(async (host: string, argv: string[], options: Place) => {
      const child = sandbox.ssh(dirOf(options), host, argv)
      const failed = once(child, 'error').then(() => {
        throw new Mistake(
          error('sandbox/no-ssh', 'ssh is not installed here: use `mokplay sandbox exec`'),
        )
      })
      await Promise.race([replace(child), failed])
    })
}
