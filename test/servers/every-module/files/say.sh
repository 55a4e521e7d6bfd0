#!/bin/sh
echo "said $1"
: >/srv/work/said
