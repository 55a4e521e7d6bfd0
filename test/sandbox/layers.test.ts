// Which file systems a host is laid over, from a mountinfo.
import t from 'tap'
import { hiddenBy, layersOf, mountPoints, userLayers } from '../../src/sandbox/layers.ts'

const info = (...targets: string[]): string =>
  targets.map(target => `30 1 8:1 / ${target} rw,relatime - ext4 /dev/sda1 rw\n`).join('')
const isFolder = (): boolean => true

t.test('one file system, one layer', async t => {
  t.same(layersOf(['/', '/proc', '/run', '/mnt/backup']), [
    { name: 'base', lower: '/', target: '/' },
  ])
})

t.test('a separate /usr and /var are laid over too, outer before inner, each once', async t => {
  const targets = layersOf(mountPoints(info('/var/log', '/var', '/usr', '/', '/usr'))).map(
    layer => layer.target,
  )
  t.same(targets, ['/', '/usr', '/var', '/var/log'])
})

t.test('disks of data, and single files that a container has mounted, are not', async t => {
  t.equal(layersOf(['/', '/home', '/etc/hosts', '/var/lib/docker']).length, 1)
})

t.test('mount points are read as they are, blanks included', async t => {
  t.same(mountPoints(info('/mnt/my\\040disk').trim()), ['/mnt/my disk'])
})

t.test("a user gets a layer for each top folder, the skeleton above the machine's", async t => {
  t.same(
    userLayers(['/etc', '/usr'], ['/', '/etc/hosts'], () => []),
    [
      { name: 'base', lower: '-', target: '/' },
      { name: 'etc', lower: '../../skeleton/etc', target: '/etc' },
      { name: 'usr', lower: '../../skeleton/usr:/usr', target: '/usr' },
    ],
  )
})

t.test('where something is mounted below a folder, the folders in it are the layers', async t => {
  const layers = userLayers(['/var'], ['/', '/var/lib/docker', '/var/log'], () => [
    '/var/lib',
    '/var/log',
    '/var/cache',
  ])
  t.same(layers.slice(1), [
    { name: 'var', lower: '../../skeleton/var', target: '/var' },
    { name: 'var-cache', lower: '../../skeleton/var/cache:/var/cache', target: '/var/cache' },
  ])
})

t.test('what is hidden lies in the upper side of the innermost layer that shows it', async t => {
  const upper = (layers: Parameters<typeof hiddenBy>[0]): string[] =>
    hiddenBy(layers, isFolder).map(one => one.upper)
  t.match(upper(layersOf(['/'])), ['disk/base/root', 'disk/base/home', 'disk/base/etc/ssh'])
  t.match(upper(layersOf(['/', '/etc']))[2], 'disk/layer1/ssh')
  t.match(upper(userLayers(['/etc'], [], () => [])), ['disk/etc/ssh'])
})
