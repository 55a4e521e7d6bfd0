// `mokplay sandbox`: words to calls of the sandbox. It says what was done and where things are; the rest is not here.
import { once } from 'node:events'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { error, Mistake } from '../../base/diagnostic.ts'
import * as booted from '../../sandbox/booted/booted.ts'
import * as light from '../../sandbox/sandbox.ts'
import { EXIT } from '../exit-code.ts'
import { downText, statusText, upText } from '../sandbox-text.ts'

type Write = (text: string) => void
type Place = { readonly dir?: string }
type UpWords = Place & {
  readonly prefix: string
  readonly boot?: true
  readonly image?: string
  readonly hidden?: string
  readonly chain?: true
}

const dirOf = (options: Place): string =>
  options.dir === undefined ? light.defaultDir() : resolve(options.dir)

/** What both sorts of hosts can do. */
type Sort = {
  readonly down: (dir: string, names: readonly string[]) => Promise<readonly string[]>
  readonly reset: (dir: string, host: string) => Promise<unknown>
  readonly enter: typeof light.enter
  readonly ssh: typeof light.ssh
}

const sortOf = (dir: string): Sort => (booted.isBooted(dir) ? booted : light)

/** Refuses what only booted hosts can do. */
const onlyBooted = (dir: string): string => {
  if (booted.isBooted(dir)) return dir
  throw new Mistake(
    error('sandbox/not-booted', `${dir} holds no booted hosts, and only those can do this`, {
      hint: 'start some: mokplay sandbox up 3 --boot',
    }),
  )
}

const imageNamed = (name: string): booted.ImageName => {
  if (booted.isImage(name)) return name
  const known = Object.keys(booted.RECIPES).join(', ')
  throw new Mistake(error('sandbox/image', `there is no image "${name}": expected one of ${known}`))
}

/** Does something that Ctrl-C and its like may cancel: what was begun is taken back. */
const cancellable = async (
  err: Write,
  act: (patron: booted.Patron) => Promise<void>,
): Promise<void> => {
  const stop = new AbortController()
  const onSignal = (): void => stop.abort()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.once(signal, onSignal)
  try {
    await act({ say: sentence => err(`${sentence}\n`), signal: stop.signal })
  } catch (problem) {
    if (!stop.signal.aborted) throw problem
    err('interrupted: what was begun is gone again\n')
    process.exitCode = EXIT.interrupted
  } finally {
    for (const signal of signals) process.off(signal, onSignal)
  }
}

const wholeNumber = (what: string, text: string): number => {
  if (/^\d+$/.test(text)) return Number(text)
  throw new Mistake(error('sandbox/number', `${what}: "${text}" is no whole number`))
}

/** Runs a program in this one's place, and ends as it ends. */
const replace = async (child: ReturnType<typeof light.enter>): Promise<void> => {
  const [code] = (await once(child, 'close')) as [number | null]
  process.exitCode = code ?? 255
}

const up = async (count: string | undefined, options: UpWords, out: Write, err: Write) => {
  const dir = dirOf(options)
  const { prefix, image, hidden } = options
  const base = { count: Number(count ?? 1), dir, prefix }
  if (options.boot) {
    const kind = imageNamed(image ?? 'small')
    const behind = hidden === undefined ? 0 : wholeNumber('--hidden', hidden)
    const chain = options.chain ?? false
    return await cancellable(err, async patron => {
      const info = await booted.up({ ...base, image: kind, hidden: behind, chain }, patron)
      out(upText({ ...info, isBooted: true }))
    })
  }
  if (image !== undefined || hidden !== undefined || options.chain)
    throw new Mistake(
      error('sandbox/boot', '--image, --hidden and --chain are for booted hosts: add --boot'),
    )
  if (booted.isBooted(dir))
    throw new Mistake(
      error('sandbox/booted', `${dir} holds booted hosts: add --boot`, {
        hint: 'or take them down first: mokplay sandbox down',
      }),
    )
  out(upText({ ...(await light.up(base)), isBooted: false }))
}

