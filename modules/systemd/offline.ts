// Units where no systemd runs that could be asked: in an image, or for all users (`--global`). What starts at boot
// is a matter of links alone, and `systemctl is-enabled` tells.
import { change, checkUnitName, Failure, missingUnit, probe, unknown } from '../../src/kit/index.ts'
import type { Change, CommandAnswer, Op } from '../../src/kit/index.ts'

export type OfflineWish = {
  readonly name: string
  readonly enabled?: boolean
  readonly masked?: boolean
  readonly force?: boolean
}

/** The changes that make a unit start at boot, or not; `boot` is what is-enabled said. */
export const planOffline = (
  wish: OfflineWish,
  systemctl: readonly string[],
  boot: CommandAnswer | undefined,
): Change[] => {
  const { name, enabled, masked, force } = wish
  checkUnitName(name)
  if (!boot || boot.rc > 125)
    throw new Failure('systemctl is not on this host: use the module service', { name })
  const now = boot.out.trim()
  const ops: Op[] = []
  const act = (action: string): void => {
    ops.push({ op: 'run', argv: [...systemctl, ...(force ? ['--force'] : []), action, name] })
  }
  if (masked !== undefined && masked !== (now === 'masked')) act(masked ? 'mask' : 'unmask')
  if (enabled !== undefined) {
    if (now === '' || now === 'not-found') throw missingUnit(name)
    const isEnabled = boot.rc === 0 && now !== 'indirect' && now !== 'alias'
    const isFixed = now === 'static' || now === 'generated'
    if (enabled !== isEnabled && !isFixed) act(enabled ? 'enable' : 'disable')
  }
  if (ops.length === 0) return []
  const word = masked
    ? 'masked'
    : enabled === undefined
      ? undefined
      : enabled
        ? 'enabled'
        : 'disabled'
  const told = <T>(why: string): T => unknown(why) as unknown as T
  const after: CommandAnswer = {
    rc:
      word === undefined ? told<number>(`whether ${name} is enabled`) : word === 'enabled' ? 0 : 1,
    out: word ?? told<string>(`how ${name} is enabled`),
    err: told<string>('what systemctl says beside it'),
  }
  return [
    change(probe.command([...systemctl, 'is-enabled', '--', name]), boot, after, ops, {
      title: `unit ${name} at boot`,
    }),
  ]
}
