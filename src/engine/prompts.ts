// vars_prompt: the user is asked when the play begins, all in order, but for what -e answered already. Where nobody
// can be asked the defaults count.
import { isDict } from '../base/value.ts'
import { partsOf } from '../lang/places.ts'
import type { VarsLayer } from '../model/inventory.ts'
import type { Located, Play } from '../model/playbook.ts'
import type { Scope } from '../model/template.ts'
import { str } from '../template/print.ts'
import { scopeOver } from '../work/vars.ts'
import type { World } from './world.ts'

type Prompt = Readonly<Record<string, unknown>> & { readonly name: string }

const isYes = (value: unknown): boolean =>
  value === true || value === 1 || /^(?:yes|true|on|y|t|1)$/i.test(String(value))

/** The answers, as layers of variables. */
export const askFor = async (
  world: World,
  play: Play,
  scope: Scope,
): Promise<readonly VarsLayer[]> => {
  const said = play.keywords['vars_prompt']
  const answers: VarsLayer[] = []
  for (const part of said ? partsOf(said) : []) {
    const prompt = promptOf(world, part, scope)
    if (!prompt || world.extra.some(({ vars }) => Object.hasOwn(vars, prompt.name))) continue
    const value = encrypted(world, part, prompt, await answerOf(world, prompt))
    answers.push({
      vars: { [prompt.name]: str(value) },
      trusted: !isYes(prompt['unsafe']),
      from: 'vars_prompt',
    })
  }
  return answers
}

const promptOf = ({ templates }: World, part: Located, scope: Scope): Prompt | undefined => {
  const made = templates.deep(part.value, scope, part.span)
  return isDict(made) ? { ...made, name: String(made['name']) } : undefined
}

const answerOf = async (world: World, prompt: Prompt): Promise<unknown> => {
  const { name, default: otherwise = null, confirm } = prompt
  const { ask } = world.edges
  if (!ask) {
    world.emit({
      type: 'message',
      level: 'warning',
      text: `nobody is asked for "${name}": there is no terminal; set it with -e`,
    })
    return otherwise
  }
  const text = prompt['prompt'] ?? name
  const question = otherwise === null ? `${str(text)}: ` : `${str(text)} [${str(otherwise)}]: `
  const echo = Object.hasOwn(prompt, 'private') && !isYes(prompt['private'])
  for (;;) {
    const answer = await ask(question, { echo })
    if (!isYes(confirm) || answer === (await ask(`confirm ${question}`, { echo })))
      return answer === '' ? (otherwise ?? '') : answer
    world.emit({ type: 'message', level: 'warning', text: 'the values entered do not match' })
  }
}

/** With `encrypt`, the answer as it stands in /etc/shadow. */
const encrypted = (
  { templates }: World,
  { span }: Located,
  prompt: Prompt,
  value: unknown,
): unknown => {
  const { encrypt, salt = null, salt_size: size = null } = prompt
  if (typeof encrypt !== 'string' || encrypt === '') return value
  const vars = { value: str(value), kind: encrypt.replace(/_crypt$/, ''), salt, size }
  const scope = scopeOver([{ vars, trusted: false, from: 'vars_prompt' }], templates)
  return templates.expression('value | password_hash(kind, salt, size)', scope, span)
}
