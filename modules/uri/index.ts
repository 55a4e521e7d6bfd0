import {
  absolute,
  deed,
  defineModule,
  Failure,
  nameOf,
  probe,
  Refusal,
  script,
  type Change,
  type Content,
  type Facts,
  type FileAnswer,
  type LocalAnswer,
  type Probe,
} from '../../src/kit/index.ts'
import { uriArgs, type Args } from './args.ts'
import { bodyOf, partsOf } from './body.ts'
import { configOf, environmentOf, methodOf, REQUEST } from './request.ts'
import { answered } from './response.ts'

type Reads = {
  readonly creates: Probe<FileAnswer> | undefined
  readonly removes: Probe<FileAnswer> | undefined
  readonly src: Probe<LocalAnswer> | undefined
  readonly [file: `file ${string}`]: Probe<LocalAnswer>
}
type State = {
  readonly creates: FileAnswer | undefined
  readonly removes: FileAnswer | undefined
  readonly src: LocalAnswer | undefined
  readonly [file: `file ${string}`]: LocalAnswer | undefined
}

/** Files of the controller that stand in a multipart body. */
const filesOf = (args: Args): readonly string[] =>
  args.remote_src ? [] : partsOf(args).flatMap(({ file }) => file ?? [])

const reads = (args: Args, facts: Facts): Reads => {
  const ask = (path: string | undefined): Probe<FileAnswer> | undefined =>
    path === undefined ? undefined : probe.file(absolute(path, facts))
  return {
    creates: ask(args.creates),
    removes: ask(args.removes),
    src:
      args.src === undefined || args.remote_src ? undefined : probe.local(args.src, { text: true }),
    ...Object.fromEntries(filesOf(args).map(path => [`file ${path}`, probe.local(path)])),
  }
}

/** A link that leads nowhere is nothing. */
const exists = (file: FileAnswer | undefined): boolean =>
  file !== undefined && (file.type !== 'link' || file.real !== undefined)

/** Why nothing is asked. */
const skipped = ({ creates, removes }: Args, state: State): string | undefined => {
  if (creates !== undefined && exists(state.creates)) return `skipped, since '${creates}' exists`
  if (removes !== undefined && !exists(state.removes))
    return `skipped, since '${removes}' does not exist`
  return undefined
}

type Sent = { readonly content?: Content; readonly name: string; readonly type?: string }

const sentBy = (args: Args, state: State): Sent => {
  const { src } = args
  const files = Object.fromEntries(filesOf(args).map(path => [path, state[`file ${path}`]]))
  const { text, type } = bodyOf(args, files)
  const named = { name: 'body', ...(type !== undefined && { type }) }
  if (src === undefined || args.remote_src)
    return { ...named, ...(text !== undefined && { content: text }) }
  const local = state.src
  if (local?.type !== 'file') throw new Failure(`${src} is not a file of the controller`)
  const { path, sha256, size } = local
  return { ...named, name: nameOf(src), content: local.text ?? { local: path, sha256, size } }
}

const plan = (args: Args, state: State, facts: Facts): readonly Change[] => {
  const method = methodOf(args)
  if (!/^[A-Z]+$/.test(method))
    throw new Refusal('method', 'must be a single word, like GET or POST')
  if (!/^https?:\/\//i.test(args.url))
    throw new Refusal('url', 'must begin with http:// or https://')
  const { content, name, type } = sentBy(args, state)
  if (skipped(args, state) !== undefined) return []
  const title = `${method} ${args.url.replace(/\/\/[^/?#]*@/, '//')}`
  const { argv, env } = script('uri', REQUEST, [content === undefined ? '' : '%file'])
  const sent = content !== undefined || (args.src !== undefined && args.remote_src)
  return [
    deed(
      title,
      [
        {
          op: 'run',
          argv,
          env: { ...env, ...environmentOf(args, facts) },
          stdin: configOf(args, { sent, ...(type !== undefined && { type }) }, facts),
          ok: [0, 3],
          ...(content !== undefined && { file: { name, content } }),
        },
      ],
      { counts: args.dest !== undefined },
    ),
  ]
}

/** A request to a web service, from the host. */
export default defineModule({
  name: 'uri',
  summary: 'Ask a web service from the host.',
  args: uriArgs,
  rules: { exclusive: [['body', 'src']], requiredBy: [['url_password', ['url_username']]] },
  unsupported: {
    unredirected_headers:
      'curl takes Authorization and Cookie to no other host, and all else to each',
    use_gssapi: 'give url_username and url_password',
  },
  returns: {
    status: 'The status of the answer; -1 where there was none.',
    url: 'The URL that answered.',
    redirected: 'Whether that is another one.',
    content: 'What was answered, with return_content.',
    json: 'The answer as data, where it is JSON.',
    cookies: 'Cookies that were set.',
    cookies_string: 'The same, as the header of a next request.',
    elapsed: 'Seconds it took.',
    msg: 'What was answered, in short.',
    path: 'The file, with dest.',
    location: 'Where the answer points to.',
  },
  needs: 'curl on the host.',
  predicts: 'no',
  notes: [
    'Headers of the answer are returned too, in small letters with _ for -.',
    'With dest it always counts as a change, as in Ansible; a dry run asks nothing.',
  ],
  reads: (args, facts): Reads => reads(args, facts),
  plan: (args, state: State, facts) => plan(args, state, facts),
  result: ({ args, before, outputs }) => {
    const why = skipped(args, before as State)
    if (why !== undefined) return { stdout: why }
    const output = outputs[0]!
    // 3: the script's own sentence.
    if (output.rc === 3)
      return { failed: true, changed: false, url: args.url, msg: output.err.trim() }
    return answered(args, output)
  },
})
