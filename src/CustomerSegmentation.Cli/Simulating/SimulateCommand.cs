using System.CommandLine;
using System.Text.Json;
using CustomerSegmentation.Cli.Sending;

namespace CustomerSegmentation.Cli.Simulating;

/// <summary><c>segmentation simulate</c>.</summary>
internal static class SimulateCommand
{
    private const int DefaultCustomers = 10_000;
    private const int MaxCustomers = 100_000_000;
    private const double DefaultRate = 500;
    private const double MaxRate = 10_000_000;

    public static Command Build(Terminal terminal)
    {
        var customers = TypedOptions.Whole("--customers", $"Customers of the shop. Default: {DefaultCustomers:N0}.", 1, MaxCustomers);
        var rate = TypedOptions.Number(
            "--rate",
            "Live events a second after the history; 0 for none. The shop's time is compressed to reach it: the events "
                + $"bear the time of now. Default: {DefaultRate} to a server, 0 to a file.",
            0,
            MaxRate);
        var history = new Option<TimeSpan?>("--history")
        {
            Description = "How long ago the shop opened: 365d, 12h; 0 for no history. The history is sent first, as fast as it goes. "
                + "Default: 365d.",
            CustomParser = TimeText.ParseSpan,
            HelpName = "span",
        };
        var until = new Option<DateTimeOffset?>("--until")
        {
            Description = "When the history ends. Default: now. With a fixed time the same seed gives the same file.",
            CustomParser = TimeText.ParseMoment,
            HelpName = "time",
        };
        var seed = TypedOptions.Seed("--seed", "The same seed, options and times give the same events. Default: 1.");
        var duration = new Option<TimeSpan?>("--duration")
            { Description = "How long to go on live: 90s, 30m. Default: until Ctrl-C.", CustomParser = TimeText.ParseSpan, HelpName = "span" };
        var events = TypedOptions.Whole("--events", "Stop after this many events, history included.", 1, long.MaxValue);
        var currency = new Option<string?>("--currency") { Description = "ISO 4217 code. Default: the engine's.", HelpName = "code" };
        var json = new Option<bool>("--json") { Description = "Print the summary as JSON." };
        var destination = new SinkOptions(terminal);
        var command = new Command("simulate",
            "Streams a simulated shop: customers who buy at their own pace, drop out, spend around their own mean, return goods.")
        {
            customers, rate, history, until, seed, duration, events, currency, json,
        };
        destination.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var plan = new SimulationPlan(
                new() { Customers = parsed.GetValue(customers) ?? DefaultCustomers, Seed = parsed.GetValue(seed) ?? 1, Currency = parsed.GetValue(currency) },
                parsed.GetValue(history) ?? TimeSpan.FromDays(365),
                parsed.GetValue(until),
                parsed.GetValue(rate) ?? (destination.IsFile(parsed) ? 0 : DefaultRate),
                parsed.GetValue(duration),
                parsed.GetValue(events),
                parsed.GetValue(destination.Batch));
            await using var sink = await destination.OpenAsync(parsed, cancellation);
            var run = new SimulationRun(plan, sink, terminal);
            await run.RunAsync(cancellation);
            Report(run, sink, destination.Results(parsed), parsed.GetValue(json));
            return run.Interrupted ? ExitCodes.Interrupted : sink.Tally.Refused > 0 ? ExitCodes.Failed : ExitCodes.Ok;
        });
        return command;
    }

    private static void Report(SimulationRun run, EventSink sink, TextWriter output, bool json)
    {
        var perSecond = sink.Tally.Sent / Math.Max(run.Took.TotalSeconds, 0.001);
        if (!json)
        {
            output.WriteLine($"{run.Purchases:#,0} purchases and {run.Refunds:#,0} refunds; {sink.Tally.Sent:#,0} events arrived at "
                + $"{sink.Target} in {run.Took.TotalSeconds:0.0} s ({perSecond:#,0} a second).");
            sink.Tally.Show(output);
            return;
        }

        output.WriteLine(JsonText.Object(writer =>
        {
            writer.WriteString("to", sink.Target);
            writer.WriteNumber("purchases", run.Purchases);
            writer.WriteNumber("refunds", run.Refunds);
            sink.Tally.Write(writer);
            writer.WriteNumber("seconds", Math.Round(run.Took.TotalSeconds, 3));
            writer.WriteNumber("eventsPerSecond", Math.Round(perSecond));
            writer.WriteBoolean("interrupted", run.Interrupted);
        }));
    }
}
