#!/usr/bin/env bash
# One statement, two databases: SQLite 3.53.4 (SQLitePCLRaw 3.0.5, prepared statements) and PostgreSQL 15 (Npgsql 10.0.3).
#
# Guess: "$1" is the first parameter and "$2" the second in both, wherever they stand in the text, as SQLite takes ?1 and ?2.
# Seen: to SQLite "$1" is a NAME that happens to be a digit. Names are numbered as they first appear, so that here the parameter
#   with index 1 is "$2". Binding by index is accepted, nothing fails, and the statement asks for another row:
#     PostgreSQL, SET note = $2 WHERE id = $1: 1 rows, note = new
#     SQLite, SET note = ?2 WHERE id = ?1: 1 rows, note = new; the parameter with index 1 is called ?1
#     SQLite, SET note = $2 WHERE id = $1: 0 rows, note = old; the parameter with index 1 is called $2
set -euo pipefail
pg=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1); [ -n "$pg" ] || { echo "needs postgresql"; exit 2; }
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
work=$(mktemp -d)
trap 'as_postgres "$pg/pg_ctl" -D "$work/db/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$work"' EXIT

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
    <PackageReference Include="Npgsql" Version="[10.0.3]" />
  </ItemGroup>
</Project>
E
cat > "$work/Program.cs" <<'E'
using Npgsql;
using Microsoft.Data.Sqlite;
using SQLitePCL;

const string create = "CREATE TABLE orders(id INTEGER, note TEXT); INSERT INTO orders VALUES(1, $$old$$)";
const string update = "UPDATE orders SET note = $2 WHERE id = $1";

await using var postgres = new NpgsqlConnection($"Host={args[0]};Username=postgres;Pooling=false");
await postgres.OpenAsync();
await using (var command = new NpgsqlCommand(create, postgres))
{
    await command.ExecuteNonQueryAsync();
}

await using var updating = new NpgsqlCommand(update, postgres) { Parameters = { new() { Value = 1 }, new() { Value = "new" } } };
var rows = await updating.ExecuteNonQueryAsync();
await using var reading = new NpgsqlCommand("SELECT note FROM orders", postgres);
Console.WriteLine($"PostgreSQL, SET note = $2 WHERE id = $1: {rows} rows, note = {await reading.ExecuteScalarAsync()}");
var (questionRows, _) = OnSqlite(update.Replace('$', '?'));
var (dollarRows, first) = OnSqlite(update);

var asSeen = rows == 1 && questionRows == 1 && dollarRows == 0 && first == "$2";
Console.WriteLine(asSeen ? "as described" : "CHANGED");
return asSeen ? 0 : 1;

static (int Rows, string First) OnSqlite(string sql)
{
    using var connection = new SqliteConnection("Data Source=:memory:");
    connection.Open();
    using var command = connection.CreateCommand();
    command.CommandText = create.Replace("$$", "'");
    command.ExecuteNonQuery();

    SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement), connection.Handle);
    string first;
    int rows;
    using (statement)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_bind_int64(statement, 1, 1), connection.Handle);
        SqliteException.ThrowExceptionForRC(raw.sqlite3_bind_text(statement, 2, "new"), connection.Handle);
        var step = raw.sqlite3_step(statement);
        rows = step == raw.SQLITE_DONE ? raw.sqlite3_changes(connection.Handle) : throw new InvalidOperationException($"{step}");
        first = raw.sqlite3_bind_parameter_name(statement, 1).utf8_to_string();
    }

    command.CommandText = "SELECT note FROM orders";
    Console.WriteLine($"SQLite, {sql[14..]}: {rows} rows, note = {command.ExecuteScalar()}; the parameter with index 1 is called {first}");
    return (rows, first);
}
E
as_postgres() { if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid postgres --regid postgres --clear-groups "$@"); else "$@"; fi; } # PostgreSQL refuses root
chmod 711 "$work"; mkdir "$work/db"; [ "$(id -u)" != 0 ] || chown postgres "$work/db"
as_postgres "$pg/initdb" -D "$work/db/data" -U postgres -A trust >/dev/null
as_postgres "$pg/pg_ctl" -D "$work/db/data" -w -l "$work/db/log" -o "-c listen_addresses='' -c unix_socket_directories=$work/db" start >/dev/null
timeout 300 dotnet build "$work" -c Release -o "$work/out" -v quiet -clp:"ErrorsOnly;NoSummary" -tl:off -p:UseSharedCompilation=false
timeout 60 dotnet "$work/out/finding.dll" "$work/db"
