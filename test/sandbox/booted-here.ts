// A sandbox of one booted host from up to down, in a process of its own: for a test that makes the folder a special place.
// What was seen goes to stdout.
import { readFileSync } from 'node:fs'
import { down, exec, off, on, up } from '../../src/sandbox/booted/booted.ts'
import { yardOf } from '../../src/sandbox/booted/yard.ts'

const [, , dir = ''] = process.argv
const say = (text: string): boolean => process.stdout.write(text)

await up({ dir, count: 1, image: 'small', prefix: 'h', hidden: 0, chain: false })
await exec(dir, 'h1', ['sh', '-c', 'echo kept >/root/file'])
await off(dir, 'h1')
await on(dir, 'h1')
say((await exec(dir, 'h1', ['cat', '/root/file'])).out)
const mounts = readFileSync(`/proc/${yardOf(dir)}/mounts`, 'utf8')
say(/^tmpfs \S+disks /m.test(mounts) ? 'tmpfs\n' : 'disk\n')
say(`${(await down(dir)).join(' ')}\n`)
