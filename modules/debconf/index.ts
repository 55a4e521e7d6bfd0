import { arg, change, defineModule, Failure, probe, Refusal, sha256 } from '../../src/kit/index.ts'
import type { ArgsOf, DebconfAnswer } from '../../src/kit/index.ts'

const args = {
  name: arg.must(arg.alias(arg.text('The package.'), 'pkg')),
  question: arg.alias(arg.text('Its question.'), 'selection', 'setting'),
  vtype: arg.choice(
    'The type of the answer.',
    ...(['boolean', 'error', 'multiselect', 'note', 'password', 'seen'] as const),
    ...(['select', 'string', 'text', 'title'] as const),
  ),
  value: arg.alias(arg.text('The answer.'), 'answer'),
  unseen: arg.or(arg.bool('Leave the question to be asked all the same.'), false),
} as const
type Args = ArgsOf<typeof args>

/** As debconf-show has it. */
const OMITTED = '(password omitted)'

const isPassword = ({ vtype }: Args): boolean => vtype === 'password'

/** The answer in debconf's own words. */
const valueOf = ({ vtype, value = '' }: Args): string =>
  vtype === 'boolean' || vtype === 'seen' ? value.toLowerCase() : value

/** How it will be once the question is answered. */
const answered = (of: Args, now: DebconfAnswer): DebconfAnswer => {
  const question = of.question!
  const value = valueOf(of)
  const seen = now.seen.filter(each => each !== question)
  if (of.vtype === 'seen') return { ...now, seen: value === 'true' ? [...seen, question] : seen }
  return {
    values: { ...now.values, [question]: isPassword(of) && value !== '' ? OMITTED : value.trim() },
    seen: of.unseen ? now.seen : [...seen, question],
    passwords: isPassword(of) ? { ...now.passwords, [question]: sha256(value) } : now.passwords,
  }
}

const isAnswered = (of: Args, now: DebconfAnswer): boolean => {
  const question = of.question!
  const value = valueOf(of)
  if (of.vtype === 'seen') return now.seen.includes(question) === (value === 'true')
  const had = now.values[question]
  if (had === undefined) return false
  if (isPassword(of) && had === OMITTED) return now.passwords[question] === sha256(value)
  return (of.vtype === 'boolean' ? had.toLowerCase() : had) === value.trim()
}

/** Other packages may share a question that is not named after this one. */
const touchesOf = ({ name, question }: Args): readonly string[] =>
  question!.startsWith(`${name}/`) ? [] : ['debconf *']

/** Answers to the questions that packages ask when they are set up. */
export default defineModule({
  name: 'debconf',
  summary: 'Answer the questions of Debian packages beforehand.',
  args,
  rules: { together: [['question', 'vtype', 'value']] },
  returns: {
    current: 'The answer now; without a question, all answers of the package.',
    previous: 'The answer before.',
    msg: 'Nothing.',
  },
  needs: 'debconf',
  predicts: 'full',
  notes: [
    'Passwords are compared by their digests, so they count as changed only when they differ. They are never shown.',
  ],
  reads: of => ({
    answers: probe.debconf(of.name, isPassword(of) && of.question ? [of.question] : []),
  }),
  plan: (of, { answers }) => {
    if (!/^[A-Za-z0-9][A-Za-z0-9+.:_-]*$/.test(of.name))
      throw new Refusal('name', 'must be the name of a package')
    if (!answers) throw new Failure('debconf-show is not on the host: install debconf first')
    if (of.question === undefined) return []
    if (!/^\S+$/.test(of.question)) throw new Refusal('question', 'must be one word')
    if (/[\r\n]/.test(of.value ?? '')) throw new Refusal('value', 'must be one line')
    if (isAnswered(of, answers)) return []
    const line = `${of.name} ${of.question} ${of.vtype} ${valueOf(of)}\n`
    const argv = ['debconf-set-selections', ...(of.unseen ? ['-u'] : [])]
    return [
      change(
        probe.debconf(of.name, isPassword(of) ? [of.question] : []),
        answers,
        answered(of, answers),
        [{ op: 'run', argv, stdin: line }],
        { touches: touchesOf(of), ...(isPassword(of) && { secret: true }) },
      ),
    ]
  },
  result: ({ args: of, before, changes }) => {
    const had = before.answers?.values ?? {}
    if (changes.length === 0) return { msg: '', current: had }
    const question = of.question!
    const value = isPassword(of) ? OMITTED : valueOf(of)
    const previous = question in had ? { [question]: had[question] } : { ...had, [question]: '' }
    return { msg: '', current: { [question]: value }, previous }
  },
})
