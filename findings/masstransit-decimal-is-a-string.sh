#!/usr/bin/env bash
# MassTransit 8.5.12: how a decimal is written in the JSON of a message, raw JSON included.
#
# Guess: as System.Text.Json, which MassTransit uses, writes it: a JSON number, {"amount": 12.50}. Raw JSON above all, which is
#   meant for readers that know nothing of MassTransit.
# Seen: a decimal is a JSON string wherever it stands in the message, in both formats; a double beside it is a number:
#     System.Text.Json: {"Amount":12.50,"Weight":1.5}
#     enveloped: amount is a String "12.50", weight is a Number 1.5
#     raw JSON: amount is a String "12.50", weight is a Number 1.5
#   A reader in another language that expects a number refuses such a message, or compares amounts as texts. (In memory transport;
#   the body is what a broker would be given.)
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
    <PackageReference Include="MassTransit" Version="[8.5.12]" />
    <PackageReference Include="Microsoft.Extensions.Hosting" Version="[10.0.15]" />
  </ItemGroup>
</Project>
E
cat > "$work/Program.cs" <<'E'
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop;

var order = new Order(12.50m, 1.5);
Console.WriteLine($"System.Text.Json: {JsonSerializer.Serialize(order)}");
var enveloped = await SendAsync(raw: false);
var raw = await SendAsync(raw: true);
var asSeen = Describe("enveloped", enveloped.GetProperty("message")) & Describe("raw JSON", raw);
Console.WriteLine(asSeen ? "as described" : "CHANGED");
return asSeen ? 0 : 1;

async Task<JsonElement> SendAsync(bool raw)
{
    var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.ClearProviders();
    builder.Services.AddMassTransit(bus => bus.UsingInMemory((_, memory) =>
    {
        if (raw)
        {
            memory.UseRawJsonSerializer();
        }

        memory.ReceiveEndpoint("orders", orders => orders.Handler<Order>(message =>
        {
            received.SetResult(message.ReceiveContext.Body.GetString());
            return Task.CompletedTask;
        }));
    }));
    using var host = builder.Build();
    await host.StartAsync();
    await host.Services.GetRequiredService<IBus>().Publish(order);
    var body = await received.Task.WaitAsync(TimeSpan.FromSeconds(20));
    await host.StopAsync();
    return JsonDocument.Parse(body).RootElement;
}

static bool Describe(string format, JsonElement message)
{
    var (amount, weight) = (message.GetProperty("amount"), message.GetProperty("weight"));
    Console.WriteLine(
        $"{format}: amount is a {amount.ValueKind} {amount.GetRawText()}, weight is a {weight.ValueKind} {weight.GetRawText()}");
    return amount.ValueKind == JsonValueKind.String && weight.ValueKind == JsonValueKind.Number;
}

namespace Shop
{
    public sealed record Order(decimal Amount, double Weight);
}
E
timeout 300 dotnet build "$work" -c Release -o "$work/out" -v quiet -clp:"ErrorsOnly;NoSummary" -tl:off -p:UseSharedCompilation=false
timeout 60 dotnet "$work/out/finding.dll"
