// The arguments of uri.
import { arg, fileArgs, type ArgsOf } from '../../src/kit/index.ts'

export const uriArgs = {
  ...fileArgs,
  url: arg.must(arg.text('Where the request goes, http or https.')),
  method: arg.or(arg.text('The method, one word.'), 'GET'),
  body: arg.any('What is sent; data becomes what body_format says.'),
  body_format: arg.or(
    arg.choice(
      'What becomes of the body, and its Content-Type.',
      'form-urlencoded',
      'json',
      'raw',
      'form-multipart',
    ),
    'raw',
  ),
  src: arg.text('A file that is sent as the body.'),
  remote_src: arg.or(arg.bool('Files that are sent lie on the host.'), false),
  headers: arg.dict('Headers of the request.'),
  status_code: arg.or(arg.items('Statuses that count as success.', { type: 'integer' }), [
    200,
  ] as readonly unknown[]),
  return_content: arg.or(arg.bool('Return what was answered, as text.'), false),
  dest: arg.path('A file for the answer; into it, when it is a folder.'),
  creates: arg.path('Where this path exists, nothing is asked.'),
  removes: arg.path('Where this path does not exist, nothing is asked.'),
  follow_redirects: arg.or(
    arg.choice(
      'Redirects to follow: all, those of GET and HEAD (safe), or none.',
      'all',
      'no',
      'none',
      'safe',
      'urllib2',
      'yes',
    ),
    'safe',
  ),
  url_username: arg.alias(arg.text('Name for the server.'), 'user'),
  url_password: arg.secret(arg.alias(arg.text('Password for the server.'), 'password')),
  force_basic_auth: arg.or(
    arg.bool('Send name and password at once, not only when the server asks for them.'),
    false,
  ),
  timeout: arg.or(arg.int('Seconds to connect, and to wait when nothing comes.'), 30),
  http_agent: arg.or(arg.text('What the request calls itself.'), 'ansible-httpget'),
  force: arg.or(
    arg.alias(
      arg.bool('Ask for no cached copy, even when the file of dest is there already.'),
      'thirsty',
    ),
    false,
  ),
  validate_certs: arg.or(arg.bool('Trust only certificates that can be verified.'), true),
  ca_path: arg.path('Certificates on the host to trust, as a PEM file.'),
  client_cert: arg.path('A client certificate on the host.'),
  client_key: arg.path('The key of the client certificate.'),
  ciphers: arg.list('Ciphers that TLS may use.'),
  use_proxy: arg.or(arg.bool('Use the proxy of the environment.'), true),
  use_netrc: arg.or(arg.bool('Take name and password from ~/.netrc where none are given.'), true),
  unix_socket: arg.path('A socket of the host to speak through.'),
  decompress: arg.or(arg.bool('Ask for compressed content and expand it.'), true),
} as const

export type Args = ArgsOf<typeof uriArgs>
