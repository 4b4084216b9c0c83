namespace CustomerSegmentation.Migrations;

/// <summary>
/// How often customers moved from each state to each other: a Markov chain in continuous time, estimated from the
/// migrations of a span. A state is a segment of the model in force, or the last one: in no segment.
/// </summary>
/// <remarks>
/// The maximum likelihood estimate (Kalbfleisch and Lawless 1985, "The analysis of panel data under a Markov
/// assumption", section 2, with every move observed): the rate from i to j is the number of moves over the days that
/// customers spent in i. A refit ends a stay without a move, and so does the end of the span; a first migration begins
/// one. Moves to or from segments that the model in force no longer has count for nothing.
/// </remarks>
public sealed class TransitionRates
{
    private TransitionRates(double[] days, long[,] moves)
    {
        Days = days;
        Moves = moves;
    }

    /// <summary>Number of states.</summary>
    public int States => Days.Count;

    /// <summary>Customer-days spent in each state.</summary>
    public IReadOnlyList<double> Days { get; }

    /// <summary>How many moves there were in all.</summary>
    public long Total => Moves.Cast<long>().Sum();

    internal long[,] Moves { get; }

    /// <summary>Adds up what happened.</summary>
    /// <param name="segments">Ids of the model in force.</param>
    /// <param name="members">Members on record at the end of the span: of each segment, then those in none.</param>
    /// <param name="spanDays">How long it was.</param>
    /// <param name="tallies">The migrations within it.</param>
    public static TransitionRates Of(
        IReadOnlyList<string> segments, IReadOnlyList<long> members, double spanDays, IEnumerable<MoveTally> tallies)
    {
        ArgumentNullException.ThrowIfNull(segments);
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(tallies);
        var states = segments.Count + 1;
        var indices = segments.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index, StringComparer.Ordinal);
        var moves = new long[states, states];

        // As if everybody had been where they are for all of the span; every move on record gives the time before it
        // back to the state it came from.
        double[] days = [.. members.Select(count => count * spanDays)];
        foreach (var tally in tallies)
        {
            if (StateOf(tally.To) is { } to)
            {
                days[to] -= tally.DaysIn;
            }

            if (!tally.IsFirst && StateOf(tally.From) is { } from)
            {
                days[from] += tally.DaysIn;
                if (!tally.IsRefit && StateOf(tally.To) is { } next)
                {
                    moves[from, next] += tally.Count;
                }
            }
        }

        // What is below zero is rounding, or a migration put on record while the members were counted.
        return new([.. days.Select(day => Math.Max(0, day))], moves);

        int? StateOf(string? segment) =>
            segment is null ? states - 1 : indices.TryGetValue(segment, out var index) ? index : null;
    }

    /// <summary>The generator of the chain, per day: rows sum to 0. A state in which nobody was is never left.</summary>
    internal double[,] Generator(Func<long, double> weightOf)
    {
        var rates = new double[States, States];
        for (var i = 0; i < States; i++)
        {
            for (var j = 0; j < States; j++)
            {
                if (i != j && Moves[i, j] > 0 && Days[i] > 0)
                {
                    rates[i, j] = weightOf(Moves[i, j]) / Days[i];
                    rates[i, i] -= rates[i, j];
                }
            }
        }

        return rates;
    }
}
