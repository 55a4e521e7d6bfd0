// From the answers to changes: the line in its file, the key of a PPA, and new lists afterwards.
import {
  aptUpdate,
  change,
  parentOf,
  probe,
  script,
  textOf,
  toAbsent,
  toFolders,
  toText,
  unknown,
  type AptListsAnswer,
  type Change,
  type Facts,
  type FileAnswer,
} from '../../src/kit/index.ts'
import type { Args } from './args.ts'
import { ppaIn, ppaKeyFile, toPpaKey } from './ppa.ts'
import { codenameIn, edited, textsOf, wished, type State, type Wish } from './reads.ts'
import { knows, withSource } from './sources.ts'

const toSources = (
  args: Args,
  state: State,
  { source, path }: Wish,
  facts: Facts,
): readonly Change[] => {
  const texts = textsOf(state.main, state.parts)
  const edits = edited(args, source, texts)
  const was = state.target ? textOf(path, state.target) : ''
  if (
    args.state === 'absent' ||
    [was, ...texts.map(([, text]) => text)].some(text => knows(text, source))
  )
    return edits.flatMap(({ path, text }, index) => {
      const file = state[`at ${index}`]
      return text === '' ? toAbsent(path, file) : toText(path, file, text, {}, facts)
    })
  return [
    ...toFolders(parentOf(path), state, {}, facts),
    ...toText(path, state.target, withSource(was, source), { mode: args.mode }, facts),
  ]
}

/** All changes of a task. */
export const sourcesPlan = (args: Args, state: State, facts: Facts): readonly Change[] => {
  const codename = args.codename ?? (ppaIn(args.repo) ? codenameIn(state.release) : '')
  const changes = toSources(args, state, wished(args, facts, codename), facts)
  if (changes.length === 0) return []
  const ppa = ppaIn(args.repo)
  const key =
    ppa && args.state === 'present'
      ? toPpaKey(ppaKeyFile(ppa, codename), state.keyFile, state, facts)
      : []
  const all = [...key, ...changes]
  return args.update_cache ? [...all, update(args, changes, state.lists)] : all
}

// A failed update leaves the sources as they were: $pathN had the text $oldN, or was not there.
const REVERT = String.raw`"$@" && exit
rc=$? i=0
while eval "p=\${path$i-}"; [ -n "$p" ]; do
  if eval "[ -n \"\${old$i+x}\" ]"; then eval "printf %s \"\$old$i\"" >"$p"; else rm -f -- "$p"; fi
  i=$((i+1))
done
exit $rc`

const update = (
  args: Args,
  changes: readonly Change[],
  lists: AptListsAnswer | undefined,
): Change => {
  const op = aptUpdate(args.update_cache_retries)
  const files = changes.filter(({ subject }) => subject.kind === 'file')
  const olds = files.flatMap(({ subject, before }, index) => [
    [`path${index}`, subject.id],
    ...('known' in before && (before.known as FileAnswer).text !== undefined
      ? [[`old${index}`, (before.known as FileAnswer).text!]]
      : []),
  ]) as [string, string][]
  const { argv, env } = script('update-or-revert', REVERT, op.argv)
  return change<AptListsAnswer>(
    probe.aptLists(),
    lists,
    { updated: unknown('when the lists were brought up to date') as never, age: 1 },
    [{ ...op, argv, env: { ...op.env, ...env, ...Object.fromEntries(olds) } }],
    { counts: false, touches: ['transaction **', 'command ["apt-cache"**'] },
  )
}
