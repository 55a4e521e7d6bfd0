import {
  absolute,
  below,
  defineModule,
  fileResult,
  fileReturns,
  isFolder,
  nameOf,
  type FileAnswer,
} from '../../src/kit/index.ts'
import { fileModuleArgs, reads, stateWanted, type Asked } from './args.ts'
import { placeOf, planState } from './states.ts'

/** Files, folders and links: that they are there, what they point to, whose they are. */
export default defineModule({
  name: 'file',
  summary: 'Make files, folders and links, remove them, and set their attributes.',
  args: fileModuleArgs,
  returns: {
    ...fileReturns,
    path: 'The path, but for links.',
    dest: 'The path of a link, or of what was touched.',
    src: 'Where the link points.',
  },
  predicts: 'full',
  reads: (args, facts): Asked => reads(args, facts),
  plan: (args, state, facts) => planState(args, absolute(args.path, facts), state, facts),
  result: ({ args, before, after, facts }) => {
    const wanted = stateWanted(args, before.file)
    if (wanted === 'absent') return { path: args.path, state: 'absent' }
    if (wanted === 'link' || wanted === 'hard') {
      const enters = wanted === 'hard' && args.src !== undefined && isFolder(before.file)
      const [dest, made] = enters
        ? [below(args.path, nameOf(args.src!)), after.inside]
        : [args.path, after.file]
      const broken = made?.type === 'link' && made.real === undefined
      return { dest, src: args.src ?? before.file?.target, ...(!broken && fileResult(made)) }
    }
    if (args.recurse && after.tree)
      return { path: args.path, ...fileResult(after.tree.entries[''] as FileAnswer) }
    if (wanted === 'touch') return { dest: args.path, ...fileResult(after.file) }
    const path = absolute(args.path, facts)
    const place = placeOf(args, path, before)
    return place.path === path
      ? { path: args.path, ...fileResult(after.file) }
      : { path: place.path, ...fileResult(after.real) }
  },
})
