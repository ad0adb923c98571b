#!/bin/sh
# Fuzzes every decoder for so many rounds of two minutes each (1 by default) and says how often each was executed. What
# is found is kept under core/src/test/resources/dev/liveset/codec/CodecFuzzTestInputs: commit it, every build runs it.
set -e
cd "$(dirname "$0")/.."
mvn -q -pl core test-compile
for round in $(seq "${1:-1}"); do
    for target in packets sections regions areas images; do
        log=core/target/fuzz-$target-$round.log
        mvn -Pfuzz -pl core surefire:test -Dtest="CodecFuzzTest#$target" > "$log" 2>&1 || { tail -40 "$log"; exit 1; }
        echo "$target: $(grep -a -o 'Done [0-9]* runs in [0-9]* second(s)' "$log")"
    done
done
