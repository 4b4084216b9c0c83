using CustomerSegmentation.Edge.Api.Endpoints;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>How large segments will be, exactly if nobody buys and by what customers did lately.</summary>
/// <param name="AsOf">Now.</param>
/// <param name="ModelVersion">Of the model in force, which is taken to stay.</param>
/// <param name="Lookback">What the Markov chain learnt from.</param>
/// <param name="Interval">How often low to high should contain the size.</param>
/// <param name="Horizons">One per moment.</param>
public sealed record OutlookAnswer(
    DateTimeOffset AsOf, int ModelVersion, LookbackAnswer Lookback, double Interval, IReadOnlyList<HorizonAnswer> Horizons)
{
    internal static OutlookAnswer Of(SegmentOutlook outlook, IReadOnlyDictionary<string, Segment> directory) => new(
        outlook.AsOf,
        outlook.ModelVersion,
        new(outlook.Lookback, outlook.Moves),
        ExpectedSizes.Coverage,
        [.. outlook.Horizons.Select(horizon => new HorizonAnswer(horizon.Days, horizon.At, [.. horizon.Segments.Select(segment =>
            new ProspectAnswer(
                SegmentNameAnswer.Of(segment.Id, directory),
                segment.Now,
                segment.IfNobodyBuys,
                new(segment.Chain.Expected, segment.Chain.Low, segment.Chain.High)))]))]);
}

/// <summary>What a Markov chain learnt from: moves between segments since a moment, refits and first purchases left out.</summary>
public sealed record LookbackAnswer(DateTimeOffset From, long Moves);

/// <summary>Segment sizes some days ahead.</summary>
public sealed record HorizonAnswer(int Days, DateTimeOffset At, IReadOnlyList<ProspectAnswer> Segments);

/// <summary>One segment's size then.</summary>
/// <param name="Segment">Null for the customers in no segment.</param>
/// <param name="Now">Customers now.</param>
/// <param name="IfNobodyBuys">Exact.</param>
/// <param name="Chain">An estimate.</param>
public sealed record ProspectAnswer(SegmentNameAnswer? Segment, long Now, long IfNobodyBuys, ChainAnswer Chain);

/// <summary>A size by the Markov chain, with an interval.</summary>
public sealed record ChainAnswer(double Expected, double Low, double High);
