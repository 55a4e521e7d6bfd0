// Values against specifications of role arguments: what is wrong, in order.
import t from 'tap'
import { specErrors } from '../../src/registry/arg-spec.ts'

t.test('what fits is fine, and what is missing is told by name', async t => {
  const spec = { port: { type: 'int', required: true }, name: { default: 'x' } }
  t.same(specErrors(spec, { port: '80' }), [])
  t.same(specErrors(spec, {}), ['missing required arguments: port'])
})

t.test('a value that cannot be turned into its type is told', async t => {
  t.same(specErrors({ port: { type: 'int' } }, { port: 'many' }), [
    "argument 'port' is of type <class 'str'> and we were unable to convert to int: <class 'str'> cannot be converted to an int",
  ])
})

t.test('choices hold for texts and for each part of a list', async t => {
  const spec = { one: { choices: ['a', 'b'] }, all: { type: 'list', choices: ['a', 'b'] } }
  t.same(specErrors(spec, { one: 'c', all: 'a,d' }), [
    'value of one must be one of: a, b, got: c',
    'value of all must be one or more of: a, b. Got no match for: d',
  ])
})

t.test('options inside of options are looked into, with their rules', async t => {
  const options = { name: { required: true }, uid: {}, gid: {} }
  const users = { type: 'list', elements: 'dict', options, mutually_exclusive: [['uid', 'gid']] }
  t.same(
    specErrors(
      { users },
      {
        users: [
          { uid: 1, gid: 2 },
          { name: 'a', shell: 'sh' },
        ],
      },
    ),
    [
      'parameters are mutually exclusive: uid|gid found in users',
      'missing required arguments: name found in users',
      'users.shell. Supported parameters include: gid, name, uid.',
    ],
  )
})
