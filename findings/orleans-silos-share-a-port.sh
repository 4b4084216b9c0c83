#!/usr/bin/env bash
# Microsoft.Orleans.Server 10.4.2: two applications on one machine, both with the ports of their silo left as they are.
#
# Guess: the second silo cannot listen on a port that the first one listens on, and ends with "address already in use".
# Seen: it starts without an error, on the same silo port and the same gateway port, because Orleans lets its
#   sockets share an address. From then on the operating system divides new connections between the two. A client of the
#   first application, which is healthy, is refused whenever it is handed to the second one, and is not told why:
#     shop started, stock started, both on the same two ports
#     errors that stock logged while it started: 0
#     of 40 clients of shop, 23 reached shop, 17 got: Unable to connect to any of the 1 available gateways.
#     of 10 clients of shop, 10 reached shop   (stock has been stopped)
#   The number differs from run to run.
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
    <PackageReference Include="Microsoft.Orleans.Server" Version="[10.4.2]" />
    <PackageReference Include="Microsoft.Extensions.Hosting" Version="[10.0.15]" />
  </ItemGroup>
</Project>
E
cat > "$work/Program.cs" <<'E'
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

var (silo, gateway) = (FreePort(), FreePort()); // the defaults are 11111 and 30000; free ones leave a developer alone
var shop = await StartSiloAsync("shop", new());
var log = new ErrorCounter();
var stock = await StartSiloAsync("stock", log);
Console.WriteLine("shop started, stock started, both on the same two ports");
Console.WriteLine($"errors that stock logged while it started: {log.Count}");
var silent = log.Count == 0;
var beside = await CallShopAsync(40);
await stock.StopAsync();
var alone = await CallShopAsync(10);
await shop.StopAsync();

var asSeen = silent && beside is > 0 and < 40 && alone == 10;
Console.WriteLine(asSeen ? "as described" : "CHANGED");
return asSeen ? 0 : 1;

async Task<IHost> StartSiloAsync(string application, ErrorCounter log)
{
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.ClearProviders().AddProvider(log);
    builder.UseOrleans(orleans => orleans.UseLocalhostClustering(silo, gateway, null, application, application));
    var host = builder.Build();
    await host.StartAsync();
    return host;
}

async Task<int> CallShopAsync(int clients)
{
    var (reached, refusal) = (0, "");
    for (var i = 0; i < clients; i++)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client => client.UseLocalhostClustering(gateway, "shop", "shop")
            .UseConnectionRetryFilter((_, _) => Task.FromResult(false))); // one try, so that a refusal is seen
        using var host = builder.Build();
        try
        {
            await host.StartAsync();
            var name = await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IGreeter>(0).NameAsync();
            reached += name == "shop" ? 1 : 0;
            await host.StopAsync();
        }
        catch (Exception e)
        {
            refusal = $", {i + 1 - reached} got: {e.Message}";
        }
    }

    Console.WriteLine($"of {clients} clients of shop, {reached} reached shop{refusal}");
    return reached;
}

static int FreePort()
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}

public interface IGreeter : IGrainWithIntegerKey
{
    Task<string> NameAsync();
}

public sealed class Greeter(ILocalSiloDetails silo) : Grain, IGreeter
{
    public Task<string> NameAsync() => Task.FromResult(silo.ClusterId);
}

public sealed class ErrorCounter : ILoggerProvider, ILogger
{
    private int _count;
    public int Count => _count;
    public ILogger CreateLogger(string category) => this;
    public IDisposable? BeginScope<T>(T state) where T : notnull => null;
    public bool IsEnabled(LogLevel level) => level >= LogLevel.Error;
    public void Log<T>(LogLevel level, EventId id, T state, Exception? e, Func<T, Exception?, string> text) =>
        Interlocked.Add(ref _count, IsEnabled(level) ? 1 : 0);
    public void Dispose() { }
}
E
timeout 300 dotnet build "$work" -c Release -o "$work/out" -v quiet -clp:"ErrorsOnly;NoSummary" -tl:off -p:UseSharedCompilation=false
timeout 60 dotnet "$work/out/finding.dll"
