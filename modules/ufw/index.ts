import {
  change,
  commandLine,
  deed,
  defineModule,
  equal,
  Failure,
  probe,
  raw,
  Refusal,
  sha256,
  unknown,
} from '../../src/kit/index.ts'
import type {
  After,
  Change,
  Op,
  Probe,
  StateOf,
  UfwAnswer,
  UfwRuleAnswer,
} from '../../src/kit/index.ts'
import { args, ruleWords, type UfwArgs } from './args.ts'
import { withRule } from './rules.ts'

type Asked = {
  readonly now: Probe<UfwAnswer>
  readonly dry: After<UfwAnswer, UfwRuleAnswer> | undefined
}
type State = StateOf<Asked>

/** Another state of the rules is another question: ufw answers for what it has. */
const stateOfRules = ({ rules, rules6 }: UfwAnswer): string =>
  sha256(JSON.stringify([rules, rules6])).slice(0, 8)

const reads = (of: UfwArgs): Asked => ({
  now: probe.ufw(),
  dry:
    of.rule === undefined
      ? undefined
      : probe.after(
          probe.ufw(),
          now =>
            now && probe.ufwRule(['ufw', '--dry-run', ...ruleWords(of, now)], stateOfRules(now)),
        ),
})

/** What has to be done, one after the other, and what ufw will answer then. */
type Work = { readonly now: UfwAnswer; readonly argvs: readonly (readonly string[])[] }

const withState = ({ state }: UfwArgs, { now, argvs }: Work): Work => {
  if (state === 'enabled' && !(now.isActive && now.isEnabled))
    return {
      now: { ...now, isActive: true, isEnabled: true, numbered: later('the numbers of the rules') },
      argvs: [...argvs, ['ufw', '--force', 'enable']],
    }
  if (state === 'disabled' && (now.isActive || now.isEnabled))
    return {
      now: { ...now, isActive: false, isEnabled: false, numbered: { v4: 0, v6: 0 } },
      argvs: [...argvs, ['ufw', '--force', 'disable']],
    }
  if (state === 'reset' && !isReset(now))
    return {
      now: {
        ...now,
        isActive: false,
        isEnabled: false,
        rules: [],
        rules6: [],
        numbered: { v4: 0, v6: 0 },
      },
      argvs: [...argvs, ['ufw', '--force', 'reset']],
    }
  return { now, argvs }
}

const later = <T>(what: string): T => unknown(what) as unknown as T

const isReset = (now: UfwAnswer): boolean =>
  !now.isActive && !now.isEnabled && now.rules.length + now.rules6.length === 0

const DIRECTIONS = ['incoming', 'outgoing', 'routed'] as const

const withDefault = (of: UfwArgs, { now, argvs }: Work): Work => {
  if (of.default === undefined) return { now, argvs }
  const direction = DIRECTIONS.find(name => name === (of.direction ?? 'incoming'))
  if (direction === undefined)
    throw new Refusal('direction', 'must be incoming, outgoing or routed for the default')
  if (now[direction] === of.default) return { now, argvs }
  return {
    now: { ...now, [direction]: of.default },
    argvs: [...argvs, ['ufw', 'default', of.default, direction]],
  }
}

const withLogging = ({ logging }: UfwArgs, { now, argvs }: Work): Work => {
  const isSo =
    logging === undefined || (logging === 'on' ? now.logging !== 'off' : now.logging === logging)
  if (isSo) return { now, argvs }
  return {
    now: { ...now, logging: logging === 'on' ? 'low' : logging },
    argvs: [...argvs, ['ufw', 'logging', logging]],
  }
}

const ruleStep = (of: UfwArgs, { now, argvs }: Work, { now: before, dry }: State): Work => {
  if (of.rule === undefined || !before) return { now, argvs }
  const words = ruleWords(of, before)
  if (dry?.trouble !== undefined)
    throw new Failure(`ufw refuses the rule: ${dry.trouble}`, {
      cmd: commandLine(['ufw', ...words]),
    })
  if (!dry) throw new Failure('ufw does not say what the rule would do: try it by hand')
  const rules = withRule(now, dry)
  if (!rules) return { now, argvs }
  return {
    now: { ...now, ...rules, numbered: later('the numbers of the rules') },
    argvs: [...argvs, ['ufw', ...words]],
  }
}

/** Loading anew, and resetting what is reset already, changes nothing that ufw would tell. */
const toDeed = ({ state }: UfwArgs, now: UfwAnswer): readonly Change[] => {
  const isAgain = state === 'reloaded' || (state === 'reset' && isReset(now))
  if (!isAgain) return []
  const word = state === 'reset' ? 'reset' : 'reload'
  return [
    deed(`ufw ${word}`, [{ op: 'run', argv: ['ufw', '--force', word] }], {
      touches: ['iptables-rule **', 'iptables-chain **'],
    }),
  ]
}

/** Whether anything of the firewall is otherwise; taken for granted where only the run tells. */
const differs = (before: UfwAnswer | undefined, after: UfwAnswer | undefined): boolean =>
  !equal({ ...before, status: '' }, { ...after, status: '' })

/** The uncomplicated firewall: on or off, its policies, and its rules. */
export default defineModule({
  name: 'ufw',
  summary: 'Manage the uncomplicated firewall.',
  args,
  rules: {
    oneOf: [['state', 'default', 'rule', 'logging']],
    exclusive: [
      ['name', 'proto', 'logging'],
      ['direction', 'interface_in'],
      ['direction', 'interface_out'],
    ],
    requiredBy: [['interface', ['direction']]],
  },
  returns: {
    commands: 'What was run.',
    msg: 'What `ufw status verbose` says afterwards.',
  },
  needs: 'ufw on the host.',
  predicts: 'full',
  notes: ['A firewall that is on is not loaded anew by `state: enabled`; take reloaded for that.'],
  reads,
  plan: (of, state) => {
    const { now } = state
    if (!now) throw new Failure('ufw is not on the host: install it first')
    const start: Work = { now: raw(now), argvs: [] }
    const work = withLogging(of, ruleStep(of, withDefault(of, withState(of, start)), state))
    const ops = work.argvs.map((argv): Op => ({ op: 'run', argv }))
    const made =
      ops.length === 0
        ? []
        : [
            change(probe.ufw(), now, { ...work.now, status: later('the status of ufw') }, ops, {
              // Whether IPv6 can be limited, the kernel tells.
              lenient: state.dry?.isUnsure === true,
              touches: [
                'iptables-rule **',
                'iptables-chain **',
                'file /etc/ufw/**',
                'file /etc/default/ufw',
              ],
            }),
          ]
    return [...toDeed(of, now), ...made]
  },
  result: ({ before, after, changes }) => ({
    commands: changes.flatMap(({ ops }) =>
      ops.flatMap(op => (op.op === 'run' ? [commandLine(op.argv)] : [])),
    ),
    msg: raw(after.now)?.status,
    // What ufw alone can tell, it has told by now.
    ...(before.dry?.isUnsure && { changed: differs(before.now, after.now) }),
  }),
})
