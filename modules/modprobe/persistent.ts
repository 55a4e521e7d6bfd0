// The files that load a module at boot and give it parameters. What is no longer wanted is commented out, not taken
// out, as Ansible does. Pure: texts in, texts out.

type Files = Readonly<Record<string, string>>

const plain = (name: string): string => name.replaceAll('-', '_')

/** Words as a shell would take them. */
export const words = (text: string): string[] =>
  [...text.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'),
  )

const isLoadFile = (path: string): boolean =>
  path === '/etc/modules' || path.startsWith('/etc/modules-load.d/')

const loads = (line: string, name: string): boolean =>
  plain(line.replace(/[#;].*/, '').trim()) === plain(name)

/** The parameters of an `options NAME …` line. */
const optionsOf = (line: string, name: string): readonly string[] | undefined => {
  const [key, module, ...options] = words(line.replace(/#.*/, ''))
  return key === 'options' && module !== undefined && plain(module) === plain(name)
    ? options
    : undefined
}

const mapLines = (text: string, change: (line: string) => string): string =>
  text.split('\n').map(change).join('\n')

/** Files so that the module is loaded at boot: none when one of them says so already. */
export const withLoading = (name: string, files: Files): Files =>
  Object.entries(files).some(
    ([path, text]) => isLoadFile(path) && text.split('\n').some(line => loads(line, name)),
  )
    ? {}
    : { [`/etc/modules-load.d/${name}.conf`]: `${name}\n` }

/** Files that load the module, without doing so. */
export const withoutLoading = (name: string, files: Files): Files =>
  Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => isLoadFile(path))
      .map(([path, text]) => [
        path,
        mapLines(text, line => (loads(line, name) ? `#${line}` : line)),
      ]),
  )

/** Files so that the module has exactly these parameters. */
export const withOptions = (name: string, wanted: readonly string[], files: Files): Files => {
  const given = Object.entries(files).filter(([path]) => path.startsWith('/etc/modprobe.d/'))
  const now = new Set(
    given.flatMap(([, text]) => text.split('\n').flatMap(line => optionsOf(line, name) ?? [])),
  )
  if (now.size === new Set(wanted).size && wanted.every(option => now.has(option))) return {}
  return {
    ...Object.fromEntries(
      given.map(([path, text]) => [
        path,
        mapLines(text, line => (optionsOf(line, name) ? `#${line}` : line)),
      ]),
    ),
    ...(wanted.length > 0 && {
      [`/etc/modprobe.d/${name}.conf`]: wanted
        .map(option => `options ${name} ${option}\n`)
        .join(''),
    }),
  }
}
