// --list-hosts, --list-tasks, --list-tags: what a playbook holds, in Ansible's form.
import type { Item, Play, Task } from '../model/playbook.ts'
import type { Project } from '../project/open.ts'
import { below, gathered, roleOf, texts, type Context } from '../work/context.ts'
import { matchHosts } from '../work/hosts.ts'
import { isChosen, type Selection } from '../work/select.ts'

export type ListWords = {
  readonly listHosts?: boolean
  readonly listTasks?: boolean
  readonly listTags?: boolean
}

/** The text of the lists. */
export const listText = (project: Project, words: ListWords, select: Selection): string => {
  const lines = ['', `playbook: ${project.options.playbook}`]
  for (const [index, play] of project.loaded.playbook.plays.entries()) {
    const own = texts(play.keywords['tags']?.value)
    lines.push(
      '',
      `  play #${index + 1} (${patternOf(play)}): ${play.name.value}\tTAGS: [${own.join(', ')}]`,
    )
    if (words.listHosts) {
      const hosts = matchHosts(
        Array.isArray(play.hosts.value) ? play.hosts.value.map(String) : String(play.hosts.value),
        project.inventory,
      ).hosts.filter(host => !project.limit || project.limit.has(host))
      lines.push(
        `    pattern: [${patternsOf(play)
          .map(pattern => `'${pattern}'`)
          .join(', ')}]`,
        `    hosts (${hosts.length}):`,
        ...hosts.map(host => `      ${host}`),
      )
    }
    const tasks = tasksOf([...play.preTasks, ...play.roles, ...play.tasks, ...play.postTasks], {
      keywords: play.keywords,
    }).filter(({ tags }) => isChosen(tags, select))
    if (words.listTasks)
      lines.push(
        '    tasks:',
        ...tasks.map(({ name, tags }) => `      ${name}\tTAGS: [${tags.join(', ')}]`),
      )
    if (words.listTags)
      lines.push(
        `      TASK TAGS: [${[...new Set(tasks.flatMap(({ tags }) => tags))].sort().join(', ')}]`,
      )
  }
  return `${lines.join('\n')}\n`
}

const patternsOf = (play: Play): readonly string[] => [play.hosts.value].flat().map(String)

const patternOf = (play: Play): string => patternsOf(play).join(',')

const tasksOf = (
  items: readonly Item[],
  context: Context,
): { name: string; tags: readonly string[] }[] =>
  items.flatMap(item => {
    const here = below(context, item.keywords, item.kind === 'block' ? { role: item.role } : {})
    return item.kind === 'block'
      ? // As Ansible: what a block does when something fails is not told.
        tasksOf(item.items, here)
      : [shown(item, here)]
  })

const shown = (task: Task, context: Context): { name: string; tags: readonly string[] } => {
  const role = roleOf(context)?.name
  const own = task.keywords['name']?.value
  return {
    name: own ? `${role === undefined ? '' : `${role} : `}${String(own)}` : task.action.value,
    tags: [...new Set(gathered(context, 'tags').flatMap(tags => texts(tags.value)))].sort(),
  }
}
