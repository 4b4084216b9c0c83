#!/usr/bin/env bash
# Microsoft.Orleans.Clustering.Redis 10.4.2 against Redis 7: FLUSHALL while a silo runs, and a second silo of the same cluster.
#
# Guess: the silo finds its row gone and either writes it again, or ends itself as one that has been declared dead; a silo that
#   starts then joins it or waits for it. In no case are there two clusters of the same name in one Redis.
# Seen: in the 15 s and more of this run the silo stays active, goes on answering, only warns, and does not write its row
#   again. A second silo with the same cluster id and service id makes a new table, and both run beside each other, each with
#   an activation of its own of the same grain:
#     5 s after FLUSHALL: keys in Redis: 0, the first answers: True
#     the second started; keys in Redis: 1
#     10 s later the first sees 1 active silo, the second sees 1 active silo
#     grain 7 counts to 4 on the first and to 1 on the second
#   The intervals of the membership are shortened to 2 s here, so that waiting would have shown a recovery.
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
    <PackageReference Include="Microsoft.Orleans.Server" Version="[10.4.2]" />
    <PackageReference Include="Microsoft.Orleans.Clustering.Redis" Version="[10.4.2]" />
    <PackageReference Include="Microsoft.Extensions.Hosting" Version="[10.0.15]" />
    <PackageReference Include="StackExchange.Redis" Version="[3.4.35]" />
    <PackageReference Include="System.IO.Hashing" Version="[10.0.15]" />
  </ItemGroup>
</Project>
E
cat > "$work/Program.cs" <<'E'
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using StackExchange.Redis;

await using var redis = await ConnectionMultiplexer.ConnectAsync($"!{args[0]},allowAdmin=true");
var server = redis.GetServers()[0];
using var first = await StartSiloAsync();
for (var i = 0; i < 2; i++)
{
    await CountAsync(first);
}

await server.FlushAllDatabasesAsync();
await Task.Delay(TimeSpan.FromSeconds(5));
var left = await server.DatabaseSizeAsync();
var third = await CountAsync(first);
Console.WriteLine($"5 s after FLUSHALL: keys in Redis: {left}, the first answers: {third == 3}");

using var second = await StartSiloAsync();
Console.WriteLine($"the second started; keys in Redis: {await server.DatabaseSizeAsync()}");
await Task.Delay(TimeSpan.FromSeconds(10));
var (a, b) = (await ActiveAsync(first), await ActiveAsync(second));
Console.WriteLine($"10 s later the first sees {a} active silo, the second sees {b} active silo");
var (ours, theirs) = (await CountAsync(first), await CountAsync(second));
Console.WriteLine($"grain 7 counts to {ours} on the first and to {theirs} on the second");
var asSeen = left == 0 && third == 3 && a == 1 && b == 1 && ours == 4 && theirs == 1;
Console.WriteLine(asSeen ? "as described" : "CHANGED");
Environment.Exit(asSeen ? 0 : 1); // without stopping: the first has no table to say goodbye to

async Task<IHost> StartSiloAsync()
{
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.ClearProviders();
    builder.UseOrleans(orleans => orleans
        .UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse($"!{args[0]}"))
        .ConfigureEndpoints(IPAddress.Loopback, FreePort(), FreePort())
        .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("shop", "shop"))
        .Configure<ClusterMembershipOptions>(options =>
            options.TableRefreshTimeout = options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2)));
    var host = builder.Build();
    await host.StartAsync();
    return host;
}

static Task<int> CountAsync(IHost silo) => silo.Services.GetRequiredService<IGrainFactory>().GetGrain<ICounter>(7).NextAsync();

static async Task<int> ActiveAsync(IHost silo) =>
    (await silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count;

static int FreePort()
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}

public interface ICounter : IGrainWithIntegerKey
{
    Task<int> NextAsync();
}

public sealed class Counter : Grain, ICounter
{
    private int _count;

    public Task<int> NextAsync() => Task.FromResult(++_count);
}
E
redis-server --port 0 --unixsocket "$work/redis" --dir "$work" --save "" --daemonize yes --pidfile "$work/pid" >/dev/null
timeout 300 dotnet build "$work" -c Release -o "$work/out" -v quiet -clp:"ErrorsOnly;NoSummary" -tl:off -p:UseSharedCompilation=false
timeout 100 dotnet "$work/out/finding.dll" "$work/redis"
