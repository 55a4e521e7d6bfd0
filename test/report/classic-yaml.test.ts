// Results as YAML. What Ansible prints of many more stands in test/differential/language/screen.yml.
import t from 'tap'
import { yamlCallbackResult, yamlResult } from '../../src/report/classic-yaml.ts'

t.test('a text of several lines is a block, at any depth', async t => {
  const values = { msg: 'one\ntwo \n', deep: [{ text: 'a\tb\n\nc' }, 'x\ny'] }
  t.equal(
    yamlCallbackResult(values),
    `
  deep:
  - text: |-
      a        b

      c
  - |-
    x
    y
  msg: |-
    one
    two`,
  )
})

t.test(
  'what changed stands on the line, and lines that stand in the text are left out',
  async t => {
    const values = { changed: true, stdout: 'hi', stdout_lines: ['hi'], rc: 0 }
    t.equal(
      yamlCallbackResult(values),
      'changed=true \n  rc: 0\n  stdout: hi\n  stdout_lines: <omitted>',
    )
    t.equal(yamlCallbackResult({ changed: false, skipped: true }), 'changed=false skipped=true ')
    t.equal(yamlResult({ changed: true, rc: 0 }), '\n    changed: true\n    rc: 0')
  },
)

t.test('what a terminal would obey is harmless in a block, too', async t => {
  t.notMatch(yamlCallbackResult({ msg: 'a\n\u001b[2Jb' }), /\u001b/)
})
