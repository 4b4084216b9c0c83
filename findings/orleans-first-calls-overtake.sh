#!/usr/bin/env bash
# Microsoft.Orleans.Server 10.4.2: two calls to a grain that is not active yet, made one after the other by one thread of the
# grain's own silo, neither awaited before the other is made.
#
# Guess: both are queued for the activation that the first one asks for, and arrive in the order in which they were made.
# Seen: PLACEHOLDER
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
  </ItemGroup>
</Project>
E
cat > "$work/Program.cs" <<'E'
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;

using var host = Host.CreateDefaultBuilder()
    .ConfigureLogging(log => log.SetMinimumLevel(LogLevel.Error))
    .UseOrleans(silo => silo.UseLocalhostClustering(int.Parse(args[0]), int.Parse(args[1])))
    .Build();
await host.StartAsync();
var grains = host.Services.GetRequiredService<IGrainFactory>();
const int Grains = 5_000;

var first = await RoundAsync(1);
var again = await RoundAsync(3);
Console.WriteLine($"not active: {(first > 0 ? "some overtaken" : "none overtaken")}");
Console.WriteLine($"active: {(again > 0 ? "some overtaken" : "none overtaken")}");
Console.Error.WriteLine($"{first} and {again} of {Grains}");
await host.StopAsync();

// Two calls to each of many grains, all on their way at the same time.
async Task<int> RoundAsync(int number)
{
    var calls = new List<Task>();
    var all = Enumerable.Range(0, Grains).Select(i => grains.GetGrain<INotebook>(i)).ToList();
    foreach (var grain in all)
    {
        calls.Add(grain.WriteAsync(number));
    }

    foreach (var grain in all)
    {
        calls.Add(grain.WriteAsync(number + 1));
    }

    await Task.WhenAll(calls);
    var overtaken = 0;
    foreach (var grain in all)
    {
        var pages = await grain.ReadAsync();
        overtaken += pages[number - 1] == number ? 0 : 1;
    }

    return overtaken;
}

public interface INotebook : IGrainWithIntegerKey
{
    Task WriteAsync(int number);

    Task<int[]> ReadAsync();
}

public sealed class Notebook : Grain, INotebook
{
    private readonly List<int> _pages = [];

    public Task WriteAsync(int number)
    {
        _pages.Add(number);
        return Task.CompletedTask;
    }

    public Task<int[]> ReadAsync() => Task.FromResult(_pages.ToArray());
}
E
free_port() { python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])'; }
cd "$work"
dotnet build -c Release -v quiet -clp:NoSummary >/dev/null
seen=$(timeout 100 dotnet bin/Release/net10.0/finding.dll "$(free_port)" "$(free_port)")
echo "$seen"
[ "$seen" = "EXPECTED" ]
