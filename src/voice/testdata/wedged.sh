#!/bin/sh
# A voice helper that never answers and never reads.
exec sleep 60
