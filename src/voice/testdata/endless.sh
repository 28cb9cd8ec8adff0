#!/bin/sh
# A voice helper that begins to speak and never says that it has ended.
while read -r line; do
    id=${line#*\"id\":}
    id=${id%%,*}
    case $line in
        '"hello"') echo '{"ready":{"version":1,"engine":"a test"}}' ;;
        '{"say"'*) echo "{\"begun\":{\"id\":$id}}" ;;
    esac
done
