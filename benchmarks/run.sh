#!/bin/sh
# Builds and runs everything that README.md shows, on the JVM that is `java` (or $JAVA), and the C baseline beside it.
set -e
here=$(cd "$(dirname "$0")" && pwd)
target=$here/target
[ -f "$target/benchmarks.jar" ] || (cd "$here/.." && mvn -q -pl benchmarks -am -DskipTests package)
gcc -O3 -Wall -Wextra -o "$target/section" "$here/src/main/c/section.c"
"$target/section"
"${JAVA:-java}" -jar "$target/benchmarks.jar" -prof gc "$@"
"$target/section"
