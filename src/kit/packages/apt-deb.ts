// apt's `deb`: package files, on the host or behind URLs. What they hold is read from the files themselves.
import type { CommandAnswer, PackageAnswer } from '../../model/answers.ts'
import type { Change, Op } from '../../model/change.ts'
import type { After, Probe } from '../../model/module.ts'
import { Failure } from '../define.ts'
import { probe } from '../probe.ts'
import type { AptArgs } from './apt-args.ts'
import { aptOp, installWords } from './apt-words.ts'
import { toThere } from './changes.ts'

export type DebReads = {
  readonly [key: `deb ${string}`]: Probe<CommandAnswer>
  readonly [key: `debbed ${string}`]: After<CommandAnswer, PackageAnswer>
}

export type DebState = {
  readonly [key: `deb ${string}`]: CommandAnswer | undefined
  readonly [key: `debbed ${string}`]: PackageAnswer | undefined
}

const FIELDS = ['Package', 'Version', 'Architecture'] as const

/** apt's own way to download: there is no curl on many hosts. */
const HELPER = '/usr/lib/apt/apt-helper'

const FETCH = `f=$(mktemp) || exit; trap 'rm -f "$f"' EXIT
${HELPER} -q download-file "$1" "$f" >/dev/null || exit
dpkg-deb -f "$f" ${FIELDS.join(' ')}`

const isUrl = (file: string): boolean => /^[a-z]+:\/\//i.test(file)
const filesOf = (deb: string | undefined): readonly string[] =>
  (deb ?? '')
    .split(',')
    .map(file => file.trim())
    .filter(file => file !== '')

const fieldsProbe = (file: string): Probe<CommandAnswer> =>
  isUrl(file)
    ? probe.command(['sh', '-c', FETCH, 'deb', file], { seconds: 300 })
    : probe.command(['dpkg-deb', '-f', file, ...FIELDS], { if: file })

/** name=version of the package that a file holds. */
const specIn = (answer: CommandAnswer): string => {
  const field = (name: string): string =>
    new RegExp(`^${name}: (.*)$`, 'm').exec(answer.out)?.[1]?.trim() ?? ''
  return `${field('Package')}=${field('Version')}`
}

export const debReads = (deb: string | undefined): DebReads =>
  Object.fromEntries(
    filesOf(deb).flatMap(file => [
      [`deb ${file}`, fieldsProbe(file)],
      [
        `debbed ${file}`,
        probe.after(fieldsProbe(file), answer =>
          answer?.rc === 0 ? probe.package(specIn(answer)) : undefined,
        ),
      ],
    ]),
  ) as unknown as DebReads

/** The last complaint, without the warnings of a download as root. */
const said = (err: string): string =>
  err
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('W: '))
    .join('; ')

export const debChanges = (args: AptArgs, state: DebState): readonly Change[] => {
  const files = filesOf(args.deb)
  for (const file of files) {
    const answer = state[`deb ${file}`]
    if (!answer)
      throw new Failure(
        `${file} does not exist, expected a package file on the host: copy it there first`,
      )
    if (answer.rc !== 0)
      throw new Failure(`${file} is no package file that can be read: ${said(answer.err)}`)
  }
  const missing = files.filter(file => !state[`debbed ${file}`])
  return missing.map((file, index) => {
    const there = toThere(probe.package(specIn(state[`deb ${file}`]!)))
    return index > 0
      ? there
      : { ...there, ops: opsFor(args, missing), touches: 'everything' as const }
  })
}

/** Files behind URLs are brought to the cache of apt, where `clean` finds them. */
const opsFor = (args: AptArgs, files: readonly string[]): readonly Op[] => {
  const local = (file: string, index: number): string =>
    isUrl(file)
      ? `/var/cache/apt/archives/mokplay-${index}.deb`
      : file.startsWith('/')
        ? file
        : `./${file}`
  return [
    ...files.flatMap((file, index): Op[] =>
      isUrl(file)
        ? [{ op: 'run', argv: [HELPER, '-q', 'download-file', file, local(file, index)] }]
        : [],
    ),
    aptOp(args, installWords(args, files.map(local))),
    ...files.flatMap((file, index): Op[] =>
      isUrl(file) ? [{ op: 'remove', path: local(file, index) }] : [],
    ),
  ]
}
