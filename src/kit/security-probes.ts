// Questions about what guards a host: firewalls, SELinux, keys. `probe` offers them beside all others.
import type {
  FirewalldAnswer,
  FirewallZoneAnswer,
  IptablesChainAnswer,
  IptablesRuleAnswer,
  PrivateKeyAnswer,
  SeBooleanAnswer,
  UfwAnswer,
  UfwRuleAnswer,
} from '../model/security-answers.ts'
import { make } from './make-probe.ts'

export const securityProbes = {
  /** A switch of the SELinux policy; `kept` asks also how it will be after a reboot. */
  seBoolean: (name: string, how: { kept?: boolean } = {}) =>
    make<SeBooleanAnswer>('seboolean', name, how),

  /** Whether iptables has a rule; `name` for people, `argv` the whole question with -C. */
  iptablesRule: (name: string, argv: readonly string[]) =>
    make<IptablesRuleAnswer>('iptables-rule', name, { argv }),

  /** A chain of iptables, or a whole table; `argv` the whole question with -S. */
  iptablesChain: (name: string, argv: readonly string[]) =>
    make<IptablesChainAnswer>('iptables-chain', name, { argv }),

  /** Whether firewalld runs, and its default zone. */
  firewalld: () => make<FirewalldAnswer>('firewalld', 'daemon'),

  /** A zone of firewalld, as it is now or as it stands on the disk. */
  firewallZone: (list: 'runtime' | 'permanent', name: string) =>
    make<FirewallZoneAnswer>('firewall-zone', `${list} ${name}`),

  /** All of ufw: whether it is active, its policies and rules. */
  ufw: () => make<UfwAnswer>('ufw', 'firewall'),

  /** What ufw's rules would be after a command; `state` tells one state of the rules from another. */
  ufwRule: (argv: readonly string[], state: string) =>
    make<UfwRuleAnswer>('ufw-rule', `${argv.join(' ')} on ${state}`, { argv }),

  /** What openssl tells of a private key; with the passphrase it is read with, where it has one. */
  privateKey: (path: string, passphrase?: string) =>
    make<PrivateKeyAnswer>('private-key', path, passphrase === undefined ? {} : { passphrase }),

  /** The same of a key that is given as text; `name` tells it from others. */
  privateKeyText: (name: string, content: string, passphrase?: string) =>
    make<PrivateKeyAnswer>('private-key', name, {
      content,
      ...(passphrase !== undefined && { passphrase }),
    }),
} as const
