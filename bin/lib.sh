# What bin/spillway and bin/bench share. The script that sources it sets "program", its name in
# messages, and "module", the Maven module that holds what it runs.
# shellcheck shell=bash
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
app=$home/$module/target/app

# The classes as the JVM keeps them in memory, which it need not read and check again (JEP 350). An
# archive of another JDK or of other jars has no effect, and the JVM must not speak of it.
archive=$app/spillway.jsa
quiet_archive=(-Xlog:cds=off -Xlog:cds+dynamic=off)

fail() { printf '%s: %s\n' "$program" "$*" >&2; exit 1; }

# Says whether something that goes into the program is newer than the last build.
stale() {
  [ ! -f "$app/.built" ] && return 0
  local modules newer
  mapfile -t modules < <(sed -n 's|.*<module>\(.*\)</module>.*|\1|p' "$home/pom.xml")
  [ "$module" = benchmarks ] || modules=("${modules[@]/#benchmarks/$module}")
  newer=$(cd "$home" && find pom.xml "${modules[@]/%//pom.xml}" "${modules[@]/%//src/main}" \
    browser-extension/{package-lock.json,build.mjs,install.mjs,webtorrent.mjs,src} \
    -newer "$app/.built" -print -quit 2>/dev/null || true)
  [ -n "$newer" ]
}

build() {
  command -v mvn >/dev/null || fail "Maven is needed to build it: apt-get install maven"
  "$home/bin/require-node" "$program"
  local log
  log=$(mktemp)
  # No jar of an earlier version may stay beside the new ones.
  rm -rf "$app"
  printf '%s: building, this takes some minutes the first time ...\n' "$program" >&2
  if ! (cd "$home" && mvn -B -q package -Dmaven.test.skip=true -Dspotless.check.skip -pl "$module" -am) >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    fail "the build failed, see above"
  fi
  rm -f "$log"
  if [ "$module" = webapp ]; then archive_classes; fi
  touch "$app/.built"
}

# Makes the archive of the classes that a demonstration needs, which are those of most commands.
# Without it, everything works and starts more slowly.
archive_classes() {
  timeout 120 "$java" -XX:+UseSerialGC "-XX:ArchiveClassesAtExit=$archive" "${quiet_archive[@]}" \
    -cp "$app/*" org.spillway.webapp.command.Main demo --once >/dev/null 2>&1 || rm -f "$archive"
}

# Lets the C library return what the JVM has freed, above all the compilers, and use fewer pools
# (mallopt(3)); a server under load takes some 30 MB less.
bound_malloc() {
  export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}
  export MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-131072}
}

# Finds a JDK, whose program is in "java" then.
find_java() {
  # The JVM reads file names in the locale's encoding; in the C locale it would see no ü.
  [ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8
  java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  command -v "$java" >/dev/null || fail "a JDK 17 or newer is needed: apt-get install openjdk-17-jdk-headless"
  local version
  version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
  [ "${version:-0}" -ge 17 ] || fail "a JDK 17 or newer is needed, $java is version ${version:-unknown}"
}

# Finds a JDK, and builds what is not up to date.
prepare() {
  find_java
  if stale; then build; fi
}
