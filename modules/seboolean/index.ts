import {
  arg,
  change,
  defineModule,
  explainMissing,
  Failure,
  probe,
  Refusal,
} from '../../src/kit/index.ts'

/** Switches of the SELinux policy: now, and if wanted after each boot. */
export default defineModule({
  name: 'seboolean',
  summary: 'Switch SELinux booleans on or off.',
  args: {
    name: arg.must(arg.text('The boolean.')),
    state: arg.must(arg.bool('Whether it shall be on.')),
    persistent: arg.or(arg.bool('Keep it over reboots.'), false),
    ignore_selinux_state: arg.or(
      arg.bool('Go on where SELinux seems to be off, as in a chroot; what is kept is changed.'),
      false,
    ),
  },
  returns: {
    name: 'The boolean.',
    state: 'Whether it is on.',
    persistent: 'Whether it is kept over reboots.',
  },
  needs: 'getsebool and setsebool on the host; semanage, to tell what a reboot brings.',
  predicts: 'full',
  notes: [
    'With `persistent`, the live value is changed as well where it differs; Ansible looks at the kept one alone.',
    'Without semanage on the host, only booleans that somebody has set are known to be kept; any other is set once.',
  ],
  reads: ({ name, persistent }) => ({
    boolean: probe.seBoolean(name, persistent ? { kept: true } : {}),
  }),
  plan: ({ name, state, persistent, ignore_selinux_state }, { boolean }) => {
    if (!/^\w[\w.-]*$/.test(name))
      throw new Refusal('name', 'must be a boolean as in httpd_can_network_connect')
    if (!boolean)
      throw new Failure(
        `SELinux boolean ${name} does not exist, or getsebool (libselinux-utils) is not on the host`,
      )
    if (!boolean.isOn && !(ignore_selinux_state && persistent))
      throw new Failure(
        'SELinux is disabled on this host: its booleans can be set once it is switched on',
      )
    const isLive = !boolean.isOn || boolean.live === state
    if (isLive && (!persistent || boolean.kept === state)) return []
    const argv = ['setsebool', ...(persistent ? ['-P'] : []), name, state ? 'on' : 'off']
    const after = {
      ...boolean,
      ...(boolean.isOn && { live: state }),
      ...(persistent && { kept: state }),
    }
    const subject = probe.seBoolean(name, persistent ? { kept: true } : {})
    return [change(subject, boolean, after, [{ op: 'run', argv }], { touches: [] })]
  },
  explain: explainMissing({ setsebool: 'policycoreutils' }),
  result: ({ args: { name, state, persistent } }) => ({ name, state, persistent }),
})
