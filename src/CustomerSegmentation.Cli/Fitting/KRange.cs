using CustomerSegmentation.Models.Clustering;

namespace CustomerSegmentation.Cli.Fitting;

/// <summary>The numbers of clusters that are tried.</summary>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The largest; the same when one was asked for.</param>
internal readonly record struct KRange(int Min, int Max)
{
    private const int DefaultMin = 2, DefaultMax = 10;

    /// <summary>What was asked for; an end that was not given adapts to the other and to the rows.</summary>
    /// <exception cref="ToolException">More clusters than rows, or than rows that differ.</exception>
    public static KRange Of(FitChoices choices, NumericColumns rows)
    {
        if ((choices.K ?? choices.MaxK ?? choices.MinK) is { } asked && asked > rows.Rows)
        {
            throw new ToolException(ExitCodes.WrongUsage, $"{asked:#,0} clusters of {rows.Rows:#,0} rows cannot be.");
        }

        var wanted = choices.K ?? choices.MaxK ?? Math.Max(DefaultMax, choices.MinK ?? 0);
        var distinct = rows.DistinctRows(upTo: wanted);
        if (distinct < (choices.K ?? choices.MaxK ?? choices.MinK ?? DefaultMin))
        {
            throw new ToolException(ExitCodes.WrongUsage,
                $"Only {distinct:#,0} of the {rows.Rows:#,0} rows differ from one another: more clusters than that cannot be.");
        }

        var max = Math.Min(wanted, distinct);
        return new(choices.K ?? choices.MinK ?? Math.Min(DefaultMin, max), max);
    }
}
