// What a package manager printed when it failed, as one sentence: what is wrong, and what to do.

const first = (text: string, pattern: RegExp): RegExpExecArray | undefined =>
  pattern.exec(text) ?? undefined

/** The sentence for what dnf printed; the last lines where nothing better is known. */
export const dnfProblem = (out: string, err: string): string => {
  const text = `${err}\n${out}`
  const lacking =
    first(text, /^Error: Unable to find a match: (.+)$/m) ??
    first(text, /^No match for argument: (.+)$/m)
  const excluded = [
    ...text.matchAll(/filtered out by exclude filtering for argument: (.+)$/gm),
  ].map(found => found[1])
  if (excluded.length > 0)
    return `${excluded.join(', ')}: excluded by dnf's configuration or by "exclude"; disable_excludes lets them in`
  const module = [...text.matchAll(/^Module or Group '(.+)' is not available\.$/gm)].map(
    found => found[1],
  )
  if (module.length > 0)
    return `no module or group ${module.join(', ')} is available: look at "dnf module list" and "dnf group list"`
  const streams = first(text, /^Argument '(.+)' matches \d+ streams \((.+)\) of module/m)
  if (streams)
    return `module ${streams[1]} has several streams (${streams[2]!.replaceAll("'", '')}): name one, as in @${streams[1]}:${/\w[^']*/.exec(streams[2]!)![0]}`
  const profile = first(text, /^No default profiles for module (.+)\. Available profiles: (.+)$/m)
  if (profile)
    return `module ${profile[1]} has no default profile: name one of its own, as in @${profile[1]}/${profile[2]!.split(',')[0]!.trim()}`
  if (lacking)
    return `no package ${lacking[1]} is available: look at its name and version, and at the enabled repositories`
  const file = first(text, /^(?:Error: )?Can(?:not| not) (?:load RPM|open) file: (\S+?)\.?$/im)
  if (file) return `${file[1]} is no rpm file that can be read: look at its path`
  const broken = first(text, /^\s*Problem(?: \d+)?: (.+(?:\n {2}- .+)*)/m)
  if (broken) return conflict(broken[1]!)
  const unsigned = first(
    text,
    /^(?:Error: )?(Package (\S+) is not signed|Public key for (\S+) is not installed|GPG key (?:retrieval )?failed.*|.*GPG signature verification error.*|Error: GPG check FAILED)$/m,
  )
  if (unsigned)
    return `${unsigned[1]!.replace(/^Error: /, '')}: give its repository the right gpgkey, or set disable_gpg_check`
  const unreachable = first(text, /Failed to download metadata for repo '([^']+)'(?:: (.+))?/)
  if (unreachable)
    return `repository ${unreachable[1]} cannot be read${unreachable[2] ? ` (${unreachable[2]})` : ''}: look at its URL and at the network`
  const script = first(
    text,
    /^(?:error|warning): %(\w+)\((\S+)\) scriptlet failed, exit status (\d+)$/m,
  )
  if (script) return `${script[2]}: its %${script[1]} script ended with code ${script[3]}`
  const plain = first(text, /^Error: (.+)$/m)
  return plain ? plain[1]! : lastLines(text)
}

/** libsolv's reasons, the request itself left out. */
const conflict = (text: string): string => {
  const reasons = text
    .split(/\n {2}- /)
    .filter(
      line =>
        !/^(conflicting requests|problem with installed package|cannot install the best)/.test(
          line,
        ),
    )
  return `${reasons.join('; ')}: look at the enabled repositories, or set nobest, skip_broken or allowerasing`
}

/** The sentence for what apt-get or dpkg printed. */
export const aptProblem = (printed: string, complaints: string): string => {
  // dpkg writes to a terminal of apt's making.
  const [out, err] = [printed.replaceAll('\r\n', '\n'), complaints.replaceAll('\r\n', '\n')]
  const lock = first(
    `${err}\n${out}`,
    /Could not get lock (\S+)\. It is held by process (\d+) \(([^)]*)\)/,
  )
  if (lock)
    return `${lock[1]} is held by process ${lock[2]} (${lock[3]}): wait for it, or give a longer lock_timeout`
  const lacking =
    first(err, /^E: Unable to locate package (.+)$/m) ??
    first(err, /^E: Package '(.+)' has no installation candidate$/m)
  if (lacking)
    return `no package ${lacking[1]} is available: look at its name, and set update_cache`
  const version = first(err, /^E: Version '(.+)' for '(.+)' was not found$/m)
  if (version)
    return `${version[2]} is not available in version ${version[1]}: look at "apt-cache policy ${version[2]}"`
  const unmet = [...out.matchAll(/^ (\S+) : (.+)$/gm)].map(
    found => `${found[1]} ${found[2]!.trim().replace(/^\w/, letter => letter.toLowerCase())}`,
  )
  if (unmet.length > 0 && /unmet dependencies|held broken/.test(out + err))
    return unmet.slice(0, 3).join('; ')
  const script = first(
    `${out}\n${err}`,
    /^dpkg: error processing (?:package|archive) (\S+) .*:\n (.+)$/m,
  )
  if (script) return `${script[1]}: ${script[2]}`
  const said = [...err.matchAll(/^(?:E|dpkg): (.+)$/gm)].map(found => found[1]!)
  return said.length > 0 ? said.slice(0, 2).join('; ') : lastLines(`${out}\n${err}`)
}

const lastLines = (text: string): string =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('Last metadata expiration check'))
    .slice(-3)
    .join('; ') || 'it said nothing'
