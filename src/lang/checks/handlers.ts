// `notify` must name a handler: by its name, by one of its `listen`, or with its role before it.
import { didYouMean, error, type Diagnostic } from '../../base/diagnostic.ts'
import type { Item, Play, Task } from '../../model/playbook.ts'
import type { Loaded } from '../load.ts'
import { partsOf } from '../places.ts'
import { hasTemplate } from '../shapes.ts'
import { walk } from './walk.ts'

/** Reports what is notified and is no handler of its play. */
export const checkHandlers = (loaded: Loaded): readonly Diagnostic[] => {
  const found: Diagnostic[] = []
  const ofPlay = new Map<Play, ReturnType<typeof handlerNames>>()
  for (const one of walk(loaded)) {
    if (one.kind === 'play') {
      ofPlay.set(one.play, handlerNames(loaded, one.play))
      continue
    }
    const { notify } = one.kind === 'task' ? one.task.keywords : one.block.keywords
    const handlers = ofPlay.get(one.play)
    if (!notify || !handlers || handlers.open) continue
    for (const { value, span } of partsOf(notify)) {
      if (typeof value !== 'string' || hasTemplate(value) || handlers.names.has(value)) continue
      found.push(
        error('handler/unknown', `no handler is called "${value}", and none listens to it`, {
          span,
          hint: didYouMean(value, handlers.names) ?? noGuess(handlers.names),
        }),
      )
    }
  }
  return found
}

const noGuess = (names: ReadonlySet<string>): string => {
  const short = [...names].filter(name => !name.includes(' : ')).slice(0, 5)
  return short.length === 0
    ? 'the play has no handlers; add one under "handlers:"'
    : `there are ${short.map(name => `"${name}"`).join(', ')}`
}

/** What can be notified in a play; `open` when a handler's name is only known in the run. */
const handlerNames = (
  loaded: Loaded,
  play: Play,
): { names: ReadonlySet<string>; open: boolean } => {
  const names = new Set<string>()
  let open = false
  const add = (task: Task): void => {
    const name = task.keywords['name']?.value
    if (typeof name === 'string') {
      open ||= hasTemplate(name)
      names.add(name)
      if (task.place.role) names.add(`${task.place.role.name} : ${name}`)
    }
    if (task.keywords['listen'])
      for (const { value } of partsOf(task.keywords['listen'])) names.add(String(value))
    if (task.module === 'include_tasks') {
      const included = loaded.included.get(task.id)
      if (included) included.items.forEach(addItem)
      else open = true
    }
  }
  const addItem = (item: Item): void => {
    if (item.kind === 'task') add(item)
    else for (const inner of [...item.items, ...item.rescue, ...item.always]) addItem(inner)
  }
  play.handlers.forEach(addItem)
  for (const one of walk({
    playbook: { ...loaded.playbook, plays: [play] },
    included: loaded.included,
  })) {
    if (one.kind !== 'task' || one.task.module !== 'include_role') continue
    const included = loaded.included.get(one.task.id)
    included?.handlers.forEach(addItem)
    open ||= hasTemplate(one.task.args['name'] ?? one.task.args['role'])
  }
  return { names, open }
}
