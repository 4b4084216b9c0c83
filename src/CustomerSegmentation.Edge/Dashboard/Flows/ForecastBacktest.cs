using System.Runtime.InteropServices;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Edge.Dashboard.Flows;

/// <summary>
/// The forecast that a Markov chain would have made at an earlier moment, beside what came of it: of those who had been in a
/// segment by then, how many each segment would have some days later, and how many it had. The chain is that of
/// <c>GET /segments/forecast</c>, learnt from the migrations of the time before the moment alone.
/// </summary>
/// <param name="from">The earlier moment.</param>
/// <param name="days">How far it looks ahead; whole days.</param>
internal sealed class ForecastBacktestReport(DateTimeOffset from, int days) : IMigrationReport<ForecastBacktest>
{
    /// <summary>How much of the past the chain learns from: what the API takes unless told otherwise.</summary>
    public static readonly TimeSpan Lookback = TimeSpan.FromDays(90);

    private readonly long _from = from.UtcTicks;
    private readonly long _since = Math.Max(0, from.UtcTicks - Lookback.Ticks);
    private readonly Dictionary<ulong, (string? Start, string? End)> _customers = [];
    private readonly Dictionary<(string? From, string? To, bool IsRefit, bool IsFirst), (long Count, double Days)> _tallies = [];
    private long _refitted;

    /// <inheritdoc/>
    public ReportRange Range { get; } = new(After: null, from.AddDays(days), KnownAt: null);

    /// <inheritdoc/>
    public void AddFirstContact(ulong customer, long at)
    {
        // Who was in no segment yet has nothing to be forecast from.
    }

    /// <inheritdoc/>
    public void Take(in Move move)
    {
        var isRefit = move.Cause == MigrationCause.Refit;
        if (move.EffectiveAt > _from)
        {
            if (_customers.TryGetValue(move.Customer, out var known))
            {
                _customers[move.Customer] = known with { End = move.To };
                _refitted += isRefit ? 1 : 0;
            }

            return;
        }

        ref var customer = ref CollectionsMarshal.GetValueRefOrAddDefault(_customers, move.Customer, out var seen);
        customer = (move.To, move.To);
        if (move.EffectiveAt > _since)
        {
            ref var tally = ref CollectionsMarshal.GetValueRefOrAddDefault(_tallies, (move.From, move.To, isRefit, !seen), out _);
            tally = (tally.Count + 1, tally.Days + ((move.EffectiveAt - _since) / (double)TimeSpan.TicksPerDay));
        }
    }

    /// <inheritdoc/>
    public ForecastBacktest Finish()
    {
        var groups = _customers.Values.GroupBy(customer => customer).Select(group => (group.Key.Start, group.Key.End, Count: group.LongCount())).ToList();
        string[] segments = [.. groups.SelectMany(group => new[] { group.Start, group.End }).Concat(_tallies.Keys.SelectMany(key => new[] { key.From, key.To }))
            .OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string?[] states = [.. segments, null];
        long[] members = [.. states.Select(id => groups.Where(group => group.Start == id).Sum(group => group.Count))];
        var rates = TransitionRates.Of(segments, members, (_from - _since) / (double)TimeSpan.TicksPerDay, _tallies.Select(tally => new MoveTally(
            tally.Key.From, tally.Key.To, tally.Key.IsRefit, tally.Key.IsFirst, tally.Value.Count, tally.Value.Days)));
        var expected = ExpectedSizes.Of(rates, members, [days], seed: 1)[0];
        return new(from, from.AddDays(days), _customers.Count, rates.Total, _refitted, [.. states.Select((id, state) =>
            new BacktestSize(id, members[state], expected[state], groups.Where(group => group.End == id).Sum(group => group.Count)))]);
    }
}

/// <summary>A forecast of an earlier moment and what came of it.</summary>
/// <param name="From">When it would have been made.</param>
/// <param name="To">For when.</param>
/// <param name="Customers">Those it is about: all who had been in a segment by then.</param>
/// <param name="Moves">What it would have learnt from.</param>
/// <param name="Refitted">How often refits moved these customers in between: what no forecast knows.</param>
/// <param name="Sizes">By segment; those in none last.</param>
public sealed record ForecastBacktest(DateTimeOffset From, DateTimeOffset To, long Customers, long Moves, long Refitted, IReadOnlyList<BacktestSize> Sizes);

/// <summary>One segment of it; null for none.</summary>
/// <param name="Id">Which.</param>
/// <param name="Start">Customers at the earlier moment.</param>
/// <param name="Expected">Customers at the later one by the chain.</param>
/// <param name="Actual">Customers of these at the later one.</param>
public readonly record struct BacktestSize(string? Id, long Start, ExpectedSize Expected, long Actual)
{
    /// <summary>Whether it came as expected.</summary>
    public bool IsWithin => Actual >= Math.Floor(Expected.Low) && Actual <= Math.Ceiling(Expected.High);
}
