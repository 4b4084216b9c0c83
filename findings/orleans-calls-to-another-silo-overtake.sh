#!/usr/bin/env bash
# Microsoft.Orleans.Server 10.4.2, two silos: the order in which calls of one caller to one grain arrive.
#
# Guess: first calls may overtake each other while the grain is being activated and looked for. Once it has answered, calls that one
#   thread sends it one behind the other over the one connection between two silos arrive as they were sent.
# Seen: four calls, sent at once after the grain had answered, arrive on the other silo exactly the other way round, most of the time
#   after one answer and often still after ten; on the silo of the caller always as they were sent:
#     [3 2 1 0] 2,317 times, [0 1 2 3] 160 times, [0 3 2 1] 1 times
#     after 1 answered: here 0 of 2,522 overtaken, elsewhere 2,318 of 2,478
#     [0 1 2 3] 1,264 times, [3 2 1 0] 1,243 times, [0 1 3 2] 8 times
#     after 10 answered: here 0 of 2,476 overtaken, elsewhere 1,260 of 2,524
#   Only who waits for an answer before the next call has an order. How often differs with the machine; that it happens does not.
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
    <PackageReference Include="Microsoft.Orleans.TestingHost" Version="[10.4.2]" />
  </ItemGroup>
</Project>
E
cat > "$work/Program.cs" <<'E'
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Runtime;
using Orleans.TestingHost;

var builder = new InProcessTestClusterBuilder(2);
builder.Options.ConfigureFileLogging = false;
builder.ConfigureSilo((_, silo) => silo.ConfigureLogging(log => log.ClearProviders()));
await using var cluster = builder.Build();
await cluster.DeployAsync();
var caller = cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>();

var one = await AfterAsync(1, "a");
var ten = await AfterAsync(10, "b");
var asSeen = one is { Here: 0, Elsewhere: > 0 } && ten is { Here: 0, Elsewhere: > 0 };
Console.WriteLine(asSeen ? "as described" : "CHANGED");
return asSeen ? 0 : 1;

async Task<(int Here, int Elsewhere)> AfterAsync(int answers, string prefix)
{
    const int Grains = 5_000;
    var grains = Enumerable.Range(0, Grains).Select(i => caller.GetGrain<IOrdered>($"{prefix}{i}")).ToArray();
    await Task.WhenAll(grains.Select(async grain =>
    {
        for (var answered = 0; answered < answers; answered++)
        {
            await grain.HearAsync(-1);
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(grain.HearAsync));
    }));
    var heard = await Task.WhenAll(grains.Select(grain => grain.HeardAsync()));
    var home = cluster.Silos[0].SiloAddress.ToString();
    var here = heard.Where(grain => grain.Silo == home).ToList();
    var elsewhere = heard.Where(grain => grain.Silo != home).ToList();
    var (overtakenHere, overtakenElsewhere) = (here.Count(Overtaken), elsewhere.Count(Overtaken));
    Console.WriteLine(string.Join(", ", elsewhere.GroupBy(grain => string.Join(' ', grain.Numbers.Where(number => number >= 0)))
        .OrderByDescending(order => order.Count()).Take(3).Select(order => $"[{order.Key}] {order.Count():N0} times")));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"after {answers} answered: here {overtakenHere:N0} of {here.Count:N0} overtaken, elsewhere {overtakenElsewhere:N0} of {elsewhere.Count:N0}"));
    return (overtakenHere, overtakenElsewhere);
}

static bool Overtaken((string Silo, int[] Numbers) grain) => !grain.Numbers.SequenceEqual(grain.Numbers.Order());

public interface IOrdered : IGrainWithStringKey
{
    Task HearAsync(int number);

    Task<(string Silo, int[] Numbers)> HeardAsync();
}

[RandomPlacement]
public sealed class OrderedGrain(ILocalSiloDetails silo) : Grain, IOrdered
{
    private readonly List<int> _numbers = [];

    public Task HearAsync(int number)
    {
        _numbers.Add(number);
        return Task.CompletedTask;
    }

    public Task<(string Silo, int[] Numbers)> HeardAsync() => Task.FromResult((silo.SiloAddress.ToString(), _numbers.ToArray()));
}
E
cd "$work"
dotnet build -c Release -v quiet -clp:NoSummary
timeout 120 dotnet bin/Release/net10.0/finding.dll
