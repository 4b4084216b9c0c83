using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Edge.Api.Answers;

/// <summary>Why one migration happened, by figures worked out anew from the orders on record now.</summary>
/// <param name="Migration">Which.</param>
/// <param name="By">features, arrival, lapse, model, or event where the figures before were not kept.</param>
/// <param name="Before">The last figures in the segment left; null where none counted, or where they were not kept.</param>
/// <param name="After">The figures when it took effect; null where none counted.</param>
/// <param name="Shares">How much each feature decided; null unless features did.</param>
/// <param name="Agrees">Whether the model of then, asked about these figures, gives the segments on record.</param>
/// <param name="Reason">In a sentence.</param>
public sealed record ExplanationAnswer(
    MigrationAnswer Migration,
    MigrationDriver By,
    FiguresAnswer? Before,
    FiguresAnswer? After,
    SharesAnswer? Shares,
    bool Agrees,
    string Reason)
{
    internal static ExplanationAnswer Of(MigrationExplanation why, IReadOnlyDictionary<string, Segment> directory) => new(
        MigrationAnswer.Of(why.Migration, directory),
        why.By,
        FiguresAnswer.Of(why.Before),
        FiguresAnswer.Of(why.After),
        why.Shares is [var recency, var frequency, var monetary] ? new(recency, frequency, monetary) : null,
        why.Agrees,
        why.Reason);
}

/// <summary>How much of a change each feature decided, 0 to 1; they sum to 1.</summary>
public sealed record SharesAnswer(double RecencyDays, double Frequency, double Monetary);
