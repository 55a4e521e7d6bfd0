import { arg, defineModule, probe, toText } from 'mokplay/kit'

/** The words that a host shows to whoever logs in. */
export default defineModule({
  name: 'welcome',
  summary: 'Greet whoever logs in.',
  args: { text: arg.must(arg.text('What to say.')) },
  predicts: 'full',
  reads: () => ({ motd: probe.file('/etc/motd', { want: 'text' }) }),
  plan: ({ text }, { motd }, facts) =>
    toText('/etc/motd', motd, `${text}\n`, { mode: '0644' }, facts),
})
