#!/bin/sh
echo "no credentials found" >&2
exit 3
