# ansible-playbook, many times, with one start of Python: a job is a line of JSON on stdin, its answer one on stdout.
#   {"id": 1, "folder": "/tmp/x/1", "home": "/tmp/h/1", "words": ["site.yml"], "env": {}, "seconds": 60}
#   {"id": 1, "code": 0}
# Each runs in a fork, in its folder; FOLDER.out, FOLDER.err and FOLDER.events are what it wrote. Two at a time.
import builtins
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import sys
import time

import ansible.cli.playbook
import ansible.executor.task_executor
import ansible.executor.task_queue_manager
import ansible.plugins.strategy.linear
import cryptography.hazmat.backends.openssl

# Plug-ins that nearly each run loads: found in the parent, they need no reading again.
for kind in ('action', 'filter', 'inventory', 'lookup', 'strategy', 'test', 'vars'):
    package = importlib.import_module(f'ansible.plugins.{kind}')
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f'ansible.plugins.{kind}.{module.name}')
        # A plug-in called `list` would stand before the list of Python in its package.
        if hasattr(builtins, module.name):
            delattr(package, module.name)
for name in ('callback.default', 'connection.local', 'cache.memory', 'shell.sh'):
    importlib.import_module(f'ansible.plugins.{name}')

AT_ONCE = 2
CALLBACKS = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'callbacks')


def run(job):
    """In the fork: becomes ansible-playbook."""
    os.setsid()
    folder = job['folder']
    for number, name in ((0, os.devnull), (1, folder + '.out'), (2, folder + '.err')):
        file = os.open(name, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(file, number)
    os.chdir(folder)
    os.environ.update(job['env'], HOME=job['home'], PWD=folder, MOKPLAY_EVENTS=folder + '.events')
    argv = ['ansible-playbook', *job['words']]
    sys.argv = list(argv)
    # What the environment and ansible.cfg set is read when Ansible is loaded: then load it again.
    if job['env'] or os.path.exists('ansible.cfg'):
        for name in [name for name in sys.modules if name.split('.')[0] == 'ansible']:
            del sys.modules[name]
    from ansible.cli.playbook import PlaybookCLI
    from ansible.plugins.loader import callback_loader

    callback_loader.add_directory(CALLBACKS)
    PlaybookCLI.cli_executor(argv)


def start(job):
    child = os.fork()
    if child != 0:
        return child
    code = 70
    try:
        run(job)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
    except BaseException as wrong:
        print(repr(wrong), file=sys.stderr)
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def answer(job, code):
    os.write(1, (json.dumps({'id': job['id'], 'code': code}) + '\n').encode())


def main():
    gc.freeze()
    waiting, running, rest, open_ = [], {}, b'', True
    while open_ or waiting or running:
        while waiting and len(running) < AT_ONCE:
            job = waiting.pop(0)
            running[start(job)] = (job, time.monotonic() + job['seconds'])
        readable = select.select([0] if open_ else [], [], [], 0.01 if running else None)[0]
        if readable:
            read = os.read(0, 65536)
            open_ = read != b''
            *lines, rest = (rest + read).split(b'\n')
            waiting.extend(json.loads(line) for line in lines if line.strip())
        for child, (job, until) in list(running.items()):
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                del running[child]
                answer(job, os.waitstatus_to_exitcode(status))
            elif time.monotonic() > until:
                os.killpg(child, signal.SIGKILL)


main()
