#!/usr/bin/env bash
# Microsoft.Orleans.Server 10.4.2: what a healthy, idle silo logs while it starts.
#
# Guess: nothing of its watchdog, which speaks when a check of the silo is overdue; none was due yet.
# Seen: within a second or two of its start a warning that a thread has been stuck for as long as the machine is up:
#     Orleans.Runtime.Watchdog 100150 Warning: Participant check thread has not completed for 01:50:51.5297739, potentially
#       indicating lock contention or deadlock, CPU starvation, or another execution anomaly.
#     the machine has been up for 01:50:51.8070000
#     warnings of the watchdog: 1
#   The time of a check that never was seems to count from zero of Environment.TickCount64. An alert on this warning fires at
#   every restart.
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
using System.Text.RegularExpressions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var (silo, gateway) = (FreePort(), FreePort());
var log = new WatchdogLog();
var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders().AddProvider(log);
builder.UseOrleans(orleans => orleans.UseLocalhostClustering(silo, gateway));
using var host = builder.Build();
await host.StartAsync();
var up = TimeSpan.FromMilliseconds(Environment.TickCount64);
await Task.Delay(TimeSpan.FromSeconds(8));
await host.StopAsync();

Console.WriteLine(string.Join(Environment.NewLine, log.Lines));
Console.WriteLine($"the machine has been up for {up}");
Console.WriteLine($"warnings of the watchdog: {log.Lines.Count}");
var span = Regex.Match(log.Lines.FirstOrDefault() ?? "", @"completed for ([0-9.:]+),", RegexOptions.None, TimeSpan.FromSeconds(1));
var asSeen = span.Success && (TimeSpan.Parse(span.Groups[1].Value) - up).Duration() < TimeSpan.FromSeconds(10);
Console.WriteLine(asSeen ? "as described" : "CHANGED");
return asSeen ? 0 : 1;

static int FreePort()
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}

public sealed class WatchdogLog : ILoggerProvider
{
    public List<string> Lines { get; } = [];

    public ILogger CreateLogger(string category) => new Category(category, Lines);

    public void Dispose()
    {
    }

    private sealed class Category(string name, List<string> lines) : ILogger
    {
        public IDisposable? BeginScope<T>(T state) where T : notnull => null;

        public bool IsEnabled(LogLevel level) => level >= LogLevel.Warning && name == "Orleans.Runtime.Watchdog";

        public void Log<T>(LogLevel level, EventId id, T state, Exception? exception, Func<T, Exception?, string> format)
        {
            if (IsEnabled(level))
            {
                lock (lines)
                {
                    lines.Add($"{name} {id.Id} {level}: {format(state, exception)}");
                }
            }
        }
    }
}
E
timeout 300 dotnet build "$work" -c Release -o "$work/out" -v quiet -clp:"ErrorsOnly;NoSummary" -tl:off -p:UseSharedCompilation=false
timeout 60 dotnet "$work/out/finding.dll"
