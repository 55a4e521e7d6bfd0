# An Ansible callback that writes a run as mokplay's events, so that both tools can be asked to print the same run.
import difflib
import json
import os

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = '''
    name: mokplay_events
    type: notification
    short_description: writes mokplay's events
    description: Writes one event per line to the file that MOKPLAY_EVENTS names.
'''


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'notification'
    CALLBACK_NAME = 'mokplay_events'

    def __init__(self):
        super().__init__()
        self.file = open(os.environ['MOKPLAY_EVENTS'], 'w')
        self.seq = 0
        self.play = None
        self.ids = {}

    def id(self, task):
        return self.ids.setdefault(task._uuid, 'task %d' % (len(self.ids) + 1))

    def put(self, type, **fields):
        if self.play is not None and type != 'play.empty':
            play, self.play = self.play, None
            self.put('play.start', play=play.get_name(), hosts=[str(h) for h in play.hosts])
        self.seq += 1
        event = {'seq': self.seq, 'at': 0, 'type': type, **fields}
        self.file.write(json.dumps(event, ensure_ascii=False) + '\n')
        self.file.flush()

    def result(self, status, result, **more):
        vars = {k: v for k, v in result._result.items() if not k.startswith('_ansible_')}
        # Facts tell of the machine that recorded, its environment too; nobody prints them.
        if short(result._task.action) in ('setup', 'gather_facts') and 'ansible_facts' in vars:
            vars['ansible_facts'] = {}
        hidden = 'censored' in vars
        diffs = vars.pop('diff', [])
        diffs = diffs if isinstance(diffs, list) else [diffs]
        warnings = vars.pop('warnings', [])
        return {
            'status': status,
            'diffs': [d for d in map(as_diff, diffs) if d],
            'vars': vars,
            **({'warnings': warnings} if warnings else {}),
            **({'hidden': True} if hidden else {}),
            **({'reason': vars['msg']} if status in ('failed', 'unreachable') and 'msg' in vars else {}),
            'ms': 0,
            **more,
        }

    def common(self, result):
        task = result._task
        delegate = task.delegate_to
        return {
            'host': result._host.get_name(),
            'task': self.id(task),
            'name': task.get_name().strip(),
            **({'delegate': delegate} if delegate else {}),
        }

    def task_end(self, status, result, **more):
        self.put('task.end', **self.common(result), module=short(result._task.action),
                 looped=result._task.loop is not None, result=self.result(status, result, **more))

    def item_end(self, status, result):
        item = result._result.get('item')
        self.put('item.end', **self.common(result), label=str(result._result.get('_ansible_item_label', item)),
                 item=item, result=self.result(status, result))

    def v2_playbook_on_start(self, playbook):
        name = os.path.basename(playbook._file_name)
        self.put('run.start', mode='apply', playbook=name, hosts=[])
        self.put('playbook.start', playbook=name)

    def v2_playbook_on_play_start(self, play):
        self.play = play
        play.hosts = play.get_variable_manager()._inventory.get_hosts(play.hosts)
        self.pattern = play.get_name()

    def v2_playbook_on_no_hosts_matched(self):
        play, self.play = self.play, None
        self.put('play.empty', play=play.get_name(), pattern=self.pattern)

    def v2_playbook_on_no_hosts_remaining(self):
        self.put('play.stop', play='', reason='')

    def task_start(self, task, kind):
        self.put('task.start', task=self.id(task), name=task.get_name().strip(), module=short(task.action), kind=kind,
                 place=task.get_path())

    def v2_playbook_on_task_start(self, task, is_conditional):
        self.task_start(task, 'task')

    def v2_playbook_on_handler_task_start(self, task):
        self.task_start(task, 'handler')

    def v2_runner_on_ok(self, result):
        self.task_end('changed' if result._result.get('changed') else 'ok', result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self.task_end('failed', result, **({'ignored': True} if ignore_errors else {}))

    def v2_runner_on_skipped(self, result):
        self.task_end('skipped', result)

    def v2_runner_on_unreachable(self, result):
        self.task_end('unreachable', result, **({'ignored': True} if result._task.ignore_unreachable else {}))

    def v2_runner_item_on_ok(self, result):
        self.item_end('changed' if result._result.get('changed') else 'ok', result)

    def v2_runner_item_on_failed(self, result):
        self.item_end('failed', result)

    def v2_runner_item_on_skipped(self, result):
        self.item_end('skipped', result)

    def v2_runner_retry(self, result):
        attempts, retries = result._result['attempts'], result._result['retries']
        self.put('retry', host=result._host.get_name(), task=self.id(result._task), attempt=attempts,
                 left=retries - attempts, result=self.result('failed', result))

    def v2_playbook_on_include(self, included):
        label = self._get_item_label(included._vars)
        self.put('included', task=self.id(included._task), file=included._filename,
                 hosts=[h.name for h in included._hosts], **({'label': label} if label else {}))

    def v2_playbook_on_stats(self, stats):
        recap = {}
        for host in stats.processed:
            counts = stats.summarize(host)
            recap[host] = {**counts, 'failed': counts.pop('failures'), 'unknown': 0}
            recap[host].pop('failures', None)
        self.put('run.end', recap=recap, interrupted=False, ms=0)


def short(action):
    return action.rsplit('.', 1)[-1]


def as_diff(diff):
    if not isinstance(diff.get('before'), str) or not isinstance(diff.get('after'), str):
        return None
    before, after = (diff[side].splitlines(True) for side in ('before', 'after'))
    lines = []
    for line in list(difflib.unified_diff(before, after))[2:]:
        lines.append(line.rstrip('\n'))
        if not line.endswith('\n'):
            lines.append('\\ No newline at end of file')
    if not lines:
        return None
    return {'subject': 'file ' + diff.get('before_header', ''), 'kind': 'text', 'lines': lines, 'action': 'change'}
