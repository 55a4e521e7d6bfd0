// Which file systems a host is laid over, from a mountinfo.
import t from 'tap'
import { layersOf } from '../../src/sandbox/layers.ts'

const line = (target: string): string => `30 1 8:1 / ${target} rw,relatime - ext4 /dev/sda1 rw\n`

t.test('one file system, one layer', async t => {
  t.same(layersOf(line('/') + line('/proc') + line('/run') + line('/mnt/backup')), [{ name: 'base', lower: '/', target: '/' }])
})

t.test('a separate /usr and /var are laid over too, outer before inner, each once', async t => {
  const targets = layersOf(line('/var/log') + line('/var') + line('/usr') + line('/') + line('/usr')).map(layer => layer.target)
  t.same(targets, ['/', '/usr', '/var', '/var/log'])
})

t.test('disks of data, and single files that a container has mounted, are not', async t => {
  t.equal(layersOf(line('/') + line('/home') + line('/etc/hosts') + line('/var/lib/docker')).length, 1)
})
