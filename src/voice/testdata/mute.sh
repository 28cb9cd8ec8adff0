#!/bin/sh
# A voice helper that says hello and never begins to speak.
echo '{"ready":{"version":1,"engine":"a test"}}'
exec sleep 60
