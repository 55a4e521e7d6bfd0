import { change, commandLine, defineModule, Failure, probe, Refusal } from '../../src/kit/index.ts'
import type { Change, IptablesChainAnswer, IptablesRuleAnswer, Op } from '../../src/kit/index.ts'
import { args, type IptablesArgs } from './args.ts'
import { impliedJump, ruleOf } from './rule.ts'

type State = {
  readonly chain: IptablesChainAnswer | undefined
  readonly rule: IptablesRuleAnswer | undefined
}

const programOf = ({ ip_version }: IptablesArgs): string =>
  ip_version === 'ipv6' ? 'ip6tables' : 'iptables'

/** A whole command line; the words of the rule come after the wait, as with Ansible. */
const argvOf = (wish: IptablesArgs, action: string, words: readonly string[] = []): string[] => [
  programOf(wish),
  '-t',
  wish.table,
  action,
  ...(wish.chain === undefined ? [] : [wish.chain]),
  ...words,
]

const waiting = ({ wait }: IptablesArgs): string[] =>
  wait === undefined || wait === '' ? [] : ['-w', wait]

const wholeRule = (wish: IptablesArgs): readonly string[] => {
  const jump = impliedJump(wish)
  return ruleOf(jump === undefined ? wish : { ...wish, jump })
}

const chainProbe = (wish: IptablesArgs) =>
  probe.iptablesChain(
    [programOf(wish), wish.table, wish.chain ?? ''].join(' ').trim(),
    argvOf(wish, '-S', waiting(wish)),
  )

const ruleProbe = (wish: IptablesArgs) => {
  const words = wholeRule(wish)
  return probe.iptablesRule(
    commandLine([programOf(wish), wish.table, wish.chain ?? '', ...words]),
    argvOf(wish, '-C', [...waiting(wish), ...words]),
  )
}

/** Whether a rule is meant at all, and not the chain itself. */
const meansRule = (wish: IptablesArgs): boolean =>
  !wish.flush &&
  wish.policy === undefined &&
  !(wish.state === 'absent' && wholeRule(wish).length === 0)

const run = (argv: readonly string[]): Op => ({ op: 'run', argv })

/** A change of the chain itself. Other chains of the table are as they were. */
const toChain = (
  wish: IptablesArgs,
  { chain }: State,
  after: IptablesChainAnswer | undefined,
  ops: readonly Op[],
  touches: readonly string[] = [],
): Change => change(chainProbe(wish), chain, after, ops, { touches })

const rulesOf = (wish: IptablesArgs): string => `iptables-rule ${programOf(wish)} ${wish.table} **`
const chainsOf = (wish: IptablesArgs): string => `iptables-chain ${programOf(wish)} ${wish.table}**`

/** Chains that the kernel itself makes. */
const BUILT_IN = new Set(['INPUT', 'OUTPUT', 'FORWARD', 'PREROUTING', 'POSTROUTING'])

const needChain = (wish: IptablesArgs, chain: IptablesChainAnswer | undefined): void => {
  if (chain !== undefined) return
  const name = wish.chain ?? ''
  throw new Failure(
    BUILT_IN.has(name)
      ? `${programOf(wish)} is not on the host, or has no chain ${name} in its table ${wish.table}: install iptables first`
      : `the table ${wish.table} has no chain ${name}: make it first, or set chain_management`,
  )
}

const planChain = (wish: IptablesArgs, state: State): readonly Change[] => {
  const { chain } = state
  if (wish.flush) {
    if (wish.chain !== undefined) needChain(wish, chain)
    if (!chain || chain.rules === 0) return []
    const touches = [rulesOf(wish), chainsOf(wish)]
    return [toChain(wish, state, { ...chain, rules: 0 }, [run(argvOf(wish, '-F'))], touches)]
  }
  if (wish.policy !== undefined) {
    needChain(wish, chain)
    if (chain!.policy === undefined)
      throw new Failure("Can't detect current policy: only built-in chains have one")
    if (chain!.policy === wish.policy) return []
    const ops = [run([...argvOf(wish, '-P'), wish.policy])]
    return [toChain(wish, state, { ...chain!, policy: wish.policy }, ops)]
  }
  if (!chain || !wish.chain_management) return []
  return [toChain(wish, state, undefined, [run(argvOf(wish, '-X'))], [rulesOf(wish)])]
}

const planRule = (wish: IptablesArgs, state: State): readonly Change[] => {
  const { chain, rule } = state
  const isWanted = wish.state === 'present'
  if ((rule !== undefined) === isWanted) return []
  const words = [...waiting(wish), ...wholeRule(wish)]
  const touches = [chainsOf(wish)]
  if (!isWanted)
    return [
      // Only the first of equal rules goes, as with Ansible.
      change(ruleProbe(wish), rule, undefined, [run(argvOf(wish, '-D', words))], {
        touches,
        lenient: true,
      }),
    ]
  const made: Change[] = []
  if (!chain) {
    if (!wish.chain_management || BUILT_IN.has(wish.chain ?? '')) needChain(wish, chain)
    made.push(toChain(wish, state, { rules: 1 }, [run(argvOf(wish, '-N'))]))
  }
  const place = wish.rule_num === undefined || wish.rule_num === '' ? [] : [wish.rule_num]
  const argv =
    wish.action === 'insert' ? argvOf(wish, '-I', [...place, ...words]) : argvOf(wish, '-A', words)
  return [
    ...made,
    change(ruleProbe(wish), rule, 'present', [run(argv)], { touches: chain ? touches : [] }),
  ]
}

/** Rules, chains and policies of iptables, as they are in the kernel now. */
export default defineModule({
  name: 'iptables',
  summary: 'Add, insert and remove rules of iptables.',
  args,
  rules: {
    exclusive: [
      ['set_dscp_mark', 'set_dscp_mark_class'],
      ['flush', 'policy'],
    ],
    requiredIf: [
      ['jump', 'TEE', ['gateway']],
      ['jump', 'tee', ['gateway']],
    ],
  },
  returns: {
    ip_version: 'The version of IP.',
    table: 'The table.',
    chain: 'The chain.',
    flush: 'Whether all rules were to go.',
    rule: 'The words of the rule.',
    state: 'Whether it was to be there.',
    chain_management: 'Whether the chain was to be made or removed.',
  },
  needs: 'iptables (ip6tables for ipv6) on the host.',
  predicts: 'full',
  notes: [
    'A chain without rules is not flushed again; Ansible reports a change each time.',
    'Rules are lost at the next boot unless something saves them, such as iptables-save.',
  ],
  reads: wish => ({
    chain: chainProbe(wish),
    rule: meansRule(wish) ? ruleProbe(wish) : undefined,
  }),
  plan: (wish, state) => {
    if (wish.chain === undefined && !wish.flush)
      throw new Refusal('chain', 'must be given, unless `flush: true` stands beside it')
    if (wish.chain !== undefined && !/^[^-!\s][^\s]*$/.test(wish.chain))
      throw new Refusal('chain', 'must be the name of a chain as in INPUT')
    if (wish.rule_num !== undefined && !/^\d*$/.test(wish.rule_num))
      throw new Refusal('rule_num', 'must be a number, 1 for the top')
    return meansRule(wish) ? planRule(wish, state) : planChain(wish, state)
  },
  result: ({ args: wish }) => ({
    ip_version: wish.ip_version,
    table: wish.table,
    chain: wish.chain ?? null,
    flush: wish.flush,
    rule: [...waiting(wish), ...ruleOf(wish)].join(' '),
    state: wish.state,
    chain_management: wish.chain_management,
  }),
})
