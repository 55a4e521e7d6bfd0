import t from 'tap'
import { explainMissing } from '../../src/kit/explain.ts'

const explain = explainMissing({ 'mkfs.xfs': 'xfsprogs' })
const output = (rc: number, err: string) => explain({ rc, err, out: '', ms: 1 })

t.test('a program that is not there is one sentence, whatever the shell', async t => {
  const said = 'mkfs.xfs is not on the host: install xfsprogs first'
  for (const err of [
    'sh: 6: exec: mkfs.xfs: not found\n',
    'sh: line 6: exec: mkfs.xfs: not found\n',
    'bash: line 1: mkfs.xfs: command not found\n',
    'sh: exec: line 6: mkfs.xfs: not found\n',
  ])
    t.equal(output(127, err), said)
  t.equal(
    output(127, 'sh: exec: parted: not found\n'),
    'parted is not on the host: install it first',
  )
})

t.test('what programs themselves say is left to them', async t => {
  t.equal(output(1, 'mkfs.xfs: device not found\n'), undefined)
  t.equal(output(127, 'something else\n'), undefined)
})
