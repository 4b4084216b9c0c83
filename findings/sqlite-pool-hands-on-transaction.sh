#!/usr/bin/env bash
# Microsoft.Data.Sqlite 10.0.15 with SQLite 3.53.4: what a pooled connection hands to its next user. Pooling is on by default.
#
# Guess: Dispose gives back a clean connection, as other ADO.NET pools do (Npgsql resets the session unless told not to): an open
#   transaction is rolled back; temporary tables, attached files and settings are gone.
# Seen: only a transaction of BeginTransaction is rolled back. What was done in SQL text stays on the native connection:
#     rows of a BeginTransaction that was not committed: 0
#     temporary table of the one before: 42
#     attached by the one before: other
#     PRAGMA foreign_keys=OFF of the one before: 0
#     BeginTransaction: SqliteException 1           (cannot start a transaction within a transaction)
#     INSERT without a transaction, rows: 1
#     a third connection sees rows: 0
#     a third connection writes: SqliteException 5  (database is locked)
#     rows after the pool was cleared: 0
#   So the INSERT of the second user, who opened no transaction, reports one row and is lost, because the first user left a BEGIN
#   open; and the file stays locked for everybody else while the idle connection lies in the pool.
set -euo pipefail
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/finding.csproj" <<'E'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.Data.Sqlite.Core" Version="[10.0.15]" />
    <PackageReference Include="SQLitePCLRaw.bundle_e_sqlite3" Version="[3.0.5]" />
  </ItemGroup>
</Project>
E
cat > "$work/Program.cs" <<'E'
using Microsoft.Data.Sqlite;

var shared = $"Data Source={args[0]}";
var apart = shared + ";Pooling=False;Default Timeout=1";
using (var first = Open(apart))
{
    Run(first, "CREATE TABLE orders(id INTEGER)");
}

var seen = new List<string>();
using (var first = Open(shared))
{
    first.BeginTransaction();
    Run(first, "INSERT INTO orders VALUES(0)");
}

using (var first = Open(shared))
{
    Say("rows of a BeginTransaction that was not committed", Run(first, "SELECT count(*) FROM orders"));
    Run(first, "CREATE TEMP TABLE notes AS SELECT 42 AS value");
    Run(first, $"ATTACH '{args[0]}.other' AS other");
    Run(first, "PRAGMA foreign_keys=OFF");
    Run(first, "BEGIN IMMEDIATE");
}

using (var second = Open(shared))
{
    Say("temporary table of the one before", Run(second, "SELECT value FROM notes"));
    Say("attached by the one before", Run(second, "SELECT name FROM pragma_database_list WHERE name = 'other'"));
    Say("PRAGMA foreign_keys=OFF of the one before", Run(second, "PRAGMA foreign_keys"));
    Say("BeginTransaction", Try(() => second.BeginTransaction()));
    Say("INSERT without a transaction, rows", Run(second, "INSERT INTO orders VALUES(1); SELECT changes()"));
}

using (var third = Open(apart))
{
    Say("a third connection sees rows", Run(third, "SELECT count(*) FROM orders"));
    Say("a third connection writes", Try(() => Run(third, "INSERT INTO orders VALUES(2)")));
}

SqliteConnection.ClearAllPools();
using (var third = Open(apart))
{
    Say("rows after the pool was cleared", Run(third, "SELECT count(*) FROM orders"));
}

var asSeen = seen.SequenceEqual(["0", "42", "other", "0", "SqliteException 1", "1", "0", "SqliteException 5", "0"]);
Console.WriteLine(asSeen ? "as described" : "CHANGED");
return asSeen ? 0 : 1;

void Say(string what, string result)
{
    seen.Add(result);
    Console.WriteLine($"{what}: {result}");
}

static SqliteConnection Open(string address)
{
    var connection = new SqliteConnection(address);
    connection.Open();
    return connection;
}

static string Run(SqliteConnection connection, string sql)
{
    using var command = connection.CreateCommand();
    command.CommandText = sql;
    return $"{command.ExecuteScalar()}";
}

static string Try(Func<object> action)
{
    try
    {
        return $"{action()}";
    }
    catch (SqliteException e)
    {
        return $"SqliteException {e.SqliteErrorCode}";
    }
}
E
timeout 300 dotnet build "$work" -c Release -o "$work/out" -v quiet -clp:"ErrorsOnly;NoSummary" -tl:off -p:UseSharedCompilation=false
timeout 60 dotnet "$work/out/finding.dll" "$work/data.db"
