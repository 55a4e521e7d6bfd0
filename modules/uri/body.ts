// What is sent: the body as text, and the type it names.
import {
  Failure,
  Float,
  jsonText,
  nameOf,
  Refusal,
  sha256,
  type LocalAnswer,
} from '../../src/kit/index.ts'
import type { Args } from './args.ts'

type Dict = Readonly<Record<string, unknown>>
const isDict = (value: unknown): value is Dict =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Float)

/** A value as Python prints it. */
const printed = (value: unknown): string =>
  typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value)

/** As forms have it: blanks are plus signs. */
const encoded = (value: unknown): string =>
  encodeURIComponent(printed(value))
    .replace(/[!'()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')

const form = (body: unknown): string => {
  const pairs = Array.isArray(body) ? (body as unknown[]) : isDict(body) ? Object.entries(body) : []
  if (!Array.isArray(body) && !isDict(body))
    throw new Refusal('body', 'must be a mapping or a list of pairs for form-urlencoded')
  return pairs
    .flatMap(pair => {
      if (!Array.isArray(pair) || pair.length !== 2)
        throw new Refusal('body', 'must be a list of pairs, each a name and a value')
      const [name, value] = pair as [unknown, unknown]
      const values = Array.isArray(value)
        ? (value as unknown[])
        : isDict(value)
          ? Object.keys(value)
          : [value]
      return values
        .filter(each => each !== null && each !== undefined)
        .map(each => `${encoded(name)}=${encoded(each)}`)
    })
    .join('&')
}

// prettier-ignore
const TYPES: Readonly<Record<string, string>> = {
  txt: 'text/plain', html: 'text/html', css: 'text/css', csv: 'text/csv', js: 'text/javascript',
  json: 'application/json', xml: 'text/xml', pdf: 'application/pdf', zip: 'application/zip',
  tar: 'application/x-tar', png: 'image/png', jpg: 'image/jpeg', gif: 'image/gif', svg: 'image/svg+xml',
}

/** A part of a multipart body; `file` where its content is that of a file. */
export type Part = {
  readonly name: string
  readonly type: string
  readonly filename?: string
  readonly file?: string
  readonly content?: string
}

/** The parts, in the order of their names. */
export const partsOf = ({ body, body_format }: Args): readonly Part[] => {
  if (body_format !== 'form-multipart') return []
  if (!isDict(body)) throw new Refusal('body', 'must be a mapping for form-multipart')
  return Object.keys(body)
    .sort()
    .map(name => {
      const value = body[name]
      if (typeof value === 'string') return { name, type: 'text/plain', content: value }
      if (!isDict(value))
        throw new Refusal(
          'body',
          `must hold texts and mappings for form-multipart; ${name} is none`,
        )
      const { filename: path, content, mime_type: type } = value
      if (!path && !content) throw new Refusal('body', `must have filename or content for ${name}`)
      const ending = /\.(\w+)$/.exec(String(path ?? ''))?.[1]?.toLowerCase() ?? ''
      return {
        name,
        type: type ? String(type) : (TYPES[ending] ?? 'application/octet-stream'),
        ...(path ? { filename: nameOf(String(path)) } : {}),
        ...(content ? { content: printed(content) } : { file: String(path) }),
      }
    })
}

const inQuotes = (text: string): string => text.replace(/["\\]/g, '\\$&').replace(/[\r\n]/g, ' ')

const multipart = (
  parts: readonly Part[],
  files: Readonly<Record<string, LocalAnswer | undefined>>,
): { text: string; type: string } => {
  const bodies = parts.map(({ name, type, filename, file, content = '' }) => {
    const names = `name="${inQuotes(name)}"${filename === undefined ? '' : `; filename="${inQuotes(filename)}"`}`
    const text = file === undefined ? content : textOf(file, files[file])
    return `Content-Type: ${type}\r\nContent-Disposition: form-data; ${names}\r\n\r\n${text}\r\n`
  })
  // Nobody can write a text that holds its own digest.
  const mark = `mokplay-${sha256(bodies.join('')).slice(0, 32)}`
  return {
    text: `${bodies.map(body => `--${mark}\r\n${body}`).join('')}--${mark}--\r\n`,
    type: `multipart/form-data; boundary="${mark}"`,
  }
}

const textOf = (path: string, local: LocalAnswer | undefined): string => {
  if (typeof local?.text !== 'string')
    throw new Failure(`${path} is no text: bring it to the host before, and give remote_src: true`)
  return local.text
}

/** The body and its type; nothing where nothing is sent. */
export const bodyOf = (
  args: Args,
  files: Readonly<Record<string, LocalAnswer | undefined>>,
): { readonly text?: string; readonly type?: string } => {
  const { body, body_format: format } = args
  switch (format) {
    case 'json':
      return {
        type: 'application/json',
        ...(body !== undefined && {
          text: typeof body === 'string' ? body : jsonText(body, { ascii: true }),
        }),
      }
    case 'form-urlencoded':
      return {
        type: 'application/x-www-form-urlencoded',
        ...(body !== undefined && { text: typeof body === 'string' ? body : form(body) }),
      }
    case 'form-multipart':
      // curl makes it of files of the host.
      return args.remote_src ? {} : multipart(partsOf(args), files)
    case 'raw':
      if (Array.isArray(body) || isDict(body))
        throw new Refusal('body', 'must be text: give body_format: json for data')
      return body === undefined || body === null ? {} : { text: printed(body) }
  }
}
