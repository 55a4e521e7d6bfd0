import { arg, change, defineModule, probe, Refusal } from '../../src/kit/index.ts'

/** What dpkg is told to do with packages. */
export default defineModule({
  name: 'dpkg_selections',
  summary: 'Hold packages back, or select them otherwise, as dpkg keeps it.',
  args: {
    name: arg.must(arg.text('The package.')),
    selection: arg.must(
      arg.choice('What dpkg is told to do with it.', 'install', 'hold', 'deinstall', 'purge'),
    ),
  },
  returns: { before: 'What was selected.', after: 'What is selected.' },
  needs: 'dpkg',
  predicts: 'full',
  notes: [
    'Nothing is installed or removed. Of a package that dpkg has never heard of it keeps no selection: a warning says so.',
  ],
  reads: ({ name }) => ({ selected: probe.dpkgSelection(name) }),
  plan: ({ name, selection }, { selected }) => {
    if (!/^[A-Za-z0-9][A-Za-z0-9+.:~-]*$/.test(name))
      throw new Refusal('name', 'must be the name of a package')
    if (selected === selection) return []
    const set = (to: string) =>
      ({ op: 'run', argv: ['dpkg', '--set-selections'], stdin: `${name} ${to}\n` }) as const
    return [
      change(probe.dpkgSelection(name), selected, selection, [set(selection)], {
        touches: ['package *', 'transaction *'],
        lenient: selected === undefined,
        ...(selected !== undefined && { undo: [set(selected)] }),
      }),
    ]
  },
  result: ({ args: { selection }, before }) => ({
    before: before.selected ?? 'not present',
    after: selection,
  }),
})
