// `package`: whichever of the two manages packages on a host, with the arguments of both.
import type { Arg, ArgsSpec, Facts } from '../../model/module.ts'
import { arg } from '../arg.ts'
import { Failure, Refusal } from '../define.ts'
import { aptArgs, type AptArgs } from './apt-args.ts'
import { dnfArgs, type DnfArgs } from './dnf-args.ts'

/** An argument without its default: whether it was given must be seen. */
const bare = ({ schema }: Arg): Arg<unknown> => {
  const { default: _default, ...rest } = schema
  return { schema: rest }
}

const { package: aptName, ...aptOthers } = aptArgs

/** name, state and use are package's own; all others go on to the manager. */
export const packageArgs: ArgsSpec = {
  ...Object.fromEntries(
    Object.entries({ ...dnfArgs, ...aptOthers }).map(([name, each]) => [name, bare(each)]),
  ),
  name: arg.alias(arg.list(String(aptName.schema['description'])), 'pkg', 'package'),
  state: arg.choice(
    'Whether they shall be there; present unless given.',
    'absent',
    'build-dep',
    'fixed',
    'installed',
    'latest',
    'present',
    'removed',
  ),
  update_cache: arg.alias(
    arg.bool('Bring lists or metadata up to date first.'),
    'update-cache',
    'expire-cache',
  ),
  use: arg.or(arg.text('The module to use: auto, dnf, yum or apt.'), 'auto'),
}

type Given = Readonly<Record<string, unknown>>

/** Who manages packages here, with its arguments; a Failure where nobody does that mokplay knows. */
export const managerOf = (
  given: Given,
  facts: Facts,
):
  | { readonly manager: 'dnf'; readonly args: DnfArgs }
  | { readonly manager: 'apt'; readonly args: AptArgs } => {
  const use =
    given['use'] === 'auto' || given['use'] === undefined
      ? facts.packages
      : String(given['use']).replace(/^ansible\.(builtin|legacy)\./, '')
  if (use === 'apt')
    return {
      manager: 'apt',
      args: handedOn(
        { ...given, package: given['name'], name: undefined },
        aptArgs,
        'apt',
      ) as AptArgs,
    }
  if (use === 'dnf' || use === 'yum' || use === 'dnf4')
    return { manager: 'dnf', args: handedOn(given, dnfArgs, 'dnf') as unknown as DnfArgs }
  if (use === '')
    throw new Failure(
      'no package manager was found on the host, expected dnf, yum or apt: install packages with a command',
    )
  throw new Failure(
    `${use} manages packages here, expected dnf, yum or apt: install packages with a command`,
  )
}

/** The arguments of one manager, with its defaults. */
const handedOn = (given: Given, spec: ArgsSpec, manager: string): Given => {
  for (const [name, value] of Object.entries(given))
    if (value !== undefined && name !== 'use' && !(name in spec))
      throw new Refusal(name, `is nothing that ${manager} knows, which manages packages here`)
  const allowed = spec['state']!.schema['enum'] as readonly unknown[]
  if (given['state'] !== undefined && !allowed.includes(given['state']))
    throw new Refusal(
      'state',
      `must be one of ${allowed.join(', ')} for ${manager}, which manages packages here`,
    )
  return Object.fromEntries(
    Object.entries(spec).map(([name, { schema }]) => [name, given[name] ?? schema['default']]),
  )
}
