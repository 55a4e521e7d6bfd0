import t from 'tap'
import { KEYWORDS, keywordOf, keywordsOn, type Keyword } from '../../src/lang/keywords.ts'

// `ansible-doc -t keyword -l` of ansible-core 2.14, without the three that never worked (accelerate*).
const ANSIBLE =
  `action always any_errors_fatal args async become become_exe become_flags become_method become_user block changed_when
  check_mode collections connection debugger delay delegate_facts delegate_to diff environment fact_path failed_when force_handlers
  gather_facts gather_subset gather_timeout handlers hosts ignore_errors ignore_unreachable loop loop_control max_fail_percentage
  module_defaults name no_log notify order poll port post_tasks pre_tasks register remote_user rescue retries roles run_once serial
  strategy tags tasks throttle timeout until vars vars_files vars_prompt when`.split(/\s+/)

t.test('every keyword that Ansible documents is known', async t => {
  for (const name of ANSIBLE) t.ok(keywordOf(name), name)
})

t.test('every keyword has a place, a sentence, and only names that sort', async t => {
  const names = Object.keys(KEYWORDS)
  t.same(names, [...names].sort())
  for (const [name, keyword] of Object.entries(KEYWORDS) as [string, Keyword][]) {
    t.ok(keyword.on.length > 0, name)
    t.match(keyword.about, /^[A-Z].*\.$/, name)
  }
})

t.test('keywords stand where Ansible has them', async t => {
  t.ok(keywordsOn('handler').includes('listen'))
  t.notOk(keywordsOn('task').includes('listen'))
  t.notOk(keywordsOn('play').includes('when'))
  t.notOk(keywordsOn('block').includes('register'))
  t.same(keywordsOn('role').includes('delegate_to'), true)
})

t.test('a name that every object has is no keyword', async t => {
  for (const name of ['constructor', '__proto__', 'toString']) t.equal(keywordOf(name), undefined)
})
