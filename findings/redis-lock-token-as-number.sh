#!/usr/bin/env bash
# StackExchange.Redis 3.4.35 against Redis 7: whose lock is released, which version of a value a condition accepts.
#
# Guess: LockReleaseAsync(key, token) and Condition.StringEqual(key, value) compare bytes, as Redis does. A lock that was taken
#   with one token is not released by another token, and a write that expects "0010" is refused where "10" is stored.
# Seen: both compare two RedisValues in the client. RedisValue compares texts that read as numbers by their value, first as
#   integers, then as doubles. So two tokens of 23 digits that differ in the last one are the same token, and "1e3" is "1000":
#     lock 12345678901234567890123, released with 12345678901234567890124: True, the key is gone
#     lock 1e3, released with 1000: True, the key is gone
#     lock 0010, released with 10: True, the key is gone
#     lock a1e3, released with a1000: False, the key is there
#     stored 12345678901234567890123, written if 12345678901234567890124: True
#     stored 0010, written if 10: True
#     stored a1e3, written if a1000: False
# A letter in front, a GUID with hyphens or a random token that cannot read as a number keep tokens apart.
set -euo pipefail
command -v redis-server >/dev/null || { echo "needs redis-server"; exit 2; }
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
work=$(mktemp -d)
trap '[ ! -s "$work/pid" ] || kill "$(cat "$work/pid")" 2>/dev/null || true; rm -rf "$work"' EXIT

cat > "$work/finding.csproj" <<'E'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="StackExchange.Redis" Version="[3.4.35]" />
    <PackageReference Include="System.IO.Hashing" Version="[10.0.15]" />
  </ItemGroup>
</Project>
E
cat > "$work/Program.cs" <<'E'
using StackExchange.Redis;

await using var redis = await ConnectionMultiplexer.ConnectAsync($"!{args[0]}");
var database = redis.GetDatabase();
var asSeen = true;
foreach (var (held, other, expected) in new[]
{
    ("12345678901234567890123", "12345678901234567890124", true), ("1e3", "1000", true), ("0010", "10", true), ("a1e3", "a1000", false),
})
{
    await database.KeyDeleteAsync("lock");
    await database.LockTakeAsync("lock", held, TimeSpan.FromMinutes(1));
    var released = await database.LockReleaseAsync("lock", other);
    var there = await database.KeyExistsAsync("lock");
    Console.WriteLine($"lock {held}, released with {other}: {released}, the key is {(there ? "there" : "gone")}");

    await database.StringSetAsync("value", held);
    var transaction = database.CreateTransaction();
    transaction.AddCondition(Condition.StringEqual("value", other));
    _ = transaction.StringSetAsync("value", "overwritten");
    var written = await transaction.ExecuteAsync();
    Console.WriteLine($"stored {held}, written if {other}: {written}");

    asSeen &= released == expected && there != expected && written == expected;
}

Console.WriteLine(asSeen ? "as described" : "CHANGED");
return asSeen ? 0 : 1;
E
redis-server --port 0 --unixsocket "$work/redis" --dir "$work" --save "" --daemonize yes --pidfile "$work/pid" >/dev/null
timeout 300 dotnet build "$work" -c Release -o "$work/out" -v quiet -clp:"ErrorsOnly;NoSummary" -tl:off -p:UseSharedCompilation=false
timeout 60 dotnet "$work/out/finding.dll" "$work/redis"
