// A zone of firewalld with and without what a task is about. Pure.
import { holdsPort, joinPorts, raw, withoutPort } from '../../src/kit/index.ts'
import type { FirewallZoneAnswer } from '../../src/kit/index.ts'
import type { Aim } from './args.ts'

/** A zone that was just made. */
export const NEW_ZONE: FirewallZoneAnswer = {
  target: 'default',
  icmp_block_inversion: false,
  interfaces: [],
  sources: [],
  services: [],
  ports: [],
  protocols: [],
  masquerade: false,
  forward_ports: [],
  icmp_blocks: [],
  rich_rules: [],
}

type InZone = Exclude<Aim, { type: 'zone' }>

/** Addresses may be written in either case. */
const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** Whether the zone has it. */
export const isThere = (aim: InZone, zone: FirewallZoneAnswer): boolean => {
  if (aim.type === 'target') return zone.target === aim.value
  if (aim.type === 'switch') return zone[aim.field]
  if (aim.field === 'ports') return holdsPort(zone.ports, aim.value)
  if (aim.field === 'sources') return zone.sources.some(source => isSame(source, aim.value))
  return zone[aim.field].includes(aim.value)
}

/** The zone as it shall be. */
export const withAim = (zone: FirewallZoneAnswer, aim: InZone): FirewallZoneAnswer => {
  const now = raw(zone)
  if (aim.type === 'target') return { ...now, target: aim.isOn ? aim.value : 'default' }
  if (aim.type === 'switch') return { ...now, [aim.field]: aim.isOn }
  const { field, value, isOn } = aim
  if (field === 'ports')
    return {
      ...now,
      ports: isOn ? joinPorts([...now.ports, value]) : withoutPort(now.ports, value),
    }
  const others = now[field].filter(item => !isSame(item, value))
  return { ...now, [field]: isOn ? [...others, value].sort() : others }
}

/** The option of firewall-cmd that makes it so, without its dashes. */
export const verb = (aim: Aim, zone: string): string => {
  switch (aim.type) {
    case 'zone':
      return `${aim.isOn ? 'new' : 'delete'}-zone=${zone}`
    case 'target':
      return `set-target=${aim.isOn ? aim.value : 'default'}`
    case 'switch':
      return `${aim.isOn ? 'add' : 'remove'}-${aim.flag}`
    case 'item':
      return `${aim.isOn ? (aim.field === 'interfaces' ? 'change' : 'add') : 'remove'}-${aim.flag}=${aim.value}`
  }
}
