#!/usr/bin/env bash
# Installs what the tests need (Debian packages, as root), builds once, runs every test project of the solution.
# The last line is "N passed, N failed, N skipped". Ends with 0 only if tests ran and none failed.
#
#   ./tests/run.sh                 everything; two projects at a time, as most of their tests wait for servers
#   TEST_PROJECTS=1 ./tests/run.sh one project at a time
#   TEST_THOROUGH=1 ./tests/run.sh more rounds of what is random
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
exec </dev/null

solution=CustomerSegmentation.sln
at_once=${TEST_PROJECTS:-2}
aim_seconds=900                     # for all of it, on two cores; more is told, as a slow machine is no fault of a test
most_seconds=${TEST_SECONDS:-2700} # for all of it: what takes longer hangs, and is ended
passed=0 failed=0 skipped=0
results=$(mktemp -d)
policy=
trap leave EXIT
trap 'stop 130' INT
trap 'stop 143' TERM

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# Most of what the tests start lives for seconds: what the runtime invests in long lives took up to a quarter of the processor time.
export DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0
export DOTNET_TC_CallCountThreshold=400 # hexadecimal; calls until a method is compiled again, for 30
export MSBUILDDISABLENODEREUSE=1        # nothing of ours runs on when this script has ended

leave() {
  timeout 20 dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1
  rm -rf "$results"
  [ -z "$policy" ] || rm -f "$policy"
}

finish() {
  [ "$SECONDS" -le "$aim_seconds" ] || echo "All of it took $SECONDS s; it should take less than $aim_seconds on two cores."
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}

fail() {
  echo "FAILED: $*"
  failed=$((failed + 1))
}

# Runs a command until the time for all of it is up; then ends it and its children.
in_time() {
  local left=$((most_seconds - SECONDS))
  [ "$left" -gt 0 ] || return 124
  env --default-signal=INT timeout --kill-after=15 "$left" "$@" </dev/null & # in the background SIGINT is ignored otherwise
  wait $! # unlike a command in the foreground, a signal ends it
}

# Ends what is running, and its children, with this script.
stop() {
  trap '' TERM
  for child in $(jobs -p); do
    pkill -TERM -P "$child" # the time limit of a project, which passes it on
    kill "$child"
  done
  wait
  exit "$1"
}

# The tests start servers of their own, on free ports; Debian's packages must start none.
forbid_services() {
  [ -e /usr/sbin/policy-rc.d ] && return
  policy=/usr/sbin/policy-rc.d
  printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy"
}

install_missing() {
  local missing=()
  [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || missing+=(rabbitmq-server)
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
  [ -x /usr/bin/chromium-headless-shell ] || missing+=(chromium-headless-shell)
  command -v redis-server >/dev/null || missing+=(redis-server)
  [ ${#missing[@]} -gt 0 ] || return

  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "Not installed: ${missing[*]}. Tests that need them are skipped; install them, or run this as root on Debian."
    return
  fi

  echo "Installing ${missing[*]}"
  forbid_services
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120)
  local install=("${apt[@]}" install -y --no-install-recommends "${missing[@]}")
  if ! "${install[@]}" >"$results/apt.log" 2>&1; then
    "${apt[@]}" update >>"$results/apt.log" 2>&1
    if ! "${install[@]}" >>"$results/apt.log" 2>&1; then
      tail -n 5 "$results/apt.log"
      echo "Could not install ${missing[*]}. Tests that need them are skipped."
    fi
  fi
}

# A project's result file has <Counters total= executed= passed= failed= … />; skipped tests are not executed.
counter() {
  sed -n "s/.*<Counters .*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1
}

# Why tests were skipped, and how many for each reason.
skip_reasons() {
  [ -f "$1" ] || return
  sed -n '/outcome="NotExecuted"/,/<\/UnitTestResult>/s/.*<Message>\([^<]*\).*/\1/p' "$1" | sort | uniq -c
}

# Runs the tests of a project, and leaves behind how that ended and how long it took.
run_project() {
  local name=$1 assembly status began=$SECONDS
  assembly=$(dotnet msbuild "${projects[$name]}" -getProperty:TargetPath -p:Configuration=Release)
  in_time dotnet test "$assembly" \
    --logger "trx;LogFileName=$name.trx" --results-directory "$results" >"$results/$name.log" 2>&1
  status=$?
  echo "$status $((SECONDS - began))" >"$results/$name.ended"
}

# Counts what came of a project's tests, and says so.
count_project() {
  local name=$1 status took
  read -r status took <"$results/$name.ended" || status=137 took=$SECONDS
  local trx=$results/$name.trx total=0 executed=0 good=0 bad=0
  if [ -f "$trx" ]; then
    total=$(counter "$trx" total) executed=$(counter "$trx" executed) good=$(counter "$trx" passed)
    for kind in failed error timeout aborted; do
      bad=$((bad + $(counter "$trx" $kind)))
    done
  fi

  [ $status -eq 0 ] || cat "$results/$name.log"
  local left_out=$((total - executed))
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left_out))
  echo "$name: $good passed, $bad failed, $left_out skipped ($took s)"
  skip_reasons "$trx"
  if [ $status -eq 124 ] || [ $status -eq 137 ]; then
    fail "$name was ended: all of it may take $most_seconds s"
  elif [ $status -ne 0 ] && [ "$bad" -eq 0 ]; then
    fail "$name ended with $status although no test of it failed: the test host crashed, or its tests were not found"
  elif [ "$total" -eq 0 ]; then
    fail "$name has no test that ran"
  fi
}

if ! command -v dotnet >/dev/null; then
  fail "dotnet is not installed; global.json says which SDK"
  finish
fi

install_missing

echo "Building $solution"
# One compiler for all projects, as it would have to warm up for each: two thirds of the time. It ends with this script.
if ! in_time dotnet build "$solution" -c Release -v quiet -clp:NoSummary -p:UseSharedCompilation=true; then
  fail "the build"
  finish
fi

echo "Compiling ahead what the tests start"
in_time tests/Precompiled/precompile.sh ||
  echo "That failed: the tests only take longer without it."

declare -A projects=() running=()
while read -r project; do
  grep -q 'Microsoft.NET.Test.Sdk' "$project" && projects[$(basename "$project" .csproj)]=$project
done < <(dotnet sln "$solution" list | tr -d '\r' | tr '\\' '/' | grep '\.csproj$')

# Waits for one of those that run, whichever ends first.
next() {
  local ended
  wait -n -p ended "${!running[@]}"
  count_project "${running[$ended]}"
  unset "running[$ended]"
}

# The longest first, so that none of them runs on alone at the end.
longest='^CustomerSegmentation.(Silo|Host|Dashboard)Tests$'
for name in $(printf '%s\n' "${!projects[@]}" | grep -E "$longest" | sort -r) \
  $(printf '%s\n' "${!projects[@]}" | grep -vE "$longest"); do
  [ "${#running[@]}" -lt "$at_once" ] || next
  run_project "$name" &
  running[$!]=$name
done
while [ "${#running[@]}" -gt 0 ]; do
  next
done

finish
