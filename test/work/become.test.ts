import t from 'tap'
import { Mistake } from '../../src/base/diagnostic.ts'
import { becomeOf, type BecomeWish } from '../../src/work/become.ts'

const become = (
  vars: Record<string, unknown>,
  defaults: BecomeWish = {},
  keywords: BecomeWish = {},
) => becomeOf(name => vars[name], defaults, keywords)

t.test('nobody is become unless someone says so', async t => {
  t.equal(become({}), undefined)
  t.equal(become({ ansible_become_user: 'www' }), undefined)
  t.same(become({}, { become: true }), { method: 'sudo', user: 'root' })
})

t.test('variables win over keywords, and keywords over the command line', async t => {
  const defaults = { become: true, user: 'a', method: 'su', flags: '-x', password: 'p' }
  t.match(become({}, defaults, { user: 'b' }), {
    user: 'b',
    method: 'su',
    flags: '-x',
    password: 'p',
  })
  t.match(
    become({ ansible_become_user: 'c', ansible_become_method: 'doas' }, defaults, { user: 'b' }),
    { user: 'c', method: 'doas' },
  )
  t.equal(become({ ansible_become: 'no' }, defaults, { become: true }), undefined)
  t.equal(become({}, defaults, { become: false }), undefined)
  t.match(become({ ansible_become: 'yes' }), { user: 'root' })
})

t.test('variables of one method count for that method', async t => {
  const vars = {
    ansible_become: true,
    ansible_sudo_pass: 1234,
    ansible_su_pass: 'su',
    ansible_become_password: 'any',
    ansible_become_exe: '/opt/sudo',
    ansible_sudo_flags: '-E',
  }
  t.same(become(vars), {
    method: 'sudo',
    user: 'root',
    flags: '-E',
    exe: '/opt/sudo',
    password: '1234',
  })
  t.match(become({ ...vars, ansible_become_method: 'ansible.builtin.su' }), {
    method: 'su',
    password: 'su',
  })
  t.match(become({ ...vars, ansible_become_method: 'community.general.doas' }), {
    method: 'doas',
    password: 'any',
  })
})

t.test('wrong methods and users are refused', async t => {
  const code = (vars: Record<string, unknown>) => {
    try {
      become({ ansible_become: true, ...vars })
    } catch (problem) {
      return problem instanceof Mistake
        ? `${problem.diagnostic.code} ${problem.message} ${problem.diagnostic.hint}`
        : problem
    }
    return 'none'
  }
  t.match(code({ ansible_become_method: 'pbrun' }), /does not do the become method "pbrun" yet/)
  t.match(code({ ansible_become_method: 'sduo' }), /did you mean "sudo"/)
  t.match(code({ ansible_become_user: '-u root' }), /connection\/refused/)
  t.match(code({ ansible_become_user: 'a b' }), /connection\/refused/)
  t.match(code({ ansible_become: 'perhaps' }), /yes or no/)
})
