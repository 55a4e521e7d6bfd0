# Evaluates Jinja2 expressions as ansible-core does, many in one process. Reads {"vars": …, "asked": [{"t": …,
# "vars": …}]} as JSON, writes a list of {"is": value} and {"error": text}. For beside.test.ts alone.
import copy
import functools
import json
import sys
import types

import yaml
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar, _escape_backslashes
from ansible.utils.display import Display
from jinja2.runtime import Undefined


# Filters of ansible.utils read their own documentation at every call.
load = functools.lru_cache(None)(yaml.load)
yaml.load = lambda text, Loader: (
    copy.deepcopy(load(text, Loader)) if isinstance(text, str) and len(text) > 400 else load.__wrapped__(text, Loader)
)


class Lone(Exception):
    pass


def written(value):
    """A value in the writing of the tables."""
    if isinstance(value, Undefined):
        raise Lone('undefined')
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) < 2**53 else {'!int': str(value)}
    if isinstance(value, float):
        return {'!float': repr(value)}
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bytes):
        return value.decode('utf-8')
    if isinstance(value, tuple):
        return {'!tuple': [written(one) for one in value]}
    if isinstance(value, dict):
        return {str(key): written(one) for key, one in value.items()}
    if isinstance(value, (list, types.GeneratorType)) or hasattr(value, '__next__') or (
        type(value).__name__ in ('dict_keys', 'dict_values', 'dict_items', 'range', 'zip', 'map')
    ):
        return [written(one) for one in value]
    return str(value)


def read(pairs):
    """Numbers that JSON would lose."""
    if len(pairs) == 1 and pairs[0][0] == '!float':
        return float(pairs[0][1])
    return int(pairs[0][1]) if len(pairs) == 1 and pairs[0][0] == '!int' else dict(pairs)


def main():
    Display.warning = lambda *args, **kwargs: None
    Display.deprecated = lambda *args, **kwargs: None
    request = json.load(sys.stdin, object_pairs_hook=read)
    loader = DataLoader()
    answers = []
    templar = Templar(loader=loader, variables={})
    environment = templar.environment
    for asked in request['asked']:
        variables = {**request['vars'], **asked.get('vars', {})}
        templar.available_variables = variables
        try:
            text = _escape_backslashes('{{ ' + asked['t'] + ' }}', environment)[3:-3]
            expression = environment.compile_expression(text, undefined_to_none=False)
            answers.append({'is': written(expression(**{**environment.globals, **variables}))})
        except Exception as problem:
            answers.append({'error': f'{type(problem).__name__}: {problem}'.split('\n')[0][:200]})
    json.dump(answers, sys.stdout)


main()
