#!/usr/bin/env bash
# MassTransit 8.5.12: what a message in an error queue says about why it is there.
#
# Guess: MT-Fault-ExceptionType, MT-Fault-Message and MT-Fault-StackTrace name the exception that the consumer threw, as
#   Fault<T> does; an inner exception is an addition.
# Seen: the headers are those of the innermost exception, and what was thrown is in none of them, nor in the stack trace. The
#   Fault<T> of the same failure names what was thrown:
#     Fault<Order>: Shop.OrderRefusedException: order 7 is refused
#     MT-Fault-ExceptionType: System.TimeoutException
#     MT-Fault-Message: the database did not answer
#     headers that hold "OrderRefused" or "order 7": 0
#   Somebody who sorts an error queue by exception type sorts by root causes, and finds no trace of the exception that was thrown
#   to say which order it was. (Transport: in memory.)
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
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop;

var moved = new TaskCompletionSource<Dictionary<string, string>>(TaskCreationOptions.RunContinuationsAsynchronously);
var published = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.Services.AddMassTransit(bus => bus.UsingInMemory((_, memory) =>
{
    memory.ReceiveEndpoint("orders", orders => orders.Handler<Order>(_ =>
        throw new OrderRefusedException("order 7 is refused", new TimeoutException("the database did not answer"))));
    memory.ReceiveEndpoint("faults", faults => faults.Handler<Fault<Order>>(fault =>
    {
        published.SetResult($"{fault.Message.Exceptions[0].ExceptionType}: {fault.Message.Exceptions[0].Message}");
        return Task.CompletedTask;
    }));
    memory.ReceiveEndpoint("orders_error", errors =>
    {
        errors.ConfigureConsumeTopology = false;
        errors.Handler<Order>(message =>
        {
            moved.SetResult(message.ReceiveContext.TransportHeaders.GetAll().ToDictionary(x => x.Key, x => $"{x.Value}"));
            return Task.CompletedTask;
        });
    });
}));
using var host = builder.Build();
await host.StartAsync();
await host.Services.GetRequiredService<IBus>().Publish(new Order(7));
var fault = await published.Task.WaitAsync(TimeSpan.FromSeconds(20));
var headers = await moved.Task.WaitAsync(TimeSpan.FromSeconds(20));
await host.StopAsync();

var naming = headers.Values.Count(x => x.Contains("OrderRefused") || x.Contains("order 7"));
Console.WriteLine($"Fault<Order>: {fault}");
Console.WriteLine($"MT-Fault-ExceptionType: {headers["MT-Fault-ExceptionType"]}");
Console.WriteLine($"MT-Fault-Message: {headers["MT-Fault-Message"]}");
Console.WriteLine($"headers that hold \"OrderRefused\" or \"order 7\": {naming}");
var asSeen = fault == "Shop.OrderRefusedException: order 7 is refused" && naming == 0
    && headers["MT-Fault-ExceptionType"] == "System.TimeoutException";
Console.WriteLine(asSeen ? "as described" : "CHANGED");
return asSeen ? 0 : 1;

namespace Shop
{
    public sealed record Order(int Id);

    public sealed class OrderRefusedException(string message, Exception inner) : Exception(message, inner);
}
E
timeout 300 dotnet build "$work" -c Release -o "$work/out" -v quiet -clp:"ErrorsOnly;NoSummary" -tl:off -p:UseSharedCompilation=false
timeout 60 dotnet "$work/out/finding.dll"
