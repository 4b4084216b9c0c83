#!/usr/bin/env bash
# StackExchange.Redis 3.4.35 against Redis 7: an argument of IDatabase.ExecuteAsync(string, params object[]) that it cannot write.
#
# Guess: an argument of a type that has no form in Redis is refused before anything is sent, with an ArgumentException or an
#   InvalidCastException, and nobody else on the shared connection notices.
# Seen: the call takes it, and the cast fails while the command is being written. The client treats that as a broken
#   connection, closes it and connects again; a command of somebody else that was waiting for its answer is lost with it. Not
#   only a decimal, a Guid or a DateTime does it, a byte does as well:
#     Int32: OK, connections lost: 0, the other caller: got its answer
#     Double: OK, connections lost: 0, the other caller: got its answer
#     Decimal: RedisConnectionException (InvalidCastException), connections lost: 1,
#       the other caller: RedisConnectionException (InvalidCastException)
#     Guid, DateTime, Byte: the same
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
    <Nullable>enable</Nullable>
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
var lost = 0;
redis.ConnectionFailed += (_, e) => lost += e.ConnectionType == ConnectionType.Interactive ? 1 : 0;
var database = redis.GetDatabase();
var asSeen = true;
foreach (var (argument, written) in new (object, bool)[]
{
    (1, true), (1.5, true), (1.5m, false), (Guid.Empty, false), (DateTime.UnixEpoch, false), ((byte)1, false),
})
{
    lost = 0;
    var other = database.ExecuteAsync("BLPOP", "empty", "1"); // a valid command of another caller, waiting for its answer
    await Task.Delay(200);
    var own = await Outcome(() => database.ExecuteAsync("SET", "key", argument));
    var others = await Outcome(() => other);
    for (var i = 0; i < 100 && !redis.IsConnected; i++)
    {
        await Task.Delay(100);
    }

    Console.WriteLine($"{argument.GetType().Name}: {own}, connections lost: {lost}, the other caller: {others}");
    asSeen &= own == (written ? "OK" : "RedisConnectionException (InvalidCastException)") && (lost > 0) != written
        && others.StartsWith("RedisConnectionException") != written;
}

Console.WriteLine(asSeen ? "as described" : "CHANGED");
return asSeen ? 0 : 1;

static async Task<string> Outcome(Func<Task<RedisResult>> call)
{
    try
    {
        var result = await call();
        return result.IsNull ? "got its answer" : $"{result}";
    }
    catch (Exception e)
    {
        return e.GetType().Name + (e.InnerException is { } inner ? $" ({inner.GetType().Name})" : "");
    }
}
E
redis-server --port 0 --unixsocket "$work/redis" --dir "$work" --save "" --daemonize yes --pidfile "$work/pid" >/dev/null
timeout 300 dotnet build "$work" -c Release -o "$work/out" -v quiet -clp:"ErrorsOnly;NoSummary" -tl:off -p:UseSharedCompilation=false
timeout 60 dotnet "$work/out/finding.dll" "$work/redis"
