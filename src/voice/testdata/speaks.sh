#!/bin/sh
# A voice helper that works: every utterance lasts 0.2 s, and what it is told is ended at once by "stop".
while read -r line; do
    id=${line#*\"id\":}
    id=${id%%,*}
    case $line in
        '"hello"') echo '{"ready":{"version":1,"engine":"a test"}}' ;;
        '"voices"') echo 'not a reply'; echo '{"voices":[{"name":"Test","language":"en-GB"}]}' ;;
        '{"say"'*) echo "{\"begun\":{\"id\":$id}}"; sleep 0.2; echo "{\"ended\":{\"id\":$id}}" ;;
    esac
done
