using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Engine;

/// <summary>
/// Everybody's segment, on record, now and at moments ahead, counted customer by customer: the data of an outlook.
/// Parts of the base are counted apart and added up. One thread at a time.
/// </summary>
public sealed class OutlookCount
{
    private readonly Dictionary<string, int> _states;
    private readonly string?[] _there;

    /// <summary>A count that has got so far.</summary>
    /// <param name="modelVersion">Of the model in force.</param>
    /// <param name="segments">Ids of its segments, in its order.</param>
    /// <param name="moments">Now, and the moments ahead; UTC ticks, ascending.</param>
    /// <param name="onRecord">Customers by segment on record, those in none last; one entry more than segments.</param>
    /// <param name="sizes">By moment: customers by segment then, if nobody buys; shaped like <paramref name="onRecord"/>.</param>
    public OutlookCount(int modelVersion, IReadOnlyList<string> segments, long[] moments, long[] onRecord, long[][] sizes)
    {
        ArgumentNullException.ThrowIfNull(segments);
        ArgumentNullException.ThrowIfNull(moments);
        ModelVersion = modelVersion;
        Segments = segments;
        Moments = moments;
        OnRecord = onRecord;
        Sizes = sizes;
        _states = segments.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index, StringComparer.Ordinal);
        _there = new string?[moments.Length];
    }

    /// <summary>Version of the model in force.</summary>
    public int ModelVersion { get; }

    /// <summary>Ids of its segments, in its order.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>Now, and the moments ahead; UTC ticks, ascending.</summary>
    public long[] Moments { get; }

    /// <summary>Customers who were ever in a segment, by the one on record, those in none last.</summary>
    public long[] OnRecord { get; }

    /// <summary>By moment: customers by segment then, if nobody buys, those in none last.</summary>
    public long[][] Sizes { get; }

    /// <summary>Nobody counted yet.</summary>
    public static OutlookCount Of(OutlookQuery query, SegmentModel model, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(model);
        long[] moments = [now.UtcTicks, .. query.Days.Select(days => now.AddDays(days).UtcTicks)];
        var states = model.Segments.Count + 1;
        return new(
            model.Version,
            [.. model.Segments.Select(segment => segment.Id)],
            moments,
            new long[states],
            [.. moments.Select(_ => new long[states])]);
    }

    /// <summary>Counts a customer.</summary>
    public void Add(Customer customer, AssignmentTerms terms)
    {
        ArgumentNullException.ThrowIfNull(customer);
        customer.SegmentsAt(terms, Moments, _there);
        Add(customer.SegmentState.Segment, customer.SegmentState.Sequence, _there);
    }

    /// <summary>Counts a customer whose segments are known.</summary>
    /// <param name="onRecord">Id of the segment on record; null for none.</param>
    /// <param name="sequence">How many migrations they have on record.</param>
    /// <param name="segmentsAtMoments">Id of the segment at each moment if they do not buy; null for none.</param>
    public void Add(string? onRecord, int sequence, ReadOnlySpan<string?> segmentsAtMoments)
    {
        if (sequence > 0)
        {
            // Who was never in a segment has no time out of one either: their first purchase is no return.
            Count(OnRecord, onRecord);
        }

        for (var i = 0; i < Sizes.Length; i++)
        {
            Count(Sizes[i], segmentsAtMoments[i]);
        }
    }

    /// <summary>Both together.</summary>
    /// <exception cref="ArgumentException">They were counted under different models, or for different moments.</exception>
    public OutlookCount Plus(OutlookCount other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ModelVersion != other.ModelVersion || !Moments.AsSpan().SequenceEqual(other.Moments))
        {
            throw new ArgumentException("Counts under different models, or for different moments, do not add up.", nameof(other));
        }

        return new(ModelVersion, Segments, Moments, Sum(OnRecord, other.OnRecord), [.. Sizes.Zip(other.Sizes, Sum)]);
    }

    /// <summary>The outlook, with what customers did lately as the other way to see ahead. Takes a moment of computing.</summary>
    /// <param name="query">The one that was counted for.</param>
    /// <param name="moves">What is on record of the time that it looks back on, up to now.</param>
    public SegmentOutlook Outlook(OutlookQuery query, IReadOnlyList<MoveTally> moves)
    {
        ArgumentNullException.ThrowIfNull(query);
        var now = At(0);
        var rates = TransitionRates.Of(Segments, OnRecord, query.Lookback.TotalDays, moves);
        var chain = ExpectedSizes.Of(rates, Sizes[0], query.Days, query.Seed);
        return new(now, ModelVersion, now - query.Lookback, rates.Total, [.. query.Days.Select((days, h) => new OutlookHorizon(
            days,
            At(h + 1),
            [.. Enumerable.Range(0, Segments.Count + 1).Select(state => new SegmentForecast(
                state < Segments.Count ? Segments[state] : null, Sizes[0][state], Sizes[h + 1][state], chain[h][state]))]))]);
    }

    private static long[] Sum(long[] some, long[] others) => [.. some.Zip(others, static (a, b) => a + b)];

    private DateTimeOffset At(int moment) => new(Moments[moment], TimeSpan.Zero);

    private void Count(long[] counts, string? segment)
    {
        // Who is in a segment of an earlier model is about to be moved by the one in force.
        var state = segment is null ? Segments.Count : _states.GetValueOrDefault(segment, -1);
        if (state >= 0)
        {
            counts[state]++;
        }
    }
}
