#!/usr/bin/env bash
# Microsoft.Orleans.Server 10.4.2: an exception of a class of ours, thrown by a grain, seen by its caller.
#
# Guess: it arrives as what was thrown, or, where its class cannot be written, as some substitute that keeps the message; in
#   any case the same way wherever the grain happens to live.
# Seen: on the silo of the caller it arrives as what was thrown. From another silo a CodecNotFoundException arrives instead, and
#   the message of the original is lost, although both silos have the class. An InvalidOperationException that has such an
#   exception inside it is lost as well:
#     beside the caller, thrown alone: Shop.OutOfStockException: no more shoes
#     beside the caller, inside another: System.InvalidOperationException: order 7
#     on another silo, thrown alone: Orleans.Serialization.CodecNotFoundException: Could not find a codec for type Shop.OutOfStockException.
#     on another silo, inside another: Orleans.Serialization.CodecNotFoundException: Could not find a codec for type Shop.OutOfStockException.
#   So a catch clause that passes every test with one silo is skipped in a cluster, for the grains that live elsewhere.
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
using Shop;

var ports = FreePorts(4);
var caller = await StartSiloAsync(ports[0], ports[1]);
var other = await StartSiloAsync(ports[2], ports[3]);
var here = caller.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToString();
var grains = caller.Services.GetRequiredService<IGrainFactory>();
var seen = new Dictionary<string, string>();
for (var id = 0; id < 1_000 && seen.Count < 4; id++) // grains are spread over the silos as Orleans likes
{
    var shelf = grains.GetGrain<IShelf>(id);
    var place = await shelf.SiloAsync() == here ? "beside the caller" : "on another silo";
    foreach (var (what, wrapped) in new[] { ("thrown alone", false), ("inside another", true) })
    {
        try
        {
            await shelf.TakeAsync(wrapped);
        }
        catch (Exception e)
        {
            seen[$"{place}, {what}"] = $"{e.GetType().FullName}: {e.Message}";
        }
    }
}

foreach (var (what, exception) in seen.OrderBy(x => x.Key))
{
    Console.WriteLine($"{what}: {exception}");
}

await Task.WhenAll(caller.StopAsync(), other.StopAsync());
var asSeen = seen.Count == 4
    && seen["beside the caller, thrown alone"].StartsWith("Shop.OutOfStockException:")
    && seen["beside the caller, inside another"].StartsWith("System.InvalidOperationException:")
    && seen["on another silo, thrown alone"].StartsWith("Orleans.Serialization.CodecNotFoundException:")
    && seen["on another silo, inside another"].StartsWith("Orleans.Serialization.CodecNotFoundException:");
Console.WriteLine(asSeen ? "as described" : "CHANGED");
return asSeen ? 0 : 1;

async Task<IHost> StartSiloAsync(int silo, int gateway)
{
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.ClearProviders();
    builder.UseOrleans(orleans => orleans.UseLocalhostClustering(silo, gateway, new(IPAddress.Loopback, ports[0])));
    var host = builder.Build();
    await host.StartAsync();
    return host;
}

static int[] FreePorts(int count)
{
    var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
    listeners.ForEach(x => x.Start());
    var ports = listeners.Select(x => ((IPEndPoint)x.LocalEndpoint).Port).ToArray();
    listeners.ForEach(x => x.Stop());
    return ports;
}

namespace Shop
{
    public interface IShelf : IGrainWithIntegerKey
    {
        Task<string> SiloAsync();

        Task TakeAsync(bool wrapped);
    }

    public sealed class Shelf(ILocalSiloDetails silo) : Grain, IShelf
    {
        public Task<string> SiloAsync() => Task.FromResult(silo.SiloAddress.ToString());

        public Task TakeAsync(bool wrapped) =>
            wrapped ? throw new InvalidOperationException("order 7", new OutOfStockException()) : throw new OutOfStockException();
    }

    public sealed class OutOfStockException() : Exception("no more shoes");
}
E
timeout 300 dotnet build "$work" -c Release -o "$work/out" -v quiet -clp:"ErrorsOnly;NoSummary" -tl:off -p:UseSharedCompilation=false
timeout 60 dotnet "$work/out/finding.dll"
