// How SELinux is, how it shall be, and what that takes. Pure; `plan` and `result` both look here.
import { Failure, textOf, targetOf } from '../../src/kit/index.ts'
import type { CommandAnswer, FileAnswer } from '../../src/kit/index.ts'
import { isOffInKernel } from './kernel-argument.ts'

type Mode = 'enforcing' | 'permissive' | 'disabled'

export type Wish = {
  readonly state: Mode
  readonly policy?: string | undefined
  readonly configfile: string
  readonly update_kernel_param: boolean
}

export type Seen = {
  readonly file: FileAnswer | undefined
  readonly real: FileAnswer | undefined
  readonly usual: FileAnswer | undefined
  readonly policyFolder: FileAnswer | undefined
  readonly mode: CommandAnswer | undefined
  readonly kernels: CommandAnswer | undefined
}

export type Decision = {
  readonly policy: string | undefined
  /** What setenforce shall make of it now; nothing where it is so, or only a reboot can. */
  readonly mode?: 'enforcing' | 'permissive'
  readonly kernel?: { readonly isOff: boolean }
  readonly messages: readonly string[]
  readonly warnings: readonly string[]
  readonly reboot: boolean
}

const valueIn = (text: string, name: string): string | undefined =>
  new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1]?.split('=')[0]!.trim()

const modeOf = (answer: CommandAnswer | undefined): Mode => {
  const said = answer?.out.trim().toLowerCase()
  if (said === 'enforcing' || said === 'permissive' || said === 'disabled') return said
  throw new Failure(
    answer?.rc === 127
      ? 'getenforce is not on the host: install libselinux-utils (on Debian selinux-utils) first'
      : `getenforce does not tell the mode of SELinux: ${answer?.err.trim() ?? ''}`,
  )
}

/** What the wish takes; fails where the host lacks what it needs. */
export const decide = (wish: Wish, seen: Seen): Decision => {
  const { state, configfile } = wish
  const now = modeOf(seen.mode)
  const { path, file } = targetOf(configfile, seen.file, seen.real)
  if (file === undefined)
    throw new Failure(`Unable to find file ${configfile}: install a SELinux policy first`)
  const text = textOf(path, file)
  const [keptPolicy, keptState] = [valueIn(text, 'SELINUXTYPE'), valueIn(text, 'SELINUX')]
  if (state !== 'disabled' && wish.policy === undefined)
    throw new Failure("Policy is required if state is not 'disabled'")
  const policy = wish.policy ?? keptPolicy
  if (policy !== keptPolicy && seen.policyFolder === undefined)
    throw new Failure(
      `Policy ${policy ?? ''} does not exist in /etc/selinux/: install its package first`,
    )
  const running = valueIn(textOf('/etc/selinux/config', fileOnly(seen.usual)), 'SELINUXTYPE')
  const kernel = wish.update_kernel_param
    ? kernelStep(state === 'disabled', seen.kernels)
    : undefined
  const live = liveStep(state, now)
  return {
    policy,
    ...live,
    ...(kernel && { kernel: { isOff: state === 'disabled' } }),
    messages: [
      ...(policy !== keptPolicy && policy !== running
        ? [`Running SELinux policy changed from '${running ?? 'targeted'}' to '${policy}'`]
        : []),
      ...(policy !== keptPolicy
        ? [
            `SELinux policy configuration in '${configfile}' changed from '${keptPolicy ?? 'None'}' to '${policy}'`,
          ]
        : []),
      ...live.messages,
      ...(state !== keptState
        ? [`Config SELinux state changed from '${keptState ?? 'None'}' to '${state}'`]
        : []),
      ...(kernel ? [kernel] : []),
    ],
  }
}

/** /etc/selinux/config may be a link or a folder on odd hosts: then nothing is known of it. */
const fileOnly = (file: FileAnswer | undefined): FileAnswer | undefined =>
  file?.type === 'file' ? file : undefined

/** A kernel that booted without SELinux cannot take it up, and one with it can only be made permissive. */
const liveStep = (
  state: Mode,
  now: Mode,
): Pick<Decision, 'mode' | 'messages' | 'warnings' | 'reboot'> => {
  const none = { messages: [], warnings: [], reboot: false }
  if (state === now) return none
  if (now === 'disabled')
    return {
      ...none,
      reboot: true,
      warnings: [`Reboot is required to set SELinux state to '${state}'`],
    }
  if (state !== 'disabled')
    return {
      ...none,
      mode: state,
      messages: [`SELinux state changed from '${now}' to '${state}'`],
    }
  if (now === 'permissive')
    return {
      ...none,
      reboot: true,
      warnings: ['SELinux state change will take effect next reboot'],
    }
  return {
    ...none,
    mode: 'permissive',
    reboot: true,
    warnings: [
      `SELinux state temporarily changed from '${now}' to 'permissive'. State change will take effect next reboot.`,
    ],
  }
}

/** The message of a change for the kernels; nothing where all of them are as wished. */
const kernelStep = (isOff: boolean, kernels: CommandAnswer | undefined): string | undefined => {
  if (kernels?.rc === 127)
    throw new Failure('grubby is not on the host: install it, or leave update_kernel_param out')
  if (kernels?.rc !== 0) throw new Failure(`unable to run grubby: ${kernels?.err.trim() ?? ''}`)
  const now = isOffInKernel(kernels.out)
  if (now === isOff) return undefined
  const from = now === undefined ? '<inconsistent>' : now ? 'disabled' : 'enabled'
  return `Kernel SELinux state changed from '${from}' to '${isOff ? 'disabled' : 'enabled'}'`
}
