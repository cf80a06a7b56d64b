#!/bin/sh
# wait_until_healthy.sh CONTAINER    waits three minutes; prints its log where it fails
set -eu
for _ in $(seq 60); do
    state=$(docker inspect --format '{{.State.Health.Status}}' "$1")
    if [ "$state" = healthy ]; then exit 0; fi
    sleep 3
done
docker logs "$1"
exit 1
