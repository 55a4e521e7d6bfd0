#!/bin/sh
echo '{"web": {"hosts": "web1"}, "db": {"vars": []}, "x": {"children": [1]}, "_meta": {"hostvars": []}}'
