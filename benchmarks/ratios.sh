#!/bin/sh
# Prints the table of host sections beside C for the JVM that is `java` (or $JAVA), and the whole statefile cycle; takes
# about four minutes on a quiet machine. The argument is the number of rounds, 5 by default.
set -e
here=$(cd "$(dirname "$0")" && pwd)
target=$here/target
[ -f "$target/benchmarks.jar" ] || (cd "$here/.." && mvn -q -pl benchmarks -am -DskipTests package)
gcc -O3 -Wall -Wextra -o "$target/section" "$here/src/main/c/section.c"
"${JAVA:-java}" -cp "$target/benchmarks.jar" dev.liveset.codec.CodecRatios "$target/section" "${1:-5}"
"${JAVA:-java}" -jar "$target/benchmarks.jar" "CycleBenchmark|StoreBenchmark" -prof gc -f 1 -wi 4 -w 500ms -i 10 -r 200ms
