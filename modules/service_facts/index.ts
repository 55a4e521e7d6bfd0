import { defineModule, probe, type ServiceListAnswer } from '../../src/kit/index.ts'

/** All services, as facts. */
export default defineModule({
  name: 'service_facts',
  summary: 'Tell which services there are, and how they are.',
  args: {},
  returns: {
    ansible_facts: 'services: name, state, status and source of each service, by its name.',
  },
  gives: () => ['services'],
  needs: 'systemctl, service or rc-status.',
  predicts: 'full',
  reads: () => ({ list: probe.of<ServiceListAnswer>('service-list', 'all') }),
  plan: (_, state) => (void state.list, []),
  result: ({ after: { list } }) => ({
    ansible_facts: {
      services: Object.fromEntries((list?.services ?? []).map(service => [service.name, service])),
    },
    ...(list ? {} : { msg: 'the host has no init that could be asked' }),
  }),
})
