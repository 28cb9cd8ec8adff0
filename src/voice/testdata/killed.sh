#!/bin/sh
# A voice helper that is killed in mid-sentence.
while read -r line; do
    id=${line#*\"id\":}
    id=${id%%,*}
    case $line in
        '"hello"') echo '{"ready":{"version":1,"engine":"a test"}}' ;;
        '{"say"'*) echo "{\"begun\":{\"id\":$id}}"; sleep 0.1; kill -9 $$ ;;
    esac
done
