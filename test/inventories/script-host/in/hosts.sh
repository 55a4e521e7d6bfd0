#!/bin/sh
case "$1" in
  --list) echo '{"web": ["web1", "web2"], "all": {"vars": {"g": 1}}}' ;;
  --host) [ "$2" = web1 ] && echo '{"n": "'"$2"'"}' || echo '{}' ;;
esac
