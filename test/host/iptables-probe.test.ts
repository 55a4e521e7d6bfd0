import t from 'tap'
import { iptablesChainKind, iptablesRuleKind } from '../../src/host/probes/iptables.ts'
import { probe } from '../../src/kit/probe.ts'
import { someFacts } from '../support/facts.ts'
import { askHere, shells } from '../support/shell.ts'

const chain = (...argv: readonly string[]) => probe.iptablesChain(argv.join(' '), argv)
const rule = (...argv: readonly string[]) => probe.iptablesRule(argv.join(' '), argv)

for (const shell of shells)
  t.test(`${shell.join(' ')} asks each rule and chain by a program of its own`, async t => {
    const asked = [
      rule('true', "it's $HOME"),
      rule('sh', '-c', 'echo "Bad rule" >&2; exit 1'),
      rule('sh', '-c', 'echo line; echo "Permission denied (you must be root)" >&2; exit 4'),
      rule('no-such-iptables'),
      chain('echo', '-P INPUT ACCEPT'),
      chain('sh', '-c', 'echo "Chain does not exist" >&2; exit 1'),
    ]
    t.same(askHere(asked, shell), [
      { known: 'present' },
      { absent: true },
      { failed: 'Permission denied (you must be root)' },
      { absent: true },
      { known: { policy: 'ACCEPT', rules: 0 } },
      { absent: true },
    ])
  })

const parse = (text: string) => iptablesChainKind.parse(text, [chain('iptables', '-S')], someFacts)

t.test('a built-in chain has a policy, one of your own has none', async t => {
  t.same(parse('= 0\n-P INPUT ACCEPT\n-A INPUT -s 8.8.8.8/32 -j DROP\n'), [
    { known: { policy: 'ACCEPT', rules: 1 } },
  ])
  t.same(parse('= 0\n-N MINE\n'), [{ known: { rules: 0 } }])
})

t.test('a warning beside the rules is no rule', async t => {
  t.same(parse('= 0\n# Warning: iptables-legacy tables present\n-N MINE\n-A MINE -j DROP\n'), [
    { known: { rules: 1 } },
  ])
})

t.test('a reply that breaks off is a failure', async t => {
  t.match(iptablesRuleKind.parse('', [rule('iptables')], someFacts), [{ failed: /did not answer/ }])
})