/** Adds the command and its own commands. */
export const addSandbox = (
  program: Command,
  out: Write,
  err: Write = text => void process.stderr.write(text),
): void => {
  const group = program
    .command('sandbox')
    .description('disposable hosts on this machine, behind real ssh')
    .enablePositionalOptions()
  const command = (words: string, description: string): Command =>
    group
      .command(words)
      .description(description)
      .option('--dir <dir>', 'folder of the sandbox', undefined)

  command('up [count]', 'start hosts, print where the inventory is')
    .option('--prefix <prefix>', 'what the hosts are called, before a number', 'host')
    .option(
      '--boot',
      'with systemd, sshd and a network each; needs root on Linux with Debian packages',
    )
    .option('--image <name>', 'what booted hosts are made of: small, el or deb (default: small)')
    .option(
      '--hidden <count>',
      'so many of the booted hosts are reached through the first one alone',
    )
    .option('--chain', 'hidden hosts stand one behind the other')
    .action((count: string | undefined, options: UpWords) => up(count, options, out, err))

  group
    .command('image <names...>')
    .description('make images for booted hosts ahead of time: small, el, deb')
    .action((names: string[]) =>
      cancellable(err, async patron => {
        const reason = booted.check()
        if (reason !== undefined) throw new Mistake(error('sandbox/cannot-boot', reason))
        for (const name of names.map(imageNamed))
          out(`${name}\t${(await booted.image(name, patron)).join(' ')}\n`)
      }),
    )

  command('down [hosts...]', 'remove these hosts, or everything').action(
    async (hosts: string[], options: Place) => {
      const dir = dirOf(options)
      out(downText(await sortOf(dir).down(dir, hosts)))
    },
  )

  command('status', 'one line for each host').action((options: Place) => {
    const dir = dirOf(options)
    out(statusText(booted.isBooted(dir) ? booted.status(dir) : light.status(dir)))
  })

  command('reset <host>', 'give a host a new disk; its address and key stay').action(
    async (host: string, options: Place) => {
      const dir = dirOf(options)
      await sortOf(dir).reset(dir, host)
      out(`${host} is new\n`)
    },
  )

  for (const [name, description, done] of [
    ['cut', "cut a booted host's network cable", 'is cut off'],
    ['heal', 'mend the cable again', 'is connected'],
    ['off', 'pull the plug of a booted host', 'is off'],
    ['on', 'switch it on again', 'is on'],
  ] as const)
    command(`${name} <host>`, description).action(async (host: string, options: Place) => {
      await booted[name](onlyBooted(dirOf(options)), host)
      out(`${host} ${done}\n`)
    })

  command(
    'delay <host> <milliseconds>',
    'hold each frame to and from a booted host back; 0 ends it',
  ).action(async (host: string, milliseconds: string, options: Place) => {
    const late = wholeNumber('the delay', milliseconds)
    await booted.delay(onlyBooted(dirOf(options)), host, late)
    out(late === 0 ? `${host} is prompt\n` : `${host} is ${late} ms away each way\n`)
  })

  command('exec <host> <command...>', 'run a command as root, past ssh')
    .passThroughOptions()
    .action(async (host: string, argv: string[], options: Place) => {
      const dir = dirOf(options)
      await replace(sortOf(dir).enter(dir, host, argv, { stdio: 'inherit' }))
    })

  command('ssh <host> [command...]', 'log in by ssh')
    .passThroughOptions()
    .action(async (host: string, argv: string[], options: Place) => {
      const dir = dirOf(options)
      const child = sortOf(dir).ssh(dir, host, argv)
      const failed = once(child, 'error').then(() => {
        throw new Mistake(
          error('sandbox/no-ssh', 'ssh is not installed here: use `mokplay sandbox exec`'),
        )
      })
      await Promise.race([replace(child), failed])
    })
}
