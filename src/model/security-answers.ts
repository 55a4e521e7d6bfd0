// Answers about what guards a host: firewalls, SELinux, keys.

/** `seboolean NAME`; absent where the policy has none of that name, or no getsebool is there to ask. */
export type SeBooleanAnswer = {
  /** Whether SELinux is on at all. */
  readonly isOn: boolean
  /** Nothing while SELinux is off. */
  readonly live?: boolean
  /** After a reboot, when wanted; nothing where the host cannot tell. */
  readonly kept?: boolean
}

/** `iptables-rule …` */
export type IptablesRuleAnswer = 'present'

/** `iptables-chain …`: a chain, or a whole table. */
export type IptablesChainAnswer = {
  readonly rules: number
  /** Of a built-in chain. */
  readonly policy?: string
}

/** `firewalld daemon`; absent where firewalld is not installed. */
export type FirewalldAnswer = { readonly isRunning: boolean; readonly defaultZone: string }

/** `firewall-zone runtime NAME` or `permanent NAME`; lists are sorted. */
export type FirewallZoneAnswer = {
  readonly target: string
  readonly icmp_block_inversion: boolean
  readonly interfaces: readonly string[]
  readonly sources: readonly string[]
  readonly services: readonly string[]
  readonly ports: readonly string[]
  readonly protocols: readonly string[]
  readonly masquerade: boolean
  /** As in port=80:proto=tcp:toport=8080:toaddr= */
  readonly forward_ports: readonly string[]
  readonly icmp_blocks: readonly string[]
  readonly rich_rules: readonly string[]
}

/** `ufw firewall`; absent where ufw is not installed. */
export type UfwAnswer = {
  /** Whether it filters now, and whether it will after a boot. */
  readonly isActive: boolean
  readonly isEnabled: boolean
  /** off, low, medium, high or full. */
  readonly logging: string
  /** What becomes of packets that no rule takes: allow, deny or reject. */
  readonly incoming: string
  readonly outgoing: string
  readonly routed: string
  /** Rules as ufw keeps them, in their order: `allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in`. */
  readonly rules: readonly string[]
  readonly rules6: readonly string[]
  /** How many rules `ufw status numbered` counts; none while it is inactive. */
  readonly numbered: { readonly v4: number; readonly v6: number }
  /** What `ufw status verbose` prints. */
  readonly status: string
}

/** `ufw-rule …`: what ufw says that its rules would be, beside what they were when it was asked. */
export type UfwRuleAnswer = {
  readonly before: Pick<UfwAnswer, 'rules' | 'rules6'>
  readonly after: Pick<UfwAnswer, 'rules' | 'rules6'>
  /** Only the real run tells what becomes of the rules for IPv6. */
  readonly isUnsure?: boolean
  /** Why ufw refuses the rule. */
  readonly trouble?: string
}

/** `private-key PATH`; absent where there is no file. */
export type PrivateKeyAnswer = {
  readonly format: 'pkcs1' | 'pkcs8' | 'raw'
  readonly isEncrypted: boolean
  /** DER of the public half, in base64; this and all below is missing where the key cannot be read. */
  readonly publicKey?: string
  /** RSA, DSA, ECC, Ed25519, Ed448, X25519 or X448. */
  readonly type?: string
  /** Bits, of RSA and DSA. */
  readonly size?: number
  readonly curve?: string
}
