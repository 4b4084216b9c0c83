#!/usr/bin/env bash
# Compiles what the tests start to machine code (ReadyToRun), once for all of them: their hosts live for seconds, and would each compile the
# same code again. Run after the solution is built in Release. What it makes replaces the assemblies in the output of hosts and tests; the
# next build puts the others back. What was compiled before is kept by the content of its source.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

project=tests/Precompiled/Precompiled.proj
made=tests/Precompiled/obj/made
built=bin/Release/net10.0
programs=(src/CustomerSegmentation.{Silo,Embedded,Cli} tests/CustomerSegmentation.{Host,Silo,Dashboard}Tests)

# What runs at every start or for every event; the rest is not worth its compilation.
assemblies=(
  CustomerSegmentation{,.Client,.Edge,.Embedded,.Ledger,.Silo} segmentation System.CommandLine
  Orleans.{Core,Core.Abstractions,Reminders,Runtime,Serialization,Serialization.Abstractions}
  Orleans.{Clustering,Persistence,Reminders}.Redis
  MassTransit{,.Abstractions,.RabbitMqTransport} RabbitMQ.Client
  Dapper Microsoft.Data.Sqlite Npgsql StackExchange.Redis SQLitePCLRaw.core SQLitePCLRaw.provider.e_sqlite3
  OpenTelemetry{,.Api} Polly{,.Core} System.IO.Hashing
)

mkdir -p "$made"
dotnet restore "$project" -v quiet
found() { dotnet msbuild "$project" -t:Find -p:Configuration=Release -getProperty:"$1"; }
compiler=$(found CompilerPath) shared=$(found SharedFrameworks) version=$(found FrameworkVersion)

for name in "${assemblies[@]}"; do
  source=
  for program in "${programs[@]}"; do
    [ -z "$source" ] && [ -f "$program/$built/$name.dll" ] && source=$program/$built/$name.dll
  done
  key=$(sha256sum "$source" | cut -c 1-32)
  [ ! -e "$made/of-$key" ] || continue # it is in its place already
  compiled=$made/$version-$key.dll
  if [ ! -f "$compiled" ]; then
    "$compiler" "$source" -o "$made/part" -O \
      -r "$shared/Microsoft.NETCore.App/$version/*.dll" -r "$shared/Microsoft.AspNetCore.App/$version/*.dll" \
      -r "src/CustomerSegmentation.Silo/$built/*.dll" -r "src/CustomerSegmentation.Cli/$built/*.dll" \
      -r "src/CustomerSegmentation.Embedded/$built/*.dll" -r "tests/CustomerSegmentation.SiloTests/$built/*.dll" >"$made/log" || {
      cat "$made/log"
      exit 1
    }
    touch "$made/of-$(sha256sum "$made/part" | cut -c 1-32)"
    mv "$made/part" "$compiled"
  fi
  for program in "${programs[@]}"; do
    [ ! -f "$program/$built/$name.dll" ] || cp "$compiled" "$program/$built/$name.dll"
  done
done
