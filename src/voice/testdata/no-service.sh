#!/bin/sh
# A voice helper without a speech service behind it.
echo '{"failed":{"id":null,"why":"no service"}}'
exit 3
